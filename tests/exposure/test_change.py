"""Why exposure changed: four parts that add up exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, ThemeTag
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.exposure.change import Change, Holding, explain_step, measure_changes
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.exposure.history import measure_history
from tests.support.books import buy, day, fact, sell
from tests.valuation.test_movements import MOVING
from tests.valuation.test_through_time import QUIET, THINGS, daily

UNITS = st.decimals(-1000, 1000, places=4)
POSITIVE = st.decimals("0.0001", 1000, places=4)
SHARE = st.decimals(0, 1, places=4)
HELD = st.builds(
    Holding, UNITS, POSITIVE, POSITIVE, SHARE, st.sampled_from([Decimal(1), Decimal(-2)])
)


def tag(thing: str, on: int, points: int, theme: str = "resource_transit") -> ThemeTag:
    return ThemeTag(thing, theme, points, day(on), day(on))


def book(*tags: ThemeTag) -> TagBook:
    return TagBook(CORRIDOR_THEMES, tags)


def whole(found: dict[Dimension, tuple[Change, ...]], by: Dimension) -> Change:
    return found[by][-1]


@given(HELD, HELD)
def test_four_parts_are_the_whole_change_exactly(before: Holding, after: Holding) -> None:
    assert explain_step(before, after).total == after.exposure - before.exposure


def test_each_part_alone() -> None:
    one = Holding(Decimal(10), Decimal(5), Decimal(2), Decimal("0.5"))
    parts = {
        "price": explain_step(one, replace(one, price=Decimal(6))).price,
        "currency": explain_step(one, replace(one, rate=Decimal(3))).currency,
        "trade": explain_step(one, replace(one, quantity=Decimal(12))).trade,
        "retag": explain_step(one, replace(one, fraction=Decimal("0.25"))).retag,
    }
    assert parts == {"price": 10, "currency": 25, "trade": 10, "retag": -25}


@pytest.mark.parametrize("name", QUIET)
def test_parts_add_up_along_every_dimension(name: str) -> None:
    days = daily(*QUIET[name], series=MOVING)
    tags = book(tag("x", 0, 6000), tag("x", 4, 2500), tag("y", 5, 10_000, "tourism_education"))
    for by, changes in measure_changes(days, THINGS, tags).items():
        for change in changes:
            for part in change.slices:
                assert part.after - part.before == part.parts.total, (by, part.key)
            for total, at in (
                (sum(p.before for p in change.slices), 0),
                (sum(p.after for p in change.slices), -1),
            ):
                assert float(total) == pytest.approx(float(days.total[at]), abs=0.03)


def test_a_purchase_counts_at_its_own_price_and_its_rise_as_price() -> None:
    days = daily([buy(0, "10", "100"), buy(3, "10", "130")], series=MOVING)
    part = whole(measure_changes(days, THINGS, book()), Dimension.HOLDING).slice("x")
    assert part is not None
    assert [part.before, part.after] == [100, 340]
    assert part.parts.trade == 130
    assert part.parts.price == 70 + 40
    assert [part.parts.currency, part.parts.retag] == [0, 0]


def test_a_new_tag_moves_exposure_without_a_trade() -> None:
    days = daily([buy(0, "10", "100")], series=MOVING)
    change = whole(
        measure_changes(days, THINGS, book(tag("x", 0, 5000), tag("x", 5, 10_000))), Dimension.THEME
    )
    part, rest = change.slice("resource_transit"), change.slice("untagged")
    assert part is not None
    assert rest is not None
    # half of 10 a day until the tag changes on day 5 (worth 150), then all of it
    assert [part.parts.price, part.parts.retag] == [5 * 5 + 2 * 10, 75]
    assert rest.parts.retag == -75
    assert rest.parts.price == 25


def test_what_is_bought_and_tagged_on_one_day_is_a_trade() -> None:
    days = daily([buy(3, "10", "130")], series=MOVING)
    change = whole(measure_changes(days, THINGS, book(tag("x", 3, 10_000))), Dimension.THEME)
    part = change.slice("resource_transit")
    assert part is not None
    assert [part.parts.trade, part.parts.retag, part.parts.price] == [130, 0, 40]


def test_foreign_cash_changes_by_its_rate_and_by_what_was_paid_in() -> None:
    facts = [
        fact(Kind.DEPOSIT, 0, cash="100", currency="USD"),
        fact(Kind.DEPOSIT, 1, cash="102", currency="USD"),
    ]
    change = whole(
        measure_changes(daily(facts, series=MOVING, days=(0, 1)), THINGS, book()),
        Dimension.CURRENCY,
    )
    part = change.slice("USD")
    assert part is not None
    assert float(part.parts.currency) == pytest.approx(100 / 1.02 - 100, abs=0.01)
    assert part.parts.trade == 100


def test_an_inverse_fund_counts_times_its_multiplier() -> None:
    things = THINGS | {"x": replace(THINGS["x"], multiplier=Decimal(-2))}
    change = whole(
        measure_changes(daily([buy(0, "10", "100")], series=MOVING), things, book()),
        Dimension.HOLDING,
    )
    part = change.slice("x")
    assert part is not None
    assert [part.before, part.after, part.parts.price] == [-200, -340, -140]


def test_one_day_has_no_change() -> None:
    assert measure_changes(daily([buy(0, "10", "100")], days=(0,)), THINGS, book()) == {}
    assert measure_changes(daily([buy(0, "10", "100")]).every(2), THINGS, book()) == {}


def test_the_line_as_tagged_today_differs_only_where_tags_did() -> None:
    days = daily([buy(0, "10", "100"), sell(6, "2", "32")], series=MOVING)
    tags = book(tag("x", 0, 2000), tag("x", 5, 10_000))
    then = measure_history(days, THINGS, tags)
    now = measure_history(days, THINGS, tags, as_today=tags.at(day(7)))
    assert then.values[-1] == now.values[-1]
    assert [float(row[0]) for row in now.values] == pytest.approx(days.total.tolist())
    assert [float(row[0]) for row in then.values[:5]] == pytest.approx(
        (0.2 * days.total[:5]).tolist()
    )
    for one in (then, now):
        assert np.array(one.values, dtype=float).sum(axis=1) == pytest.approx(days.total)
