"""One day's worth: lines, what has no price, gains and their two parts, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.market.table import PriceTable
from corridor_desktop.valuation.valuation import Valuation
from corridor_desktop.valuation.value import value
from tests.support.books import PIER, QUAY, booked, buy, day, fact, named, quoted, sell, stated

THINGS = {"x": named("x"), "u": named("u", "USD"), "y": named("y")}
SERIES = {
    "X": quoted("X", {0: 10.0, 9: 12.0}),
    "U": quoted("U", {0: 100.0, 9: 110.0}, "USD"),
    "EURUSD=X": quoted("EURUSD=X", {0: 1.25, 9: 1.6}),
}


def worth(
    facts: Sequence[Transaction],
    statements: Sequence[PositionStatement] = (),
    series: Mapping[str, PriceSeries] = SERIES,
    things: Mapping[str, Instrument] = THINGS,
    on: int = 9,
) -> Valuation:
    found = booked(facts, statements, on=on)
    return value(found, things, (QUAY, PIER), PriceTable(series), "EUR", day(on))


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_holdings_and_cash_add_up_to_the_total() -> None:
    found = worth([fact(Kind.DEPOSIT, 0, cash="500"), buy(0, "10", "100"), buy(0, "8", None)])
    assert found.total == euro("216"), "the balance is not known, so it counts nowhere"
    assert [part.reason.code for part in found.unpriced] == ["valuation.cash_unknown"]
    whole = worth([fact(Kind.DEPOSIT, 0, cash="500"), buy(0, "10", "100")])
    assert (whole.total, whole.cash_total) == (euro("520"), euro("400"))
    assert [line.weight for line in whole.lines] + [line.weight for line in whole.cash] == [
        pytest.approx(120 / 520),
        pytest.approx(400 / 520),
    ]


def test_a_gain_is_its_price_part_and_its_currency_part() -> None:
    # Bought 1 at 100 USD = 80 EUR; now 110 USD = 68.75 EUR: the price won, the dollar lost more.
    (line,) = worth([buy(0, "1", "100", thing="u", currency="USD")]).lines
    assert (line.value, line.cost_basis) == (euro("68.75"), euro("80.0"))
    assert line.price_gain == euro("8.0")
    assert line.currency_gain == euro("-19.25")
    assert line.gain == euro("-11.25")


def test_each_lot_has_the_rate_of_its_own_day() -> None:
    facts = [
        buy(0, "1", "100", thing="u", currency="USD"),
        buy(9, "1", "110", thing="u", currency="USD"),
    ]
    (line,) = worth(facts).lines
    assert line.cost_basis == euro("148.75")
    assert line.gain == euro("-11.25")


def test_an_unknown_cost_or_rate_leaves_the_gain_unknown() -> None:
    (line,) = worth([fact(Kind.TRANSFER_IN, 0, "1", thing="x")]).lines
    assert (line.cost_basis, line.gain, line.price_gain) == (None, None, None)
    (early,) = worth([buy(-1, "1", "100", thing="u", currency="USD")]).lines
    assert early.gain is None
    assert early.value == euro("68.75")


def test_what_has_no_value_is_listed_with_its_reason() -> None:
    found = worth([buy(0, "2", "20", thing="y"), sell(1, "3", "1", thing="x")])
    assert {part.label: part.reason.code for part in found.unpriced} == {
        "Thing y": "valuation.no_prices",
        "Thing x": "valuation.oversold",
        "Cash EUR": "valuation.cash_unknown",
    }
    assert (found.total, found.lines) == (euro("0"), ())
    alone = {"U": SERIES["U"]}
    (part,) = worth([buy(0, "1", thing="u")], series=alone).unpriced
    assert part.reason.code == "valuation.no_rate"
    assert dict(part.reason.params)["currency"] == "USD"


def test_coverage_by_size_where_known_else_by_count() -> None:
    assert worth([]).coverage == 1.0
    by_cost = worth([buy(0, "10", "100"), buy(0, "1", "40", thing="y")])
    assert by_cost.coverage == pytest.approx(120 / 160)
    by_count = worth([buy(0, "10", "100"), buy(0, "1", thing="y")])
    assert by_count.coverage == 0.5
    line = replace(stated(0, {"y": "1"}).lines[0], market_value=Decimal(360))
    statement = PositionStatement("s", "b", day(0), (line,))
    assert worth([buy(0, "10", "100")], [statement]).coverage == pytest.approx(120 / 480)


def test_age_and_invention_of_a_price_are_shown() -> None:
    series = {"X": replace(quoted("X", {0: 10.0}), simulated=True)}
    found = worth([buy(0, "1", "10")], series=series)
    assert (found.lines[0].stale_days, found.simulated, found.oldest_price) == (9, True, day(0))


def test_another_base_currency_scales_money_and_leaves_weights() -> None:
    facts = [fact(Kind.DEPOSIT, 0, cash="500"), buy(0, "10", "100"), buy(0, "1", "80", thing="u")]
    book, table = booked(facts, on=9), PriceTable(SERIES)
    one, other = (value(book, THINGS, (QUAY,), table, base, day(9)) for base in ("EUR", "USD"))
    assert other.total.amount == one.total.amount * Decimal("1.6")
    assert [line.weight for line in other.lines] == pytest.approx(
        [line.weight for line in one.lines], abs=1e-12
    )
