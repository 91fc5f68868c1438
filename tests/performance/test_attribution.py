"""The parts of a return add up to it, by holding, theme and currency."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.performance.attribution import Attribution, attribute, link_gains
from corridor_desktop.performance.time_weighted import grow, link_contributions, link_days
from tests.support.books import buy, day, fact, sell
from tests.valuation.test_movements import MOVING
from tests.valuation.test_through_time import QUIET, THINGS, daily

NONE: dict[str, tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]] = {}


def sums(found: Attribution) -> list[float]:
    return [
        math.fsum(part.total for part in parts)
        for parts in (found.by_holding, found.by_theme, found.by_currency)
    ]


@given(arrays(np.float64, (6, 3), elements=st.floats(-8, 20)))
def test_linked_gains_add_up_to_the_return(
    gains: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    starts = np.full(6, 100.0)
    parts, total = link_gains(gains, starts)
    assert total == pytest.approx(np.prod(1 + gains.sum(axis=1) / 100) - 1, abs=1e-12)
    assert parts.sum() == pytest.approx(total, abs=1e-12)


def test_linking_arrays_equals_linking_mappings() -> None:
    gains = np.array([[3.0, -1.0], [-5.0, 0.2], [0.0, 0.0]])
    parts, total = link_gains(gains, np.full(3, 100.0))
    expected, whole = link_contributions([{"a": a / 100, "b": b / 100} for a, b in gains])
    assert parts == pytest.approx([expected["a"], expected["b"]], abs=1e-15)
    assert total == pytest.approx(whole, abs=1e-15)


def test_days_without_a_start_are_left_out_and_a_total_loss_has_no_parts() -> None:
    parts, total = link_gains(np.array([[5.0], [10.0]]), np.array([0.0, 100.0]))
    assert (parts[0], total) == pytest.approx((0.1, 0.1))
    parts, total = link_gains(np.array([[-100.0], [10.0]]), np.full(2, 100.0))
    assert np.isnan(parts).all()
    assert math.isnan(total)
    parts, total = link_gains(np.zeros((0, 2)), np.zeros(0))
    assert parts.tolist() == [0.0, 0.0]
    assert total == 0.0


@pytest.mark.parametrize("name", QUIET)
def test_parts_add_up_to_the_time_weighted_return(name: str) -> None:
    days = daily(*QUIET[name], series=MOVING)
    found = attribute(days, THINGS, NONE)
    twr = grow(link_days(days.total.tolist(), days.inflow.tolist(), days.outflow.tolist()))[-1] - 1
    assert found.total == pytest.approx(twr, abs=1e-12)
    assert sums(found) == pytest.approx([twr] * 3, abs=1e-12)
    for parts in (found.by_holding, found.by_theme, found.by_currency):
        for part in parts:
            assert part.total == pytest.approx(part.price + part.currency, abs=1e-12)


def test_a_foreign_holding_has_a_price_and_a_currency_part() -> None:
    found = attribute(
        daily([buy(0, "10", "40", thing="u", currency="USD")], series=MOVING, days=(0, 1)),
        THINGS,
        NONE,
    )
    (part,) = found.by_holding
    assert part.price == pytest.approx(5 / 40)
    assert part.total == pytest.approx(45 / 1.02 / 40 - 1)
    assert found.by_currency[0].key == "USD"
    assert found.by_theme[0].key == "untagged"


def test_themes_take_their_fraction_as_tagged_the_day_before() -> None:
    days = daily([buy(0, "10", "100")], series=MOVING, days=(0, 1, 2))
    share = np.array([[0.5], [0.5], [0.0]])
    found = attribute(days, THINGS, {"t": ("Theme", share)})
    parts = {part.key: part.total for part in found.by_theme}
    assert parts["t"] == pytest.approx(parts["untagged"])
    assert sum(parts.values()) == pytest.approx(0.2)


def test_cash_earns_its_rate_and_its_interest() -> None:
    facts = [
        fact(Kind.DEPOSIT, 0, cash="102", currency="USD"),
        fact(Kind.INTEREST, 1, cash="1.04", thing=None, currency="USD"),
    ]
    found = attribute(daily(facts, series=MOVING, days=(0, 1)), THINGS, NONE)
    parts = {part.key: part.total for part in found.by_holding}
    assert parts["cash:USD"] == pytest.approx(1 / 1.02 - 1)
    assert parts["rest"] == pytest.approx(1.04 / 1.02 / 102)


def test_a_later_start_counts_only_what_came_after() -> None:
    days = daily([buy(0, "10", "100"), sell(6, "5", "80")], series=MOVING)
    found = attribute(days, THINGS, NONE, since=day(4))
    assert found.start == day(4)
    assert found.total == pytest.approx(17 / 13 - 1)
    assert sums(found) == pytest.approx([17 / 13 - 1] * 3)


@pytest.mark.parametrize(
    ("facts", "days", "code"),
    [
        ([], (0, 1), "performance.never_worth"),
        ([fact(Kind.DEPOSIT, 0, cash="0")], (0,), "performance.never_worth"),
    ],
)
def test_without_a_value_there_is_a_reason(
    facts: list[object], days: tuple[int, ...], code: str
) -> None:
    found = attribute(daily(facts, series=MOVING, days=days), THINGS, NONE)  # type: ignore[arg-type]
    assert found.total is None
    assert found.why is not None
    assert found.why.code == code


def test_one_day_after_the_start_is_no_span() -> None:
    found = attribute(daily([buy(0, "10", "100")], series=MOVING), THINGS, NONE, since=day(7))
    assert found.why is not None
    assert found.why.code == "performance.one_day"
