"""What came into each holding: gains by holding add up to the gain of the whole."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from corridor_desktop.domain.prices import Basis, Split
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.valuation.through_time import DailyValues
from tests.support.books import buy, day, fact, quoted, sell
from tests.valuation.test_through_time import DAYS, FLAT, QUIET, daily

MOVING = {
    "X": quoted("X", {n: 10.0 + n for n in DAYS}),
    "Y": quoted("Y", {n: 5.0 - 0.3 * n for n in DAYS}),
    "U": quoted("U", {n: 4.0 + 0.5 * n for n in DAYS}, "USD"),
    "EURUSD=X": quoted("EURUSD=X", {n: 1.0 + 0.02 * n for n in DAYS}, "USD"),
}


def whole_gain(found: DailyValues) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    before = np.concatenate([[0.0], found.total[:-1]])
    return np.asarray(found.total + found.outflow - before - found.inflow)


@pytest.mark.parametrize("name", QUIET)
def test_prices_that_stand_still_give_no_holding_a_gain(name: str) -> None:
    found = daily(*QUIET[name])
    assert found.moves is not None
    gain, by_rate = found.moves.gains(found.values)
    assert np.abs(gain).max(initial=0.0) < 1e-9
    assert np.abs(by_rate).max(initial=0.0) < 1e-9


@pytest.mark.parametrize("name", QUIET)
def test_gains_and_parts_of_changes_add_up(name: str) -> None:
    found = daily(*QUIET[name], series=MOVING)
    assert found.moves is not None
    gain, _ = found.moves.gains(found.values)
    rest = whole_gain(found) - gain.sum(axis=1) - found.moves.cash_gains().sum(axis=1)
    assert np.abs(rest).max() < 1e-9
    parts = sum(found.moves.changes(found.values))
    change = np.diff(found.values, axis=0, prepend=np.zeros((1, found.values.shape[1])))
    assert parts == pytest.approx(change)


def test_currency_and_price_are_told_apart() -> None:
    found = daily([buy(0, "10", "40", thing="u", currency="USD")], series=MOVING, days=(0, 1))
    assert found.moves is not None
    gain, by_rate = found.moves.gains(found.values)
    assert gain[1, 0] == pytest.approx(45 / 1.02 - 40)
    assert by_rate[1, 0] == pytest.approx(45 * (1 / 1.02 - 1))
    assert gain[1, 0] - by_rate[1, 0] == pytest.approx(5)


def test_a_dividend_is_a_gain_but_no_trade() -> None:
    facts = [buy(0, "10", "100"), fact(Kind.DIVIDEND, 2, cash="7")]
    found = daily(facts, series=FLAT)
    assert found.moves is not None
    assert found.moves.gains(found.values)[0][:, 0] == pytest.approx([0, 0, 7, 0, 0, 0, 0, 0])
    assert found.moves.traded[:, 0] == pytest.approx([100, 0, 0, 0, 0, 0, 0, 0])


def test_a_fee_costs_the_holding_and_is_no_trade() -> None:
    found = daily([buy(0, "10", "103"), sell(3, "10", "98")], series=FLAT)
    assert found.moves is not None
    assert found.moves.gains(found.values)[0][[0, 3], 0] == pytest.approx([-3, -2])
    assert found.moves.traded[[0, 3], 0] == pytest.approx([100, -100])


def test_a_split_is_no_trade() -> None:
    halved = quoted("X", {n: 10.0 if n < 3 else 5.0 for n in DAYS})
    series = FLAT | {
        "X": replace(halved, basis=Basis.AS_TRADED, splits=(Split(day(3), Decimal(2)),))
    }
    found = daily([buy(0, "10", "100"), fact(Kind.SPLIT, 3, "10")], series=series)
    assert found.moves is not None
    price, rate, trade = found.moves.changes(found.values)
    assert trade[1:, 0] == pytest.approx([0.0] * 7)
    assert price[:, 0] == pytest.approx([0.0] * 8)
    assert rate[:, 0] == pytest.approx([0.0] * 8)


def test_left_out_days_have_no_movements() -> None:
    assert daily([buy(0, "10", "100")]).every(2).moves is None
