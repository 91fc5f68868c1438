from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.covariance import LedoitWolf

from corridor_desktop.stress.diversify import (
    benchmark_share,
    concentration,
    contribute_sd,
    diversification_ratio,
    effective_bets,
    entropy_number,
    mean_correlation,
    minimum_torsion,
    portfolio_sd,
    share_risk,
    shrink_covariance,
    shrink_to_identity,
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


def test_contributions_to_deviation_add_up_to_it() -> None:
    assert contribute_sd(W, COVARIANCE).sum() == pytest.approx(portfolio_sd(W, COVARIANCE))
    assert contribute_sd(W, np.zeros((3, 3))).tolist() == [0.0, 0.0, 0.0]


def test_effective_number_by_entropy() -> None:
    assert entropy_number(np.full(5, -2.0)) == pytest.approx(5.0)
    assert entropy_number(np.array([1.0, 0.0])) == pytest.approx(1.0)
    assert concentration(W)[1] < entropy_number(W) < 3


def test_a_short_position_can_diversify_all_of_it_away() -> None:
    pair = np.array([0.5, -0.5])
    tied = np.full((2, 2), 0.04) + np.diag([1e-6, 1e-6])
    assert diversification_ratio(pair, tied) > 100
    assert mean_correlation(pair, tied) == pytest.approx(1.0, abs=1e-4)


def test_what_never_moves_or_is_nothing_has_no_measure() -> None:
    none = np.zeros((2, 2))
    half = np.array([0.5, 0.5])
    for value in (
        diversification_ratio(half, none),
        effective_bets(half, none),
        mean_correlation(half, none),
        benchmark_share(1.0, 0.2, 0.0),
        *share_risk(half, none),
        *concentration(np.zeros(2)),
        entropy_number(np.zeros(2)),
        mean_correlation(np.array([1.0]), np.eye(1)),
        mean_correlation(np.array([1.0, 0.0]), np.eye(2)),
        effective_bets(half, np.full((2, 2), 0.04)),
    ):
        assert math.isnan(value)
    with pytest.raises(ValueError, match="never moves"):
        minimum_torsion(none)
    with pytest.raises(ValueError, match="move as one"):
        minimum_torsion(np.full((2, 2), 0.04))


def test_cash_beside_two_holdings_is_no_bet() -> None:
    covariance = np.zeros((3, 3))
    covariance[:2, :2] = np.diag([0.04, 0.04])
    assert effective_bets(np.array([0.25, 0.25, 0.5]), covariance) == pytest.approx(2.0)


def test_shrinking_to_the_identity_is_what_others_do() -> None:
    for t, n in ((60, 3), (30, 12), (500, 5)):
        x = np.random.default_rng(t).standard_normal((t, n)) @ np.diag(np.arange(1, n + 1))
        found, intensity, mean = shrink_to_identity(x)
        other = LedoitWolf().fit(x)
        assert intensity == pytest.approx(other.shrinkage_, rel=1e-10)
        assert found == pytest.approx(other.covariance_, rel=1e-10, abs=1e-12)
        assert mean == pytest.approx(np.trace(np.cov(x.T, ddof=0)) / n)


def test_series_that_never_move_shrink_to_nothing() -> None:
    found, intensity, mean = shrink_to_identity(np.ones((20, 3)))
    assert found.tolist() == np.zeros((3, 3)).tolist()
    assert (intensity, mean) == (0.0, 0.0)
    shrunk, _, _ = shrink_covariance(np.ones((20, 3)))
    assert shrunk.tolist() == np.zeros((3, 3)).tolist()


def test_constant_correlation_by_a_second_way() -> None:
    """Ledoit and Wolf (2004), formulas of the paper's appendix written out in loops."""
    x = np.random.default_rng(4).multivariate_normal(np.zeros(3), COVARIANCE, 80)
    t, n = x.shape
    y = x - x.mean(axis=0)
    s = y.T @ y / t
    r = np.mean([s[i, j] / math.sqrt(s[i, i] * s[j, j]) for i in range(n) for j in range(i)])
    f = np.array([[s[i, i] if i == j else r * math.sqrt(s[i, i] * s[j, j]) for j in range(n)]
                  for i in range(n)])  # fmt: skip
    pi, rho = 0.0, 0.0
    for i in range(n):
        for j in range(n):
            own = np.mean((y[:, i] * y[:, j] - s[i, j]) ** 2)
            pi += own
            if i == j:
                rho += own
                continue
            one = np.mean((y[:, i] ** 2 - s[i, i]) * (y[:, i] * y[:, j] - s[i, j]))
            two = np.mean((y[:, j] ** 2 - s[j, j]) * (y[:, i] * y[:, j] - s[i, j]))
            rho += r / 2 * (math.sqrt(s[j, j] / s[i, i]) * one + math.sqrt(s[i, i] / s[j, j]) * two)
    delta = (pi - rho) / ((f - s) ** 2).sum() / t
    found, intensity, mean = shrink_covariance(x)
    assert (intensity, mean) == pytest.approx((delta, r), rel=1e-12)
    assert found == pytest.approx(delta * f + (1 - delta) * s, rel=1e-12)
