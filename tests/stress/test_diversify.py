from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.stress.diversify import (
    benchmark_share,
    concentration,
    diversification_ratio,
    effective_bets,
    mean_correlation,
    minimum_torsion,
    portfolio_sd,
    share_risk,
    shrink_covariance,
)

Array = npt.NDArray[np.float64]
W = np.array([0.5, 0.3, 0.2])
SD = np.array([0.2, 0.1, 0.3])
CORRELATION = np.array([[1, 0.5, 0.2], [0.5, 1, 0.1], [0.2, 0.1, 1]])
COVARIANCE = CORRELATION * np.outer(SD, SD)


def test_shares_of_risk_add_up_to_the_whole() -> None:
    shares = share_risk(W, COVARIANCE)
    assert shares.sum() == pytest.approx(1.0, abs=1e-14)
    sd = portfolio_sd(W, COVARIANCE)
    bump = portfolio_sd(W * np.array([1 + 1e-6, 1, 1]), COVARIANCE)
    assert (bump - sd) / 1e-6 == pytest.approx(shares[0] * sd, rel=1e-5)


def test_equal_weights_count_in_full() -> None:
    assert concentration(np.full(12, 3.0)) == pytest.approx((1 / 12, 12))
    assert concentration(np.array([1.0, 0.0]))[1] == pytest.approx(1.0)


def test_nothing_is_diversified_when_all_move_as_one() -> None:
    one = np.outer(SD, SD)
    assert diversification_ratio(W, one) == pytest.approx(1.0)
    free = np.diag(np.full(4, 0.04))
    assert diversification_ratio(np.full(4, 0.25), free) == pytest.approx(2.0)


def test_benchmark_share_of_itself_is_all() -> None:
    assert benchmark_share(1.0, 0.2, 0.2) == pytest.approx(1.0)
    assert benchmark_share(0.5, 0.2, 0.2) == pytest.approx(0.25)


def test_mean_correlation_of_constant_correlation() -> None:
    constant = np.full((3, 3), 0.4) + 0.6 * np.eye(3)
    assert mean_correlation(W, constant * np.outer(SD, SD)) == pytest.approx(0.4)


def test_torsion_uncorrelates() -> None:
    torsion = minimum_torsion(COVARIANCE)
    twisted = torsion @ COVARIANCE @ torsion.T
    assert np.abs(twisted - np.diag(np.diag(twisted))).max() < 1e-9


def _distance(torsion: Array) -> float:
    gap = torsion - np.eye(3)
    return float((np.diag(gap @ COVARIANCE @ gap.T) / SD**2).sum())


def test_no_rotation_stays_nearer_to_the_holdings() -> None:
    best = _distance(minimum_torsion(COVARIANCE))
    values, vectors = np.linalg.eigh(COVARIANCE)
    whitening = vectors @ np.diag(values**-0.5) @ vectors.T
    chance = np.random.default_rng(3)
    for _ in range(300):
        rotation = np.linalg.qr(chance.standard_normal((3, 3)))[0]
        bets = rotation @ whitening
        # the best length of each bet, given its direction
        length = np.diag(bets @ COVARIANCE)
        assert _distance(length[:, None] * bets) >= best - 1e-9


def test_bets_of_independent_and_of_equally_correlated_holdings() -> None:
    weights = np.full(4, 0.25)
    assert effective_bets(weights, np.eye(4)) == pytest.approx(4.0)
    assert effective_bets(weights, 0.5 * np.eye(4) + 0.5) == pytest.approx(4.0, abs=1e-8)
    assert effective_bets(np.array([1.0, 0, 0, 0]), np.eye(4)) == pytest.approx(1.0)


def test_shrinking_keeps_variances_and_pulls_correlations_together() -> None:
    chance = np.random.default_rng(8)
    x = chance.multivariate_normal(np.zeros(3), COVARIANCE, 60)
    shrunk, intensity, mean = shrink_covariance(x)
    sample = np.cov(x.T, ddof=0)
    assert 0 < intensity < 1
    assert np.diag(shrunk) == pytest.approx(np.diag(sample))
    sd = np.sqrt(np.diag(sample))
    before, after = sample / np.outer(sd, sd), shrunk / np.outer(sd, sd)
    assert after[0, 1] == pytest.approx(intensity * mean + (1 - intensity) * before[0, 1])


def test_fewer_independent_rows_shrink_more() -> None:
    x = np.random.default_rng(8).multivariate_normal(np.zeros(3), COVARIANCE, 60)
    assert shrink_covariance(x, worth=40)[1] == pytest.approx(1.5 * shrink_covariance(x)[1])
    assert shrink_covariance(x[:, :1])[1] == 0.0


def test_reordering_holdings_changes_nothing() -> None:
    order = [2, 0, 1]
    mixed = COVARIANCE[np.ix_(order, order)]
    assert share_risk(W[order], mixed) == pytest.approx(share_risk(W, COVARIANCE)[order])
    assert effective_bets(W[order], mixed) == pytest.approx(effective_bets(W, COVARIANCE))
