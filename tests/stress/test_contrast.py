"""Contrasts with a bootstrap of their own: against resampling by hand and invented truths."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.stress.bootstrap import Counts, count_draws, draw_indices
from corridor_desktop.stress.contrast import (
    beta_within,
    measure_exceedances,
    measure_forbes_rigobon,
    measure_side_difference,
)
from corridor_desktop.stress.detail import ForbesRigobon
from corridor_desktop.stress.link import correlate, exceedance, forbes_rigobon
from corridor_desktop.stress.links import Pair

Array = npt.NDArray[np.float64]
SPAN = (date(2020, 1, 2), date(2024, 1, 2))
N = 900


def pair(y: Array, k: Array, horizon: int = 1) -> Pair:
    return Pair(y, k, np.arange(len(y)), horizon, SPAN)


def draws(n: int = N, resamples: int = 1000) -> Counts:
    return count_draws(draw_indices(n, 5, 1, resamples))


def known(measure: Measure) -> Estimate:
    assert isinstance(measure, Estimate), measure
    return measure


@pytest.fixture(scope="module")
def market() -> Array:
    return np.asarray(0.01 * np.random.default_rng(3).standard_normal(N))


def test_beta_on_falls_is_that_of_the_falls_alone(market: Array) -> None:
    y = np.where(market < 0, 1.5 * market, 0.5 * market)
    assert beta_within(y, market, market < 0) == pytest.approx(1.5)
    assert beta_within(y, market, market > 0) == pytest.approx(0.5)
    assert np.isnan(beta_within(y, market, market > 9))


def test_difference_of_the_sides_is_found_and_its_error_is_that_of_resampling(
    market: Array,
) -> None:
    noise = 0.005 * np.random.default_rng(4).standard_normal(N)
    y = np.where(market < 0, 1.4, 0.8) * market + noise
    found = known(measure_side_difference(pair(y, market), draws()))
    assert found.low is not None
    assert found.high is not None
    assert found.se is not None
    assert found.low < 0.6 < found.high
    assert found.low > 0
    slow = []
    for row in draw_indices(N, 5, 1, 200):
        a, b = y[row], market[row]
        slow.append(beta_within(a, b, b < 0) - beta_within(a, b, b > 0))
    fast = known(measure_side_difference(pair(y, market), draws(N, 200)))
    assert fast.se == pytest.approx(float(np.std(slow, ddof=1)), rel=1e-3)


def test_no_difference_where_there_is_none(market: Array) -> None:
    y = 0.9 * market + 0.01 * np.random.default_rng(5).standard_normal(N)
    found = known(measure_side_difference(pair(y, market), draws()))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_too_few_falls_give_a_reason(market: Array) -> None:
    few = np.where(np.arange(N) < 10, -0.01 - 0.001 * np.arange(N), abs(market))
    found = measure_side_difference(pair(few, few), draws())
    assert isinstance(found, TooLittle)
    assert (found.n, found.needed) == (10, 15)
    assert isinstance(measure_side_difference(None, draws()), TooLittle)


def test_exceedances_of_a_normal_pair_meet_their_curve() -> None:
    chance = np.random.default_rng(6)
    k = chance.standard_normal(4000)
    y = 0.5 * k + np.sqrt(0.75) * chance.standard_normal(4000)
    for point in measure_exceedances(pair(y, k), draws(4000, 200)):
        for tail in (point.lower, point.upper):
            found = known(tail)
            assert found.low is not None
            assert found.high is not None
            assert found.low - 0.03 < point.normal < found.high + 0.03
            assert found.n >= 25


def test_exceedances_hide_below_25_joint_points(market: Array) -> None:
    y = 0.2 * market + 0.01 * np.random.default_rng(7).standard_normal(N)
    points = measure_exceedances(pair(y, market), draws())
    assert [point.theta for point in points] == [0.0, 0.5, 1.0, 1.5]
    far = points[-1].lower
    assert isinstance(far, TooLittle)
    assert far.needed == 25
    assert far.n == exceedance(y, market, -1.5)[1] < 25
    near = known(points[0].lower)
    assert near.value == exceedance(y, market, -0.0)[0]


def exact(rho: float, scale: float, n: int, seed: int) -> tuple[Array, Array]:
    """A sample whose correlation is exactly ``rho`` and whose market has exactly this deviation."""
    chance = np.random.default_rng(seed)
    raw = chance.standard_normal((n, 2))
    raw -= raw.mean(axis=0)
    whitened = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    return whitened @ np.array([rho, np.sqrt(1 - rho * rho)]), scale * whitened[:, 0]


def test_larger_swings_alone_are_no_stronger_link() -> None:
    # y = 0.6 k + noise throughout; in turmoil k moves three times as far.
    calm_noise, calm_k = exact(0.6, 1.0, 600, 8)
    y_calm = calm_noise
    extra, wide = exact(0.0, 3.0, 300, 9)
    y_wild = 0.6 * wide + 0.8 * extra
    y, k = np.concatenate([y_calm, y_wild]), np.concatenate([calm_k, wide])
    flags = np.arange(900) >= 600
    found = measure_forbes_rigobon(pair(y, k), flags, draws())
    assert isinstance(found, ForbesRigobon)
    assert found.calm == pytest.approx(0.6, abs=1e-12)
    assert found.stress == pytest.approx(0.9138115486202573, abs=1e-12)
    assert found.delta == pytest.approx(8.0, abs=1e-12)
    assert found.adjusted == pytest.approx(0.6, abs=1e-12)
    assert found.adjusted == pytest.approx(forbes_rigobon(found.stress, 9.0, 1.0), abs=1e-12)
    assert not found.stronger
    assert known(found.difference).value == pytest.approx(0.0, abs=1e-12)


def test_a_link_that_did_grow_stronger_is_seen() -> None:
    calm, k_calm = exact(0.1, 1.0, 600, 10)
    wild, k_wild = exact(0.9, 1.5, 300, 11)
    y, k = np.concatenate([calm, wild]), np.concatenate([k_calm, k_wild])
    flags = (np.arange(900) >= 600) & (np.arange(900) % 50 != 0)
    found = measure_forbes_rigobon(pair(y, k), flags, draws())
    assert isinstance(found, ForbesRigobon)
    assert found.stronger
    assert found.clusters == 6


def test_forbes_rigobon_needs_both_sides(market: Array) -> None:
    flags = np.arange(N) < 14
    for chosen in (flags, ~flags):
        found = measure_forbes_rigobon(pair(market, market), chosen, draws())
        assert isinstance(found, TooLittle)
        assert found.n == 14
    assert isinstance(measure_forbes_rigobon(None, None, draws()), TooLittle)
    still = measure_forbes_rigobon(pair(market * 0, market), np.arange(N) < 100, draws())
    assert isinstance(still, TooLittle)
    assert still.why.code == "stress.never_moves"


def test_scaling_changes_betas_and_leaves_correlations(market: Array) -> None:
    y = np.where(market < 0, 1.2, 0.9) * market
    y = y + 0.004 * np.random.default_rng(12).standard_normal(N)
    counts = draws()
    one, other = (known(measure_side_difference(pair(f * y, market), counts)) for f in (1.0, -3.0))
    assert other.value == pytest.approx(-3 * one.value)
    assert one.se is not None
    assert other.se == pytest.approx(3 * one.se, rel=1e-4)
    assert correlate(3 * y, market) == pytest.approx(correlate(y, market))
    for left, right in zip(
        measure_exceedances(pair(y, market), counts),
        measure_exceedances(pair(3 * y, market), counts),
        strict=True,
    ):
        assert known(left.lower).value == pytest.approx(known(right.lower).value)
