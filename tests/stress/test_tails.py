"""The bad tail: exact identities, degenerate series, and a filter that knows no future."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridor_desktop.stress.tails import (
    component_shortfall,
    ewma_deviation,
    expected_shortfall,
    filter_returns,
    mark_tail,
    value_at_risk,
)

Array = npt.NDArray[np.float64]
MOVES = arrays(np.float64, (40, 3), elements=st.floats(-0.2, 0.2))
WEIGHTS = arrays(np.float64, 3, elements=st.floats(-1, 1))


def test_known_quantiles() -> None:
    returns = np.arange(-10, 11) / 100
    assert value_at_risk(returns, 0.95) == pytest.approx(0.09)
    assert expected_shortfall(returns, 0.95) == pytest.approx(0.095)
    assert mark_tail(returns, 0.9).sum() == 3


@given(MOVES, WEIGHTS, st.sampled_from([0.9, 0.95, 0.99]))
def test_parts_add_up_to_the_shortfall(moves: Array, weights: Array, level: float) -> None:
    parts = component_shortfall(weights, moves, level)
    assert parts.sum() == pytest.approx(expected_shortfall(moves @ weights, level), abs=1e-12)


@given(arrays(np.float64, 60, elements=st.floats(-0.5, 0.5)))
def test_the_shortfall_is_never_below_the_value_at_risk(returns: Array) -> None:
    for level in (0.9, 0.95, 0.99):
        assert expected_shortfall(returns, level) >= value_at_risk(returns, level) - 1e-12


@given(MOVES, WEIGHTS, st.permutations(range(3)), st.floats(0.1, 3))
def test_scale_and_order(moves: Array, weights: Array, order: list[int], scale: float) -> None:
    parts = component_shortfall(weights, moves)
    assert component_shortfall(weights * scale, moves) == pytest.approx(scale * parts, abs=1e-9)
    mixed = component_shortfall(weights[order], moves[:, order])
    # Rounding may decide which of two equal weeks is in the tail; the whole is the same.
    assert mixed.sum() == pytest.approx(parts.sum(), abs=1e-9)


def test_degenerate_series() -> None:
    assert math.isnan(value_at_risk(np.zeros(0)))
    assert math.isnan(expected_shortfall(np.zeros(0)))
    assert np.isnan(component_shortfall(np.ones(2), np.zeros((0, 2)))).all()
    assert value_at_risk(np.array([-0.02])) == pytest.approx(0.02)
    assert expected_shortfall(np.array([-0.02])) == pytest.approx(0.02)
    assert expected_shortfall(np.full(30, 0.01)) == pytest.approx(-0.01)
    assert math.isnan(ewma_deviation(np.zeros(0))[1])
    still, factors = filter_returns(np.zeros(10))
    assert still.tolist() == [0.0] * 10
    assert factors.tolist() == [1.0] * 10


def test_a_filter_puts_calm_weeks_into_todays_restlessness() -> None:
    chance = np.random.default_rng(2)
    calm, wild = 0.01 * chance.standard_normal(400), 0.03 * chance.standard_normal(400)
    returns = np.concatenate([calm, wild])
    filtered, factors = filter_returns(returns, 0.94)
    assert value_at_risk(filtered) == pytest.approx(1.645 * 0.03, rel=0.2)
    assert value_at_risk(filtered) > 1.3 * value_at_risk(returns)
    assert filtered == pytest.approx(returns * factors)
    assert factors[200:400].mean() > 2 * factors[600:].mean()


@pytest.mark.parametrize("lag", [1, 5])
def test_no_return_helps_to_foretell_itself(lag: int) -> None:
    returns = np.random.default_rng(3).standard_normal(50) * 0.01
    before, _ = ewma_deviation(returns, lag=lag)
    # the mean square starts the recursion, so keep it as it was
    changed = returns.copy()
    changed[30], changed[49] = returns[49], returns[30]
    after, _ = ewma_deviation(changed, lag=lag)
    assert after[: 30 + lag] == pytest.approx(before[: 30 + lag])
    assert after[30 + lag] != pytest.approx(before[30 + lag])
