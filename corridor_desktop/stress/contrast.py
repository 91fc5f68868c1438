"""Two parts of one sample held against each other, with the difference resampled as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.bootstrap import Counts, correlation_errors, resample_correlations
from corridor_desktop.stress.dependence import normal_exceedance
from corridor_desktop.stress.detail import Exceedance, ForbesRigobon
from corridor_desktop.stress.link import (
    correlate,
    effective_count,
    exceedance,
    forbes_rigobon,
    never_moves,
)
from corridor_desktop.stress.links import HIDE, JOINT, STRESS_HIDE, Pair, plenty, too_short
from corridor_desktop.stress.quantiles import block_half_width
from corridor_desktop.stress.windows import Flags, count_clusters

Array = npt.NDArray[np.float64]
THETAS = (0.0, 0.5, 1.0, 1.5)
_EDGE = 0.999999


def beta_within(y: Array, k: Array, flags: Flags) -> float:
    """Return cov(y, k | flags) / var(k | flags): the downside beta where ``flags`` is k < 0.

    NaN where fewer than two different values of ``k`` are marked.
    """
    part, market = y[flags], k[flags]
    if never_moves(market):
        return float("nan")
    centred = market - market.mean()
    return float(centred @ part / (centred @ centred))


@dataclass(frozen=True, slots=True, eq=False)
class _Moments:
    """Resampled moments of a part of a pair: each (resamples)."""

    cross: Array
    var_y: Array
    var_k: Array

    @property
    def beta(self) -> Array:
        return np.asarray(self.cross / np.maximum(self.var_k, 1e-12))

    @property
    def correlation(self) -> Array:
        spread = np.sqrt(np.maximum(self.var_y * self.var_k, 1e-24))
        return np.asarray(np.clip(self.cross / spread, -_EDGE, _EDGE))


def _draw(pair: Pair, counts: Counts, parts: Sequence[Flags]) -> list[_Moments]:
    # In units of each side's deviation, so that single precision is ample.
    y, k = ((v - v.mean()) / (v.std() or 1.0) for v in (pair.y, pair.k))
    columns = [m * v for m in parts for v in (np.ones(len(y)), y, k, y * k, y * y, k * k)]
    filled = np.zeros((counts.shape[1], len(columns)), dtype=np.float32)
    filled[pair.rows] = np.column_stack(columns)
    drawn = (counts @ filled).astype(np.float64).reshape(len(counts), len(parts), 6)
    found: list[_Moments] = []
    for at in range(len(parts)):
        n, sy, sk, syk, syy, skk = drawn[:, at].T
        n = np.maximum(n, 1.0)
        found.append(
            _Moments((syk - sy * sk / n) / n, (syy - sy * sy / n) / n, (skk - sk * sk / n) / n)
        )
    return found


def measure_side_difference(pair: Pair | None, counts: Counts) -> Measure:
    """Return the beta on falls minus the beta on rises, both redrawn on the same days."""
    if pair is None:
        return too_short(0, STRESS_HIDE)
    down, up = pair.k < 0, pair.k > 0
    n = int(min(down.sum(), up.sum()))
    worth = effective_count(len(pair.y), pair.across)
    if n < STRESS_HIDE:
        return too_short(n, STRESS_HIDE)
    if worth < HIDE:
        return too_short(worth, HIDE)
    if never_moves(pair.y):
        return TooLittle(Message.of("stress.never_moves"), len(pair.y))
    below, above = _draw(pair, counts, [down, up])
    scale = float(pair.y.std() / pair.k.std())
    error = float((below.beta - above.beta).std(ddof=1)) * scale
    value = beta_within(pair.y, pair.k, down) - beta_within(pair.y, pair.k, up)
    half = block_half_width(n, pair.across) * error
    ends = (value - half, value + half)
    few = not (plenty(down) and plenty(up))
    return pair.estimate(value, ends, "beta_down_minus_up", n=n, indicative=few, se=error)


def measure_exceedances(
    pair: Pair | None, counts: Counts, thetas: Sequence[float] = THETAS
) -> tuple[Exceedance, ...]:
    """Return the exceedance correlations of both tails beside the exact normal curve.

    ``theta`` in standard deviations. Below 25 joint points a tail has a reason and no number.
    """
    if pair is None or never_moves(pair.y) or never_moves(pair.k):
        return ()
    rho = correlate(pair.y, pair.k)
    found: list[Exceedance] = []
    for theta in thetas:
        lower, upper = (_tail(pair, counts, side * theta) for side in (-1.0, 1.0))
        found.append(Exceedance(theta, lower, upper, normal_exceedance(min(rho, 1.0), theta)))
    return tuple(found)


def _tail(pair: Pair, counts: Counts, theta: float) -> Measure:
    value, n = exceedance(pair.y, pair.k, theta, JOINT)
    if value is None:
        still = TooLittle(Message.of("stress.never_moves"), n)
        return too_short(n, JOINT) if n < JOINT else still
    a, b = ((v - v.mean()) / v.std(ddof=1) for v in (pair.y, pair.k))
    lower = np.copysign(1.0, theta) < 0
    chosen = (a <= theta) & (b <= theta) if lower else (a >= theta) & (b >= theta)
    rows = pair.rows[chosen]
    draws = resample_correlations(counts[:, rows], pair.y[chosen][:, None], pair.k[chosen])
    error = float(correlation_errors(draws)[0])
    centre = np.arctanh(np.clip(value, -_EDGE, _EDGE))
    half = block_half_width(n, pair.across) * error
    ends = (float(np.tanh(centre - half)), float(np.tanh(centre + half)))
    few = not plenty(chosen)
    return pair.estimate(
        value, (min(ends[0], value), max(ends[1], value)), "exceedance", n=n, indicative=few
    )


def measure_forbes_rigobon(
    pair: Pair | None, flags: Flags | None, counts: Counts
) -> ForbesRigobon | TooLittle:
    """Return calm and stress correlation, the latter freed of the larger swings, and their test.

    ``flags`` mark the stress windows and must be chosen by KOSPI alone. ``difference`` is on
    Fisher's z scale: adjusted stress minus calm; above zero with its whole interval, the link
    itself would have become stronger. A reason without 15 windows on either side.
    """
    if pair is None or flags is None:
        return too_short(0, STRESS_HIDE)
    n = int(min(flags.sum(), (~flags).sum()))
    if n < STRESS_HIDE:
        return too_short(n, STRESS_HIDE)
    stress, calm = (
        correlate(pair.y[flags], pair.k[flags]),
        correlate(pair.y[~flags], pair.k[~flags]),
    )
    ratio = float(pair.k[flags].var(ddof=1)), float(pair.k[~flags].var(ddof=1))
    adjusted = forbes_rigobon(stress, *ratio)
    if not np.isfinite([adjusted, calm]).all():
        return TooLittle(Message.of("stress.never_moves"), n)
    bad, good = _draw(pair, counts, [flags, ~flags])
    delta = bad.var_k / np.maximum(good.var_k, 1e-12) - 1
    freed = bad.correlation / np.sqrt(np.maximum(1 + delta * (1 - bad.correlation**2), 1e-12))
    draws = np.arctanh(np.clip(freed, -_EDGE, _EDGE)) - np.arctanh(good.correlation)
    error = float(draws.std(ddof=1))
    ends = [float(np.arctanh(np.clip(one, -_EDGE, _EDGE))) for one in (adjusted, calm)]
    value = ends[0] - ends[1]
    few = not plenty(flags)
    half = block_half_width(n, pair.across) * error
    difference = pair.estimate(
        value,
        (value - half, value + half),
        "forbes_rigobon",
        n=int(flags.sum()),
        indicative=few,
        se=error,
    )
    clusters = count_clusters(flags)
    return ForbesRigobon(stress, calm, ratio[0] / ratio[1] - 1, adjusted, difference, clusters)
