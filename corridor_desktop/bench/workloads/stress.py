"""The stress review with 1,000 resamples, and its resampling alone beside others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridor_desktop.bench.inputs import AT
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import StandingClock, material

if TYPE_CHECKING:
    from corridor_desktop.services.make_review import Material
    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.report import StressReport

DAYS, DRAWS, BLOCK = 780, 1000, 10
"""Sessions in the three years that are looked at, resamples, and a usual mean block."""


def _ground(folder: Path, _: Scale) -> tuple[Material, Any, Any]:
    from corridor_desktop.domain.job import Quiet
    from corridor_desktop.services.looking_through import see
    from corridor_desktop.services.make_review import worth

    found = material(folder)
    valuation = worth(found.data, AT.date(), Quiet())[1]
    return found, valuation, see(found.data, valuation, found.data.tags.at(AT.date()))


def _stress(ground: tuple[Material, Any, Any]) -> StressReport:
    from corridor_desktop.domain.job import Quiet
    from corridor_desktop.services.make_review import stress_of

    found, valuation, seen = ground
    return stress_of(found, valuation, seen, AT.date(), Quiet())


def _arrays(folder: Path, _: Scale) -> tuple[Any, Any]:
    from corridor_desktop.bench.invented_market import market_moves

    every = np.load(folder / "closes.npy", mmap_mode="r")
    count = min(DAYS, len(every) - 1)
    moves = np.diff(np.log(np.asarray(every[-count - 1 :])), axis=0)
    return moves, market_moves(len(every))[-count:]


def _three_passes(arrays: tuple[Any, Any]) -> float:
    """Resample returns as counts, and take the three products a correlation is made of, twice.

    Once for the correlation and once for the betas; then one covariance.
    """
    moves, market = arrays
    chance = np.random.default_rng(1)
    drawn = chance.integers(0, len(moves), (DRAWS, len(moves)))
    flat = drawn + (np.arange(DRAWS) * len(moves))[:, None]
    counts = np.bincount(flat.ravel(), minlength=DRAWS * len(moves))
    weights = counts.reshape(DRAWS, -1).astype(np.float32)
    both = moves * market[:, None]
    for _ in range(2):
        for part in (moves, moves**2, both):
            weights @ part.astype(np.float32)
    return float(np.cov(moves, rowvar=False)[0, 0])


STRESS = Workload(
    name="stress",
    title="Stress review",
    does="link, betas, shocks, crises, tails and spread of risk with 1,000 resamples",
    own=Part("ours", _ground, _stress),
    floor=Part("numpy products", _arrays, _three_passes),
    most=3.0,
    compared=False,
    axes={"days": 1.1, "holdings": 2.0},
)


def _review_material(folder: Path, _: Scale) -> Material:
    return material(folder)


def _review(found: Material) -> Review:
    from corridor_desktop.domain.job import Quiet
    from corridor_desktop.services.make_review import make_review

    return make_review(found, AT.date(), StandingClock(), Quiet())


def _least(folder: Path, _: Scale) -> Any:
    return np.load(folder / "closes.npy"), _arrays(folder, _)


def _least_arithmetic(found: Any) -> None:
    closes, arrays = found
    (closes * 2.0).sum(axis=1)
    _three_passes(arrays)


REVIEW = Workload(
    name="review",
    title="Whole review",
    does="everything that the window shows, from data in memory to findings",
    own=Part("ours", _review_material, _review),
    floor=Part("numpy products", _least, _least_arithmetic),
    compared=False,
    axes={"transactions": 1.1, "days": 1.1, "holdings": 2.0},
)


def _pairs(folder: Path, scale: Scale) -> tuple[Any, Any]:
    moves, market = _arrays(folder, scale)
    return np.ascontiguousarray(moves[:, :300]), market


def _bootstrap(pairs: tuple[Any, Any]) -> tuple[Any, Any]:
    from corridor_desktop.stress.bootstrap import count_draws, draw_indices, resample_correlations

    moves, market = pairs
    counts = count_draws(draw_indices(len(moves), float(BLOCK), 7, DRAWS))
    return moves, resample_correlations(counts, moves, market)


def _numpy_bootstrap(pairs: tuple[Any, Any]) -> tuple[Any, Any]:
    """Take the products of a correlation with given counts; draws are independent days."""
    moves, market = pairs
    chance = np.random.default_rng(7)
    count = len(moves)
    weights = chance.multinomial(count, np.full(count, 1 / count), DRAWS).astype(np.float32)
    both, squares = moves * market[:, None], moves**2
    x, xx, xy = (weights @ part.astype(np.float32) / count for part in (moves, squares, both))
    y, yy = (weights @ part.astype(np.float32) / count for part in (market, market**2))
    spread = (xx - x**2) * (yy - y**2)[:, None]
    return moves, (xy - x * y[:, None]) / np.sqrt(spread)


def _arch(pairs: tuple[Any, Any]) -> tuple[Any, Any]:
    from arch.bootstrap import StationaryBootstrap

    moves, market = pairs

    def correlate(x: Any, y: Any) -> Any:
        a, b = x - x.mean(axis=0), y - y.mean()
        return (a * b[:, None]).mean(axis=0) / (x.std(axis=0) * y.std())

    sampler = StationaryBootstrap(BLOCK, moves, market, seed=7)
    return moves, sampler.apply(correlate, DRAWS)


def _spread(found: tuple[Any, Any]) -> Figures:
    errors = np.asarray(found[1], dtype=np.float64).std(axis=0, ddof=1)
    return {"mean standard error": float(errors.mean()), "columns": float(found[0].shape[1])}


BOOTSTRAP = Workload(
    name="bootstrap",
    title="1,000 resamples",
    does="correlations of 300 columns with the benchmark, stationary bootstrap of three years",
    own=Part("ours", _pairs, _bootstrap, _spread),
    floor=Part("numpy, no blocks", _pairs, _numpy_bootstrap, _spread),
    peers=(Part("arch", _pairs, _arch, _spread, needs=("arch",)),),
    most=3.0,
    tolerance=0.05,  # other random numbers: 1,000 draws tell a standard error to a few per cent
)
