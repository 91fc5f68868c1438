"""What holds for every book: nothing is lost, parts add up, words and units change no weight."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.prices import exact
from corridor_desktop.domain.theme import CORRIDOR_THEMES, ThemeTag
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.exposure.measure import measure, measure_all
from corridor_desktop.ledger.lots import OpenLot
from corridor_desktop.ledger.open_lots import OpenLots
from corridor_desktop.market.table import PriceTable
from corridor_desktop.services.export import cell
from corridor_desktop.valuation.valuation import Valuation
from corridor_desktop.valuation.value import value
from tests.support.books import (
    PIER,
    QUAY,
    START,
    booked,
    buy,
    costs,
    day,
    fact,
    held,
    named,
    quoted,
    sell,
)

AMOUNTS = st.decimals("0.0001", "99999", places=4)
METHODS = st.sampled_from(CostMethod)
TRADES = st.lists(st.tuples(st.booleans(), AMOUNTS, AMOUNTS), min_size=1, max_size=12)


def facts_of(trades: list[tuple[bool, Decimal, Decimal]]) -> list[Transaction]:
    return [
        (buy if is_buy else sell)(place, str(quantity), str(cash))
        for place, (is_buy, quantity, cash) in enumerate(trades)
    ]


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=8), AMOUNTS, METHODS)
def test_what_is_removed_and_what_is_left_are_the_lots(
    bought: list[tuple[Decimal, Decimal]], wanted: Decimal, method: CostMethod
) -> None:
    from corridor_desktop.domain.transaction import SourceRow

    lots = tuple(
        OpenLot(START, Fraction(units), Fraction(cost), "EUR", SourceRow())
        for units, cost in bought
    )
    left = OpenLots(lots)
    gone = left.take(wanted, method)
    both = (*gone, *left)
    assert sum(lot.quantity for lot in both) == sum(lot.quantity for lot in lots)
    assert sum(lot.cost or 0 for lot in both) == sum(lot.cost or 0 for lot in lots)
    taken = min(Fraction(wanted), sum((lot.quantity for lot in lots), Fraction(0)))
    assert sum(lot.quantity for lot in gone) == taken


@given(TRADES, METHODS)
def test_a_book_holds_what_came_less_what_went(
    trades: list[tuple[bool, Decimal, Decimal]], method: CostMethod
) -> None:
    found = booked(facts_of(trades), method=method)
    net = sum((units if is_buy else -units for is_buy, units, _ in trades), Decimal(0))
    assert held(found).get(("a", "x"), Decimal(0)) == net
    lots = sum((lot.quantity for one in found.positions for lot in one.lots), Decimal(0))
    assert float(lots) == pytest.approx(float(max(net, Decimal(0))), rel=1e-20, abs=1e-20)


@given(TRADES, st.integers(2, 9))
def test_a_split_changes_no_cost(trades: list[tuple[bool, Decimal, Decimal]], ratio: int) -> None:
    facts = facts_of(trades)
    before = booked(facts)
    units = held(before).get(("a", "x"), Decimal(0))
    split = fact(Kind.SPLIT, 500, str(units * (ratio - 1))) if units > 0 else None
    after = booked([*facts, split] if split else facts)
    assert costs(after) == costs(before)
    if split:
        assert held(after) == {("a", "x"): units * ratio}


NAMES = ("x", "y", "z")
THINGS = {name: named(name, "USD" if name == "z" else "EUR") for name in NAMES}
THINGS["y"] = named("y", multiplier=Decimal(-2), country="KR", sector="Industrials")
SERIES = {
    "X": quoted("X", {0: 10.1}),
    "Y": quoted("Y", {0: 3.3}),
    "Z": quoted("Z", {0: 77.7}, "USD"),
    "EURUSD=X": quoted("EURUSD=X", {0: 1.0837}),
}
HOLDINGS = st.lists(st.tuples(st.sampled_from(NAMES), AMOUNTS), min_size=1, max_size=8)
POINTS = st.fixed_dictionaries(
    {name: st.lists(st.integers(0, 3333), min_size=3, max_size=3) for name in NAMES}
)


def valued(holdings: list[tuple[str, Decimal]], base: str = "EUR") -> Valuation:
    facts = [buy(0, str(units), thing=name) for name, units in holdings]
    facts.append(fact(Kind.DEPOSIT, 0, cash="1234.56", account="b"))
    found = booked(facts, on=3)
    return value(found, THINGS, (QUAY, PIER), PriceTable(SERIES), base, day(3))


def tagged(points: dict[str, list[int]]) -> dict[str, tuple[ThemeTag, ...]]:
    return {
        name: tuple(
            ThemeTag(name, theme.id, part, START, START)
            for theme, part in zip(CORRIDOR_THEMES, parts, strict=True)
            if part
        )
        for name, parts in points.items()
    }


@settings(max_examples=50)
@given(HOLDINGS, POINTS)
def test_slices_and_the_untagged_rest_are_the_whole(
    holdings: list[tuple[str, Decimal]], points: dict[str, list[int]]
) -> None:
    worth = valued(holdings)
    whole = sum((line.exposure for line in worth.lines), worth.cash_total.amount)
    for by, found in measure_all(worth, tagged(points), CORRIDOR_THEMES).items():
        parts = sum((part.value for part in found.slices), found.untagged.value)
        assert abs(parts - whole) <= abs(whole) * Decimal("1e-20") + Decimal("1e-15"), by
        for part in (*found.slices, found.untagged):
            assert part.value == sum((one.value for one in part.parts), Decimal(0))


@settings(max_examples=50)
@given(HOLDINGS, POINTS)
def test_a_holding_in_two_parts_is_the_same_exposure(
    holdings: list[tuple[str, Decimal]], points: dict[str, list[int]]
) -> None:
    halves = [(name, units / 2) for name, units in holdings for _ in range(2)]
    for by in Dimension:
        one, two = (
            measure(valued(each), tagged(points), CORRIDOR_THEMES, by)
            for each in (holdings, halves)
        )
        assert {part.key: part.weight for part in one.slices} == pytest.approx(
            {part.key: part.weight for part in two.slices}, abs=1e-12
        )


@settings(max_examples=50)
@given(HOLDINGS)
def test_another_base_currency_scales_money_and_no_weight(
    holdings: list[tuple[str, Decimal]],
) -> None:
    euro, dollar = valued(holdings), valued(holdings, "USD")
    ratio = float(dollar.total.amount / euro.total.amount)
    assert ratio == pytest.approx(1.0837, rel=1e-12)
    assert [line.weight for line in euro.lines] == pytest.approx(
        [line.weight for line in dollar.lines], abs=1e-12
    )


@given(st.integers(1, 10**15 - 1), st.integers(-12, 0))
def test_a_stored_double_gives_back_fifteen_digits(digits: int, exponent: int) -> None:
    written = Decimal(digits).scaleb(exponent)
    assert exact(float(str(written))) == written


@given(st.text(max_size=30))
def test_no_cell_of_an_export_runs_as_a_formula(text: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([cell(text)])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline="")) if text else ([""],)
    assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert text in {row[0], row[0].removeprefix("'")}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_numbers_are_exported_exactly(number: Decimal) -> None:
    assert Decimal(cell(number)) == number
