"""Values and flows on many days; returns must not see money that only changed hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries, Split
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.market.table import PriceTable
from corridor_desktop.performance.time_weighted import grow, link_days
from corridor_desktop.valuation.through_time import DailyValues, value_through_time
from corridor_desktop.valuation.value import value
from tests.support.books import PIER, QUAY, booked, buy, day, fact, named, quoted, sell, stated

THINGS = {name: named(name) for name in ("x", "y")} | {"u": named("u", "USD")}
FLAT = {
    "X": quoted("X", dict.fromkeys(range(8), 10.0)),
    "Y": quoted("Y", dict.fromkeys(range(3, 8), 5.0)),
    "U": quoted("U", dict.fromkeys(range(8), 4.0), "USD"),
}
DAYS = tuple(range(8))


def daily(
    facts: Sequence[Transaction],
    statements: Sequence[PositionStatement] = (),
    series: Mapping[str, PriceSeries] = FLAT,
    days: Sequence[int] = DAYS,
) -> DailyValues:
    return value_through_time(
        facts, statements, THINGS, series, "EUR", [day(number) for number in days]
    )


def growth(found: DailyValues) -> float:
    returns = link_days(found.total.tolist(), found.inflow.tolist(), found.outflow.tolist())
    return grow(returns)[-1]


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


OUT, IN = Kind.TRANSFER_OUT, Kind.TRANSFER_IN
QUIET: dict[str, tuple[list[Transaction], list[PositionStatement]]] = {
    "bought and sold": ([buy(1, "10", "100"), sell(3, "4", "40")], []),
    "deposits": ([fact(Kind.DEPOSIT, 0, cash="500"), buy(1, "10", "100"),
                  fact(Kind.WITHDRAWAL, 4, cash="100")], []),
    "all spent": ([fact(Kind.DEPOSIT, 0, cash="100"), buy(1, "10", "100")], []),
    "price comes later": ([buy(0, "10", "50", thing="y"), buy(0, "1", "10")], []),
    "price comes later, cash known": ([fact(Kind.DEPOSIT, 0, cash="100"),
                                       buy(1, "10", "50", thing="y")], []),
    "sold before a price": ([buy(0, "1", "10"), buy(0, "10", "50", thing="y"),
                             sell(2, "10", "50", thing="y")], []),
    "sold more than bought": ([buy(0, "10", "100"), sell(2, "15", "150"), buy(4, "8", "80")], []),
    "sold more, cash known": ([fact(Kind.DEPOSIT, 0, cash="200"), buy(0, "10", "100"),
                               sell(2, "15", "150"), buy(4, "8", "80")], []),
    "no amount stated": ([buy(0, "10", "100"), buy(2, "10"), sell(4, "5")], []),
    "from outside and away": ([fact(IN, 1, "10"), fact(OUT, 4, "-3")], []),
    "between own accounts": ([buy(0, "10", "100"), fact(OUT, 2, "-10"),
                              fact(IN, 5, "10", account="b")], []),
    "arrives before it left": ([buy(0, "10", "100"), fact(OUT, 5, "-10"),
                                fact(IN, 2, "10", account="b")], []),
    "more left than was there": ([buy(0, "10", "100"), fact(OUT, 2, "-15"),
                                  fact(IN, 2, "15", account="b")], []),
    "a statement corrects": ([buy(0, "10", "100")], [stated(3, {"x": "25"}),
                                                    stated(5, {"x": "5", "y": "7"})]),
    "a statement of cash": ([buy(0, "10", "100"), sell(6, "1", "10")],
                            [stated(3, {"x": "10"}, [euro("70")])]),
    "cash of two accounts": ([fact(Kind.DEPOSIT, 0, cash="500"), buy(1, "10", "100")],
                             [stated(3, {}, [euro("70")], account="b"),
                              stated(5, {}, [euro("80")], account="b")]),
    "a currency without a rate": ([buy(0, "10", "100"),
                                   buy(2, "10", "110", currency="USD")], []),
    "at the weekend": ([buy(0, "10", "100"), sell(6, "5", "50")], []),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_where_prices_stand_still_nothing_was_gained(name: str) -> None:
    assert growth(daily(*QUIET[name])) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("name", QUIET)
@pytest.mark.parametrize("on", [2, 5, 7])
def test_the_last_day_is_worth_what_the_valuation_says(name: str, on: int) -> None:
    facts, statements = QUIET[name]
    one = value(booked(facts, statements, on=on), THINGS, (QUAY, PIER), PriceTable(FLAT), "EUR",
                day(on))  # fmt: skip
    found = daily(facts, statements, days=range(on + 1))
    assert found.total[-1] == pytest.approx(float(one.total.amount), abs=1e-9)
    assert found.cash[-1] == pytest.approx(float(one.cash_total.amount), abs=1e-9)


def test_a_rise_is_a_gain_and_a_dividend_too() -> None:
    series = {"X": quoted("X", {0: 10.0, 3: 11.0})}
    assert growth(daily([buy(0, "10", "100")], series=series)) == pytest.approx(1.1)
    paid = fact(Kind.DIVIDEND, 4, cash="22")
    assert growth(daily([buy(0, "10", "100"), paid], series=series)) == pytest.approx(1.1 * 1.2)
    funded = [fact(Kind.DEPOSIT, 0, cash="100"), buy(0, "10", "100"), paid]
    assert growth(daily(funded, series=series)) == pytest.approx(1.1 * 1.2)


def test_a_split_and_its_prices_make_no_jump() -> None:
    series = {"X": replace(FLAT["X"], splits=(Split(day(3), Decimal(5)),))}
    found = daily([buy(0, "10", "500"), fact(Kind.SPLIT, 3, "40")], series=series)
    assert found.total.tolist() == pytest.approx([500.0] * 8)
    assert growth(found) == pytest.approx(1.0)


def test_what_happened_before_the_first_day_and_between_days_counts() -> None:
    facts = [buy(-30, "10", "100"), buy(3, "5", "50")]
    found = daily(facts, days=(0, 1, 2, 4))
    assert found.total.tolist() == [100, 100, 100, 150]
    assert found.inflow.tolist() == [100, 0, 0, 50]


def test_flows_of_a_known_account_are_its_deposits_only() -> None:
    found = daily([fact(Kind.DEPOSIT, 0, cash="500"), buy(1, "10", "100"),
                   fact(Kind.WITHDRAWAL, 4, cash="30")])  # fmt: skip
    assert found.inflow.tolist() == [500, 0, 0, 0, 0, 0, 0, 0]
    assert found.outflow.tolist() == [0, 0, 0, 0, 30, 0, 0, 0]
    assert found.cash.tolist() == [500, 400, 400, 400, 370, 370, 370, 370]


def test_coverage_counts_what_is_held_and_priced() -> None:
    found = daily([buy(0, "1", "10"), buy(1, "10", "50", thing="y")])
    assert found.coverage.tolist() == [1, 0.5, 0.5, 1, 1, 1, 1, 1]
    few = found.every(3)
    assert few.days == tuple(day(number) for number in (0, 3, 6, 7))
    assert few.total.tolist() == [10, 60, 60, 60]


def test_tiny_holdings_are_not_rounded_away() -> None:
    found = daily([buy(0, "0.0000000003", "1"), buy(1, "0.1", "1"), sell(2, "0.1", "1")])
    assert found.total[-1] == pytest.approx(3e-9, rel=1e-12)
