"""Facts and statements in, positions and lots out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionStatement, SourceRow
from corridor_desktop.ledger.booking import book
from corridor_desktop.ledger.lots import OpenLot
from corridor_desktop.ledger.open_lots import OpenLots
from tests.support.books import booked, buy, costs, day, fact, held, sell, stated


def test_first_in_first_out_and_what_it_brought() -> None:
    found = booked([buy(0, "10", "100"), buy(1, "10", "130"), sell(2, "15", "225")])
    assert held(found) == {("a", "x"): 5}
    assert costs(found) == [65]
    assert [(part.quantity, part.cost, part.proceeds) for part in found.realised] == [
        (Decimal(10), Money(Decimal(100), "EUR"), Money(Decimal(150), "EUR")),
        (Decimal(5), Money(Decimal(65), "EUR"), Money(Decimal(75), "EUR")),
    ]


def test_average_takes_the_same_part_of_every_lot() -> None:
    trades = [buy(0, "10", "100"), buy(1, "10", "130"), sell(2, "15", "225")]
    found = booked(trades, method=CostMethod.AVERAGE)
    assert costs(found) == [25, Decimal("32.5")]
    assert sum(part.cost.amount for part in found.realised if part.cost) == Decimal("172.5")


def test_fees_are_part_of_the_cost_and_of_what_a_sale_brought() -> None:
    bought = buy(0, "4", price="25")
    taxed = replace(bought, fee=Money(Decimal(1), "EUR"))
    sold = replace(sell(1, "4", price="30"), tax=Money(Decimal(2), "EUR"))
    assert costs(booked([taxed])) == [101]
    (closed,) = booked([taxed, sold]).realised
    assert (closed.cost, closed.proceeds) == (
        Money(Decimal(101), "EUR"),
        Money(Decimal(118), "EUR"),
    )


def test_more_sold_than_bought_is_shown_below_zero_and_filled_again() -> None:
    trades = [buy(0, "3", "30"), sell(1, "5", "60")]
    found = booked(trades)
    assert held(found) == {("a", "x"): -2}
    assert found.positions[0].oversold
    assert [note.message.code for note in found.notes] == ["ledger.oversold"]
    refilled = booked([*trades, buy(2, "5", "100")])
    assert held(refilled) == {("a", "x"): 3}
    assert costs(refilled) == [60]


def test_a_split_scales_units_and_a_consolidation_takes_some_away() -> None:
    up = booked([buy(0, "10", "100"), fact(Kind.SPLIT, 1, "40")])
    assert (held(up), costs(up)) == ({("a", "x"): 50}, [100])
    down = booked([buy(0, "30", "90"), fact(Kind.SPLIT, 1, "-20"), sell(2, "5", "60")])
    assert (held(down), costs(down)) == ({("a", "x"): 5}, [45])
    assert [each.positions[0].split_factor * 3 for each in (up, down)] == [15, pytest.approx(1)]


def test_a_split_of_nothing_is_left_out_and_said() -> None:
    found = booked([fact(Kind.SPLIT, 1, "40"), buy(2, "1", "10")])
    assert held(found) == {("a", "x"): 1}
    assert [note.message.code for note in found.notes] == ["ledger.split_unclear"]


@pytest.mark.parametrize(("out_day", "in_day"), [(4, 4), (4, 7), (7, 4)])
def test_lots_travel_whichever_side_is_booked_first(out_day: int, in_day: int) -> None:
    facts = [
        buy(0, "10", "100"),
        buy(1, "10", "130"),
        buy(0, "7", "70", thing="other", account="b"),
        fact(Kind.TRANSFER_IN, in_day, "12", account="b"),
        fact(Kind.TRANSFER_OUT, out_day, "-12"),
    ]
    found = booked(facts)
    assert held(found) == {("a", "x"): 8, ("b", "other"): 7, ("b", "x"): 12}
    assert costs(found, "b") == [100, 26]
    assert costs(found, "b", "other") == [70]
    assert not found.realised
    between = booked(facts, on=5)
    assert sum(held(between).values()) == 27, "units are never on the way and nowhere"


def test_a_transfer_from_outside_has_no_known_cost() -> None:
    found = booked([fact(Kind.TRANSFER_IN, 0, "5")])
    assert (held(found), costs(found)) == ({("a", "x"): 5}, [None])


def test_what_left_beyond_the_lots_arrives_without_a_cost() -> None:
    found = booked(
        [
            buy(0, "3", "30"),
            fact(Kind.TRANSFER_OUT, 1, "-5"),
            fact(Kind.TRANSFER_IN, 1, "5", account="b"),
        ]
    )
    assert held(found) == {("a", "x"): -2, ("b", "x"): 5}
    assert costs(found, "b") == [30, None]


def test_a_statement_replaces_the_history_and_is_never_added() -> None:
    facts = [buy(0, "10", "100"), buy(0, "4", "8", thing="gone"), buy(6, "2", "30")]
    found = booked(facts, [stated(5, {"x": "12", "new": "3"}, costs={"new": "33"})])
    assert held(found) == {("a", "x"): 14, ("a", "new"): 3}
    assert costs(found) == [None, 30]
    assert costs(found, thing="new") == [33]
    assert {one.origin for one in found.positions} == {"statement"}


def test_lots_stay_where_the_statement_agrees() -> None:
    found = booked([buy(0, "10", "100")], [stated(0, {"x": "10"})])
    assert costs(found) == [100]


def test_the_statement_of_one_account_leaves_the_other_alone() -> None:
    found = booked([buy(0, "10", "100", account="b")], [stated(5, {"x": "1"})])
    assert held(found) == {("b", "x"): 10, ("a", "x"): 1}


def test_lots_travel_out_of_an_account_with_a_statement() -> None:
    facts = [
        buy(0, "10", "100"),
        fact(Kind.TRANSFER_OUT, 6, "-10"),
        fact(Kind.TRANSFER_IN, 6, "10", account="b"),
    ]
    found = booked(facts, [stated(3, {"x": "10"})])
    assert (held(found), costs(found, "b")) == ({("b", "x"): 10}, [100])


def test_a_statement_between_the_two_days_of_a_transfer_counts_nothing_twice() -> None:
    facts = [
        buy(0, "10", "100"),
        fact(Kind.TRANSFER_OUT, 2, "-10"),
        fact(Kind.TRANSFER_IN, 5, "10", account="b"),
    ]
    assert held(booked(facts, [stated(3, {}, account="b")])) == {("b", "x"): 10}
    late = [
        facts[0],
        fact(Kind.TRANSFER_OUT, 5, "-10"),
        fact(Kind.TRANSFER_IN, 2, "10", account="b"),
    ]
    assert held(booked(late, [stated(3, {"x": "10"})])) == {("b", "x"): 10}


def test_the_last_statement_on_or_before_the_day_counts() -> None:
    both = [stated(3, {"x": "1"}), stated(8, {"x": "2"})]
    assert held(booked([], both, on=7)) == {("a", "x"): 1}
    assert held(booked([], both, on=8)) == {("a", "x"): 2}
    assert held(booked([], both, on=2)) == {}


def test_lines_of_one_instrument_are_added_and_short_ones_have_no_lots() -> None:
    first, second = stated(1, {"x": "10"}, costs={"x": "50"}), stated(1, {"x": "-3"})
    both = PositionStatement("s", "a", day(1), (*first.lines, *second.lines))
    found = booked([], [both])
    assert (held(found), costs(found)) == ({("a", "x"): 7}, [None])
    short = booked([buy(2, "5", "60")], [second])
    assert (held(short), costs(short)) == ({("a", "x"): 2}, [24])


def test_an_account_may_have_a_method_of_its_own() -> None:
    trades = [buy(0, "10", "100"), buy(1, "10", "130"), sell(2, "10", "225")]
    account = Account("a", "Quay", cost_method=CostMethod.AVERAGE)
    assert costs(book(trades, (), (account,), CostMethod.FIFO, day(9))) == [50, 65]


def test_thirds_are_exact() -> None:
    found = booked([buy(0, "3", "100"), sell(1, "1", "1"), sell(2, "1", "1"), sell(3, "1", "1")])
    assert held(found) == {}
    assert costs(booked([buy(0, "3", "100"), sell(1, "2", "1")])) == [
        Decimal("33.33333333333333333333333333")
    ]


def test_oracle_lots(test_data: Path) -> None:
    cases = json.loads((test_data / "oracles" / "lots.json").read_text("utf-8"))["cases"]
    assert cases
    for case in cases:
        for method, name in ((CostMethod.FIFO, "fifo"), (CostMethod.AVERAGE, "avg")):
            cost, realised = _replayed(case["ops"], method)
            assert cost == Fraction(case["exact"][f"{name}_cost"])
            assert float(realised) == pytest.approx(case["exact"][f"{name}_realised"], abs=1e-9)
            if case["published"]:
                assert round(float(cost), 2) == case["published"][name]


def _replayed(
    ops: list[tuple[str, object, object]], method: CostMethod
) -> tuple[Fraction, Fraction]:
    """Return the cost that is left and the gain made, in exact fractions."""
    lots = OpenLots()
    realised = Fraction(0)
    for word, quantity, amount in ops:
        units, money = Fraction(str(quantity)), Fraction(str(amount))
        if word == "buy":
            lots.add((OpenLot(date(2026, 1, 5), units, money, "EUR", SourceRow()),))
        else:
            gone = lots.sell(units, method)
            realised += money - sum((lot.cost or Fraction(0) for lot in gone), Fraction(0))
    return sum((lot.cost or Fraction(0) for lot in lots), Fraction(0)), realised
