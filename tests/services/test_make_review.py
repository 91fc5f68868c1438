"""A whole review: of nothing, without prices, without a benchmark, of a day gone by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, ThemeTag
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.services.make_review import Material, default_day, make_review, weekdays
from corridor_desktop.services.policies import default_policy
from corridor_desktop.services.portfolio_data import PortfolioData
from corridor_desktop.services.review import Review
from tests.conftest import StoppedClock
from tests.support.books import PIER, QUAY, buy, day, fact, named, quoted, sell

TODAY = 74  # the stopped clock's day, counted from the first Monday
THINGS = {"x": named("x"), "y": named("y")}
PRICES = {"X": quoted("X", {number: 10.0 + number / 10 for number in range(0, TODAY, 2)})}


def data(
    facts: Sequence[Transaction] = (),
    series: Mapping[str, PriceSeries] | None = None,
    tags: tuple[ThemeTag, ...] = (),
) -> PortfolioData:
    return PortfolioData(
        name="Quay",
        base="EUR",
        accounts=(QUAY, PIER),
        instruments=THINGS,
        transactions=tuple(facts),
        statements=(),
        tags=TagBook(CORRIDOR_THEMES, tags),
        series=PRICES if series is None else series,
        policy=default_policy(),
        decisions=(),
        settings={},
    )


def reviewed(of: PortfolioData, clock: StoppedClock, on: date | None = None) -> Review:
    return make_review(Material(of, (), (), frozenset()), on, clock, Quiet())


def test_of_nothing(clock: StoppedClock) -> None:
    found = reviewed(data(series={}), clock)
    assert (found.as_of, found.valuation.total.amount) == (clock.today(), Decimal(0))
    assert not found.book.positions
    assert found.histories == {}
    assert found.performance.twr is None
    assert set(found.exposures) == set(Dimension)


def test_without_prices_every_holding_is_listed_with_its_reason(clock: StoppedClock) -> None:
    found = reviewed(data([buy(0, "10", "100")], series={}), clock)
    assert found.valuation.lines == ()
    codes = {part.reason.code for part in found.valuation.unpriced}
    assert codes == {"valuation.no_prices", "valuation.cash_unknown"}
    assert found.valuation.coverage == 0.0


def test_without_a_benchmark_the_link_says_so_and_the_rest_stands(clock: StoppedClock) -> None:
    found = reviewed(data([buy(0, "10", "100")]), clock)
    assert found.valuation.total.amount == Decimal(172)
    assert found.stress.portfolio is None
    assert found.stress.why is not None
    assert found.performance.twr is not None


def test_a_day_gone_by_knows_nothing_of_what_came_later(clock: StoppedClock) -> None:
    tags = (ThemeTag("x", "resource_transit", 10_000, day(20), day(20)),)
    facts = [buy(0, "10", "100"), sell(30, "10", "130"), buy(31, "1", "9", thing="y")]
    found = reviewed(data(facts, tags=tags), clock, day(10))
    (line,) = found.valuation.lines
    assert (line.position.quantity, line.price.session) == (Decimal(10), day(10))
    assert found.tags_now == {}
    later = reviewed(data(facts, tags=tags), clock, day(25))
    assert later.exposures[Dimension.THEME].weight("resource_transit") == 1.0
    before = reviewed(data(facts), clock, day(-1))
    assert (before.book.positions, before.histories) == ((), {})


def test_the_end_of_the_line_is_the_valuation(clock: StoppedClock) -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="500"), buy(1, "10", "100"), sell(40, "3", "42")]
    found = reviewed(data(facts), clock)
    assert found.performance.twr is not None
    history = found.histories[Dimension.THEME]
    assert history.days[-1] == found.as_of
    assert sum(history.values[-1]) == found.valuation.total.amount.quantize(Decimal("0.01"))


def test_a_sample_is_looked_at_on_its_last_session(clock: StoppedClock) -> None:
    invented = {"X": replace(PRICES["X"], simulated=True)}
    assert default_day(data(series=invented), clock.today()) == PRICES["X"].last
    assert default_day(data(), clock.today()) == clock.today()
    mixed = {**invented, "Y": quoted("Y", {0: 1.0})}
    assert default_day(data(series=mixed), clock.today()) == clock.today()


def test_a_stopped_review_ends(clock: StoppedClock) -> None:
    class Stopped(Quiet):
        def checkpoint(self, fraction: float, message: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_review(Material(data(), (), (), frozenset()), None, clock, Stopped())


def test_weekdays_end_with_the_day_asked_for() -> None:
    saturday = day(5)
    assert weekdays(day(3), saturday) == [day(3), day(4), saturday]
    assert weekdays(day(3), saturday + timedelta(days=2)) == [day(3), day(4), day(7)]


def test_the_desk_reviews_and_exports_the_sample(tmp_path: Path, clock: StoppedClock) -> None:
    from corridor_desktop.services.desk import Desk

    desk = Desk(clock, _no_feed)
    desk.open_sample(tmp_path)
    found = desk.review()
    assert found.simulated
    assert found.valuation.total.amount > 0
    assert {path.name for path in desk.export(tmp_path / "out")} >= {"prices.csv", "policy.csv"}
    desk.close()


def _no_feed():  # type: ignore[no-untyped-def]
    raise AssertionError("no price source is needed here")


def test_without_any_price_there_is_no_return(clock: StoppedClock) -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="1000"), buy(1, "10", "900"), buy(400, "1", "90")]
    found = reviewed(data(facts, series={}), clock, day(500)).performance
    assert (found.twr, found.xirr, found.xirr_period) == (None, None, None)
    assert found.xirr_why is not None
    assert found.xirr_why.code == "performance.nothing_priced"


def test_holdings_without_a_price_are_named_beside_the_return(clock: StoppedClock) -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="1000"), buy(1, "10", "100"), buy(2, "5", "50", thing="y")]
    found = reviewed(data(facts), clock).performance
    assert found.twr is not None
    assert [note.code for note in found.notes] == ["performance.left_out"]
