"""A covariance in factors answers as the matrix that it stands for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corridor_desktop.stress import spread
from corridor_desktop.stress.covariance import (
    Factored,
    sample_covariance,
    shrink_factored,
    variances,
    with_own,
)
from corridor_desktop.stress.diversify import (
    diversification_ratio,
    mean_correlation,
    portfolio_sd,
    share_risk,
    shrink,
    shrink_covariance,
)

CHANCE = np.random.default_rng(3)
X = CHANCE.normal(0, 0.02, (120, 1)) * CHANCE.uniform(0.2, 1.5, 25) + CHANCE.normal(
    0, 0.015, (120, 25)
)
W = CHANCE.uniform(0.1, 1, 25)
W /= W.sum()


def dense(found: Factored) -> np.ndarray:
    return np.column_stack([found @ column for column in np.eye(len(found.own))])


@pytest.mark.parametrize("worth", [None, 40.0])
def test_shrinking_in_factors_is_shrinking(worth: float | None) -> None:
    matrix, intensity, mean = shrink_covariance(X, worth)
    found, same_intensity, same_mean = shrink_factored(X, worth)
    assert same_intensity == pytest.approx(intensity, rel=1e-9)
    assert 0 < intensity < 1
    assert same_mean == pytest.approx(mean, rel=1e-12)
    assert dense(found) == pytest.approx(matrix, rel=1e-10, abs=1e-16)
    assert variances(found) == pytest.approx(np.diag(matrix), rel=1e-12)


def test_every_measure_is_the_same_from_factors() -> None:
    matrix, found = shrink_covariance(X)[0], shrink_factored(X)[0]
    extra = np.linspace(0, 1e-4, 25)
    plain, large = with_own(matrix, extra), with_own(found, extra)
    assert isinstance(large, Factored)
    assert float(W @ large @ W) == pytest.approx(float(W @ plain @ W), rel=1e-12)
    assert portfolio_sd(W, large) == pytest.approx(portfolio_sd(W, plain), rel=1e-12)
    assert share_risk(W, large) == pytest.approx(share_risk(W, plain), rel=1e-11)
    assert diversification_ratio(W, large) == pytest.approx(diversification_ratio(W, plain))
    assert mean_correlation(W, large) == pytest.approx(mean_correlation(W, plain), rel=1e-11)


def test_what_never_moves_is_left_out() -> None:
    still = X.copy()
    still[:, 3] = 0.0
    matrix = np.cov(still.T)
    found = mean_correlation(W, sample_covariance(still))
    assert found == pytest.approx(mean_correlation(W, matrix), rel=1e-11)
    assert math.isnan(mean_correlation(W, sample_covariance(np.zeros((9, 25)))))


def test_the_change_of_selection_is_the_same_from_factors() -> None:
    side = CHANCE.uniform(0, 1, 25)
    moved = X - X.mean(axis=0)
    matrix = spread.no_change_covariance(moved.T @ moved / len(X), side * 2.0, 2.0, 2.5)
    assert dense(sample_covariance(X, 0.5, side)) == pytest.approx(matrix, rel=1e-10, abs=1e-16)


def test_many_holdings_are_kept_in_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not isinstance(shrink(X)[0], Factored)
    monkeypatch.setattr("corridor_desktop.stress.diversify.MOST_DENSE", 20)
    assert isinstance(shrink(X)[0], Factored)
