"""Open lots: the same figures as plain arithmetic over every lot, at a cost that does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.transaction import SourceRow
from corridor_desktop.ledger import open_lots
from corridor_desktop.ledger.lots import OpenLot
from corridor_desktop.ledger.open_lots import OpenLots

START = date(2020, 1, 6)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "sell", "take", "buy unknown", "buy abroad"]),
        st.integers(1, 900),
        st.integers(1, 90_000),
    ),
    max_size=40,
)


def lot(place: int, units: int, cost: int | None, currency: str = "EUR") -> OpenLot:
    paid = None if cost is None else Fraction(cost, 100)
    return OpenLot(START + timedelta(place), Fraction(units), paid, currency, SourceRow())


@dataclass
class Plain:
    """Every lot written out again at each sale, as a spreadsheet would."""

    rows: list[list[Fraction]]

    def average(self, wanted: Fraction) -> Fraction:
        held = sum((row[0] for row in self.rows), Fraction(0))
        part = min(wanted / held, Fraction(1)) if held else Fraction(0)
        cost = sum((row[1] * part for row in self.rows), Fraction(0))
        self.rows = [[units * (1 - part), paid * (1 - part)] for units, paid in self.rows]
        return cost

    def first(self, wanted: Fraction) -> Fraction:
        cost = Fraction(0)
        for row in self.rows:
            part = min(wanted / row[0], Fraction(1)) if row[0] else Fraction(0)
            wanted -= row[0] * part
            cost += row[1] * part
            row[0], row[1] = row[0] * (1 - part), row[1] * (1 - part)
        return cost


@given(STEPS, st.sampled_from(CostMethod))
def test_the_figures_are_those_of_plain_arithmetic(
    steps: list[tuple[str, int, int]], method: CostMethod
) -> None:
    lots, plain = OpenLots(), Plain([])
    for place, (word, units, cents) in enumerate(steps):
        if word.startswith("buy"):
            known = word != "buy unknown"
            currency = "CHF" if word == "buy abroad" else "EUR"
            lots.add((lot(place, units, cents if known else None, currency),))
            plain.rows.append([Fraction(units), Fraction(cents, 100) if known else Fraction(0)])
            continue
        wanted = Fraction(units)
        gone = lots.sell(wanted, method) if word == "sell" else lots.take(wanted, method)
        cost = sum((one.cost or Fraction(0) for one in gone), Fraction(0))
        expected = plain.average(wanted) if method is CostMethod.AVERAGE else plain.first(wanted)
        assert float(cost) == pytest.approx(float(expected), rel=1e-12)
    left = sum((one.cost or Fraction(0) for one in lots), Fraction(0))
    units_left = sum((one.quantity for one in lots), Fraction(0))
    assert float(left) == pytest.approx(float(sum(row[1] for row in plain.rows)), rel=1e-12)
    assert float(units_left) == pytest.approx(float(sum(row[0] for row in plain.rows)), rel=1e-12)


def test_an_average_sale_is_one_sum_for_each_currency_and_for_unknown_costs() -> None:
    lots = OpenLots([lot(0, 10, 1000), lot(1, 10, 3000), lot(2, 10, 500, "CHF"), lot(3, 10, None)])
    sold = lots.sell(Fraction(20), CostMethod.AVERAGE)
    found = [(one.acquired, one.quantity, one.cost, one.currency) for one in sold]
    expected: list[object] = [
        (None, 10, 20, "EUR"),
        (None, 5, Fraction(5, 2), "CHF"),
        (None, 5, None, "EUR"),
    ]
    assert expected == found


def test_fractions_stay_short_through_thousands_of_average_sales() -> None:
    lots = OpenLots()
    for place in range(3000):
        lots.add((lot(place, place % 89 + 3, place % 977 + 1),))
        lots.sell(Fraction(place % 7 + 1), CostMethod.AVERAGE)
    longest = max(one.quantity.denominator.bit_length() for one in lots)
    assert longest < 4 * open_lots._SIGNIFICANT_BITS
    bought, sold = (
        sum(n) for n in zip(*((p % 89 + 3, p % 7 + 1) for p in range(3000)), strict=True)
    )
    held = sum((one.quantity for one in lots), Fraction(0))
    assert abs(held - (bought - sold)) < Fraction(1, 10**100)


def test_a_holding_sold_down_again_and_again_loses_no_unit() -> None:
    lots = OpenLots([lot(0, 1, 7)])
    for _ in range(400):
        half = sum((one.quantity for one in lots), Fraction(0)) / 2
        lots.sell(half, CostMethod.AVERAGE)
    assert [one.quantity for one in lots] == [Fraction(1, 2**400)]
