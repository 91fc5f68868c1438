from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from corridor_desktop.stress.regress import fit_beta, fit_dimson, scholes_williams, shrink_beta
from tests.stress.worlds import World

Array = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def pair() -> tuple[Array, Array]:
    chance = np.random.default_rng(11)
    k = chance.standard_normal(600) * 0.01
    return 0.8 * k + chance.standard_normal(600) * 0.01, k


def test_benchmark_on_itself_has_beta_one_without_error(pair: tuple[Array, Array]) -> None:
    _, k = pair
    for fit in (fit_beta(k, k), fit_dimson(k, k)):
        assert fit.beta[0] == pytest.approx(1.0, abs=1e-12)
        assert fit.se[0] == pytest.approx(0.0, abs=1e-12)


def test_slope_equals_scipy(pair: tuple[Array, Array]) -> None:
    y, k = pair
    other = stats.linregress(k, y)
    fit = fit_beta(y, k)
    assert fit.beta[0] == pytest.approx(other.slope, rel=1e-12)
    assert fit.coef[0, 0] == pytest.approx(other.intercept, abs=1e-15)


def test_error_without_lags_is_the_sandwich(pair: tuple[Array, Array]) -> None:
    y, k = pair
    x = np.column_stack([np.ones(len(k)), k])
    bread = np.linalg.inv(x.T @ x)
    left = y - x @ (bread @ x.T @ y)
    meat = (x * left[:, None]).T @ (x * left[:, None])
    expected = np.sqrt((bread @ meat @ bread)[1, 1])
    assert fit_beta(y, k, lag=0).se[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("factor", [-2.0, 0.5, 3.0])
def test_scaling_the_holding_scales_beta_and_error(
    pair: tuple[Array, Array], factor: float
) -> None:
    y, k = pair
    one, other = fit_dimson(y, k), fit_dimson(factor * y, k)
    assert other.beta[0] == pytest.approx(factor * one.beta[0], rel=1e-10)
    assert other.se[0] == pytest.approx(abs(factor) * one.se[0], rel=1e-10)


def test_columns_are_fitted_as_if_alone(pair: tuple[Array, Array]) -> None:
    y, k = pair
    both = fit_dimson(np.column_stack([y, -y + k]), k)
    assert both.beta[1] == pytest.approx(fit_dimson(k - y, k).beta[0], rel=1e-10)
    assert both.se[0] == pytest.approx(fit_dimson(y, k).se[0], rel=1e-10)


def test_dimson_finds_what_the_same_day_misses() -> None:
    world = World(n=6000, beta=0.9, seed=3)
    naive = fit_beta(world.far, world.kospi).beta[0]
    whole = fit_dimson(world.far, world.kospi)
    assert naive == pytest.approx(0.3, abs=0.05)
    assert abs(whole.beta[0] - 0.9) < 3 * whole.se[0]
    assert scholes_williams(world.far, world.kospi) == pytest.approx(0.9, abs=0.1)


def test_error_covers_the_truth_about_as_often_as_promised() -> None:
    chance = np.random.default_rng(2)
    k = chance.standard_normal((400, 300)) * 0.01
    y = 0.5 * k + chance.standard_normal((400, 300)) * 0.01
    hits = 0
    for i in range(300):
        fit = fit_beta(y[:, i], k[:, i])
        hits += abs(fit.beta[0] - 0.5) < 1.96 * fit.se[0]
    assert 0.90 <= hits / 300 <= 0.985


def test_prior_rules_without_data_and_fades_with_it() -> None:
    assert shrink_beta(3.0, np.inf, 1.0) == (1.0, 0.4, 0.0)
    mixed, error, weight = shrink_beta(2.0, 0.4, 1.0)
    assert (mixed, weight) == pytest.approx((1.5, 0.5))
    assert error == pytest.approx(0.4 / 2**0.5)
    assert shrink_beta(2.0, 0.001, 1.0)[0] == pytest.approx(2.0, abs=1e-4)
