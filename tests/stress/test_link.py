from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from corridor_desktop.stress.dependence import normal_quantile_dependence
from corridor_desktop.stress.link import (
    correlate,
    correlate_lead_lag,
    correlate_ranks,
    effective_count,
    ewma,
    exceedance,
    falls_together,
    fisher_interval,
    forbes_rigobon,
    no_change_correlation,
    roll_correlation,
)

CHANCE = np.random.default_rng(21)
X = CHANCE.standard_normal(500)
Y = 0.6 * X + 0.8 * CHANCE.standard_normal(500)


def test_correlations_equal_scipy() -> None:
    assert correlate(X, Y) == pytest.approx(stats.pearsonr(X, Y).statistic, rel=1e-12)
    tied = np.round(X, 1)
    assert correlate_ranks(tied, Y) == pytest.approx(stats.spearmanr(tied, Y).statistic, rel=1e-12)


def test_scaling_leaves_the_correlation_alone() -> None:
    assert correlate(X, 7 * Y + 3) == pytest.approx(correlate(X, Y), rel=1e-12)
    assert correlate(X, -Y) == pytest.approx(-correlate(X, Y), rel=1e-12)


def test_a_price_that_never_moves_has_no_correlation() -> None:
    assert math.isnan(correlate(X, np.zeros(500)))


@pytest.mark.parametrize(("h", "worth"), [(1, 1.0), (2, 1.5), (5, 3.4), (10, 6.7), (21, 14.0)])
def test_overlap_costs_observations(h: int, worth: float) -> None:
    assert 1000 / effective_count(1000, h) == pytest.approx(worth, abs=0.05)


def test_fisher_equals_scipy() -> None:
    other = stats.pearsonr(X, Y).confidence_interval(0.95)
    low, high = fisher_interval(correlate(X, Y), 500)
    assert (low, high) == pytest.approx((other.low, other.high), rel=1e-9)


def test_lead_lag_of_a_series_with_itself_is_one() -> None:
    value, clipped = correlate_lead_lag(X, X)
    assert value == pytest.approx(1.0)
    assert not clipped


def test_old_days_fade_from_the_recent_correlation() -> None:
    turned = np.concatenate([Y[:250], -X[250:]])
    assert ewma(turned, X)[0] == pytest.approx(-1.0, abs=1e-3)
    assert ewma(2 * X, X) == pytest.approx((1.0, 2.0))


def test_falls_together_at_its_ends() -> None:
    assert falls_together(X, X) == 1.0
    assert falls_together(-X, X) == 0.0
    assert normal_quantile_dependence(0.0) == pytest.approx(0.10, abs=1e-12)
    assert normal_quantile_dependence(1.0) == 1.0
    assert normal_quantile_dependence(-1.0) == 0.0


def test_falls_together_of_a_normal_pair_meets_its_benchmark() -> None:
    chance = np.random.default_rng(4)
    k = chance.standard_normal(200_000)
    y = 0.6 * k + 0.8 * chance.standard_normal(200_000)
    assert falls_together(y, k) == pytest.approx(normal_quantile_dependence(0.6), abs=0.01)


def test_selecting_bad_days_lowers_the_correlation_mechanically() -> None:
    # Var of the worst tenth of a standard normal, exactly.
    cut = stats.norm.ppf(0.1)
    ratio = stats.norm.pdf(cut) / 0.1
    variance = 1 - cut * ratio - ratio**2
    assert no_change_correlation(0.6, variance, 1.0) == pytest.approx(0.295, abs=0.001)
    assert no_change_correlation(0.7, variance, 1.0) == pytest.approx(0.374, abs=0.001)


def test_forbes_rigobon_undoes_the_conditioning() -> None:
    for rho, ratio in ((0.6, 9.0), (0.2, 0.3), (-0.4, 4.0)):
        raised = no_change_correlation(rho, ratio, 1.0)
        assert forbes_rigobon(raised, ratio, 1.0) == pytest.approx(rho, abs=1e-12)
    assert no_change_correlation(0.6, 9.0, 1.0) == pytest.approx(0.9138115486202573, abs=1e-12)


def test_exceedance_needs_joint_points() -> None:
    value, n = exceedance(X, Y, -1.0)
    assert value is not None
    assert n >= 25
    assert exceedance(X, Y, -3.0)[0] is None
    lower, upper = exceedance(X, X, -0.0), exceedance(X, X, 0.0)
    assert lower[0] == pytest.approx(1.0)
    assert lower[1] + upper[1] == 500


def test_rolling_equals_each_window_alone() -> None:
    rolled = roll_correlation(Y, X, 60)
    assert np.isnan(rolled[:59]).all()
    for at in (59, 60, 333, 499):
        assert rolled[at] == pytest.approx(correlate(Y[at - 59 : at + 1], X[at - 59 : at + 1]))
    assert np.isnan(roll_correlation(Y[:10], X[:10], 60)).all()
