"""How often the intervals hold the truth in a world of clustered, fat-tailed returns.

Slow: run with ``pytest -m slow``. Nominal is 95 %; at least 90 % is promised.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.domain.estimate import Estimate, Measure
from corridor_desktop.stress.bootstrap import (
    Counts,
    choose_block,
    count_draws,
    derive_seed,
    draw_indices,
)
from corridor_desktop.stress.contrast import measure_side_difference
from corridor_desktop.stress.details import measure_beta, measure_long
from corridor_desktop.stress.link import fisher_interval
from corridor_desktop.stress.links import (
    Pair,
    mark_tenth,
    measure_correlations,
    measure_tails,
)

Array = npt.NDArray[np.float64]
SPAN = (date(2020, 1, 2), date(2024, 1, 2))
RUNS = 400
RHO = 0.5


def garch_pair(n: int, chance: np.random.Generator) -> tuple[Array, Array]:
    """Two returns with correlation and beta 0.5: shared GARCH(1, 1) swings and Student t5 tails.

    The swings are shared, because otherwise correlation and beta over time are not those of a day.
    """
    burn = 250
    total = n + burn
    normal = chance.standard_normal((total, 2))
    normal[:, 1] = RHO * normal[:, 0] + np.sqrt(1 - RHO**2) * normal[:, 1]
    shocks = normal * np.sqrt(3 / chance.chisquare(5, total))[:, None]
    size = (shocks**2).mean(axis=1)
    scale = np.empty(total)
    variance = 1.0
    for at, squared in enumerate(size.tolist()):
        scale[at] = variance
        variance = 0.05 + variance * (0.08 * squared + 0.87)
    out = shocks * np.sqrt(scale)[:, None]
    return out[burn:, 1], out[burn:, 0]


def overlapping(y: Array, k: Array, horizon: int) -> Pair:
    left, right = (np.convolve(v, np.ones(horizon), "valid") for v in (y, k))
    rows = np.arange(horizon - 1, len(y))
    return Pair(left, right, rows, horizon, SPAN)


def share(truth: float, measure: Callable[[Pair, Counts], Measure], n: int, horizon: int) -> float:
    """Return the share of runs whose interval holds the truth."""
    chance = np.random.default_rng(n + horizon)
    hits = shown = 0
    for _ in range(RUNS):
        y, k = garch_pair(n, chance)
        pair = overlapping(y, k, horizon)
        block = choose_block(pair.y * pair.k, horizon)
        counts = count_draws(draw_indices(n, block, derive_seed(pair.y, pair.k), 500))
        found = measure(pair, counts)
        if isinstance(found, Estimate) and found.low is not None and found.high is not None:
            shown += 1
            hits += found.low <= truth <= found.high
    assert shown > 0.9 * RUNS
    return hits / shown


@pytest.mark.slow
@pytest.mark.parametrize(("n", "horizon"), [(120, 1), (250, 1), (500, 1), (1000, 1), (750, 5)])
def test_correlation_intervals_hold_the_truth(n: int, horizon: int) -> None:
    found = share(RHO, lambda p, c: measure_correlations([p], c)[0], n, horizon)
    print(f"\ncorrelation n {n} h {horizon}: {found:.3f}")
    assert found >= 0.90


@pytest.mark.slow
def test_fisher_alone_would_promise_too_much() -> None:
    chance = np.random.default_rng(500)
    hits = 0
    for _ in range(RUNS):
        y, k = garch_pair(500, chance)
        low, high = fisher_interval(float(np.corrcoef(y, k)[0, 1]), 500)
        hits += low <= RHO <= high
    print(f"\nFisher alone n 500: {hits / RUNS:.3f}")
    assert hits / RUNS < 0.93


@pytest.mark.slow
@pytest.mark.parametrize(("n", "horizon"), [(500, 1), (750, 5)])
def test_cheap_correlation_intervals_hold_the_truth(n: int, horizon: int) -> None:
    found = share(RHO, lambda p, c: measure_long(p), n, horizon)
    print(f"\ncorrelation without resampling n {n} h {horizon}: {found:.3f}")
    assert found >= 0.90


@pytest.mark.slow
@pytest.mark.parametrize("near", [True, False])
def test_beta_intervals_hold_the_truth(near: bool) -> None:
    found = share(RHO, lambda p, c: measure_beta(p, near=near), 500, 1)
    print(f"\nbeta {'plain' if near else 'Dimson'} n 500: {found:.3f}")
    assert found >= 0.90


@pytest.mark.slow
def test_differences_of_betas_hold_the_truth() -> None:
    found = share(0.0, measure_side_difference, 750, 1)
    print(f"\nbeta down minus up n 750: {found:.3f}")
    assert found >= 0.90


@pytest.mark.slow
def test_co_moves_hold_the_truth() -> None:
    long_y, long_k = garch_pair(400_000, np.random.default_rng(1))
    whole = overlapping(long_y, long_k, 5)
    truth = float(whole.y[mark_tenth(whole)].mean())
    chance = np.random.default_rng(77)
    hits = 0
    for _ in range(RUNS):
        y, k = garch_pair(750, chance)
        pair = overlapping(y, k, 5)
        counts = count_draws(draw_indices(750, choose_block(pair.y * pair.k, 5), 3, 500))
        found = measure_tails([pair], [mark_tenth(pair)], counts)[0][0]
        assert isinstance(found, Estimate)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= truth <= found.high
    print(f"\nco-move n 750 h 5: {hits / RUNS:.3f}")
    assert hits / RUNS >= 0.90
