"""The statistics of the link and of risk beside the libraries that can do a part of them.

Each part is first held against the library's own result, then timed. A library that is not
installed is skipped: none of them is needed to run the product.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from time import perf_counter
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.performance.time_weighted import grow, max_drawdown, volatility
from corridor_desktop.stress.bootstrap import (
    count_draws,
    derive_seed,
    draw_indices,
    measure_block,
    resample_correlations,
)
from corridor_desktop.stress.diversify import contribute_sd, shrink_to_identity
from corridor_desktop.stress.regress import fit_beta
from corridor_desktop.stress.tails import component_shortfall, expected_shortfall

Array = npt.NDArray[np.float64]
ROWS, COLUMNS, RESAMPLES, BLOCK = 1200, 30, 1000, 10.0


@pytest.fixture(scope="module")
def returns() -> Array:
    """Daily returns (ROWS x COLUMNS) with a common part; the first column leads it."""
    chance = np.random.default_rng(20)
    common = 0.01 * chance.standard_t(5, (ROWS, 1))
    found = 0.6 * common + 0.008 * chance.standard_normal((ROWS, COLUMNS))
    found[:, 0] = common[:, 0]
    return np.asarray(found)


def library(name: str) -> ModuleType:
    """Import a library or skip; what it warns about while it loads is its own affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module: ModuleType = pytest.importorskip(name, exc_type=ImportError)
    return module


def fastest(work: Callable[[], object], rounds: int = 5) -> float:
    times: list[float] = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def compare(what: str, own: Callable[[], object], theirs: Callable[[], object]) -> float:
    """Print both times and return how many times longer the library takes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mine, other = fastest(own), fastest(theirs, 2)
    ratio = other / mine
    print(f"\n{what}: own {mine * 1e3:.2f} ms, library {other * 1e3:.2f} ms, x{ratio:.1f}")
    return ratio


@pytest.mark.benchmark(group="statistics")
def test_the_bootstrap_of_correlations_beside_arch(returns: Array) -> None:
    arch = library("arch.bootstrap")
    k, y = returns[:, 0], returns[:, 1:]
    for one in (k, y[:, 0] ** 2):
        theirs = arch.optimal_block_length(one)["stationary"].iloc[0]
        assert measure_block(one) == pytest.approx(theirs, rel=1e-6)

    def own() -> Array:
        counts = count_draws(draw_indices(ROWS, BLOCK, derive_seed(y, k), RESAMPLES))
        return resample_correlations(counts, y, k)

    def correlations(rows: Array, market: Array) -> Array:
        a, b = rows - rows.mean(axis=0), market - market.mean()
        return np.asarray(b @ a / np.sqrt((b @ b) * np.einsum("ij,ij->j", a, a)))

    def other() -> Array:
        drawn = arch.StationaryBootstrap(BLOCK, y, k, seed=1)
        return np.asarray(drawn.apply(correlations, RESAMPLES))

    mine, found = own(), other()
    ends = (0.025, 0.5, 0.975)
    for at in range(COLUMNS - 1):
        assert np.quantile(mine[:, at], ends) == pytest.approx(
            np.quantile(found[:, at], ends), abs=0.02
        )
    assert compare("29 correlations resampled 1,000 times, arch", own, other) > 1


@pytest.mark.benchmark(group="statistics")
def test_errors_that_survive_clustering_beside_statsmodels(returns: Array) -> None:
    sm = library("statsmodels.api")
    k, y = returns[:, 0], returns[:, 1:]

    def own() -> Array:
        return fit_beta(y, k).se

    def other() -> Array:
        design = sm.add_constant(k)
        settings = {"maxlags": 5, "use_correction": False}
        return np.array(
            [sm.OLS(one, design).fit(cov_type="HAC", cov_kwds=settings).bse[1] for one in y.T]
        )

    assert own() == pytest.approx(other(), rel=1e-10)
    assert compare("29 betas with Newey-West errors, statsmodels", own, other) > 1


@pytest.mark.benchmark(group="statistics")
def test_shrinkage_beside_scikit_learn(returns: Array) -> None:
    covariance = library("sklearn.covariance")

    def own() -> tuple[Array, float, float]:
        return shrink_to_identity(returns)

    def other() -> tuple[Array, float]:
        found: tuple[Array, float] = covariance.ledoit_wolf(returns)
        return found

    assert own()[0] == pytest.approx(other()[0], rel=1e-10)
    assert own()[1] == pytest.approx(other()[1], rel=1e-10)
    compare("Ledoit-Wolf, 30 holdings, scikit-learn", own, other)


@pytest.mark.benchmark(group="statistics")
def test_shares_of_risk_beside_skfolio(returns: Array) -> None:
    skfolio = library("skfolio")
    weights = np.full(COLUMNS, 1 / COLUMNS)
    folio = skfolio.Portfolio(X=returns, weights=weights)
    measures = skfolio.RiskMeasure

    def own() -> tuple[Array, Array]:
        sd = contribute_sd(weights, np.cov(returns.T))
        return sd, component_shortfall(weights, returns)

    def other() -> tuple[Array, Array]:
        sd: Array = folio.contribution(measures.STANDARD_DEVIATION)
        return sd, folio.contribution(measures.CVAR)

    for mine, theirs in zip(own(), other(), strict=True):
        # The library differentiates numerically.
        assert mine == pytest.approx(theirs, rel=1e-3, abs=1e-8)
    shortfall = expected_shortfall(returns @ weights)
    assert shortfall == pytest.approx(folio.cvar, rel=1e-9)
    assert own()[1].sum() == pytest.approx(shortfall, rel=1e-12)
    assert compare("shares of deviation and shortfall, skfolio", own, other) > 1


@pytest.mark.benchmark(group="statistics")
def test_swings_and_falls_beside_quantstats(returns: Array) -> None:
    stats = library("quantstats.stats")
    pd = library("pandas")
    days = pd.bdate_range("2020-01-01", periods=ROWS)
    path = pd.Series(returns[:, 1], index=days)
    plain = returns[:, 1].tolist()

    def own() -> tuple[float, float]:
        return max_drawdown((1.0, *grow(plain))), volatility(plain) or 0.0

    def other() -> tuple[float, float]:
        return float(stats.max_drawdown(path)), float(stats.volatility(path))

    assert own() == pytest.approx(other(), rel=1e-9)
    compare("deepest fall and yearly swing, quantstats", own, other)
