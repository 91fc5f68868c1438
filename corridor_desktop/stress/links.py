"""The link of many series to KOSPI at once: correlation, co-move, tails, calm beside stress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.bootstrap import (
    Counts,
    correlation_errors,
    resample_correlations,
)
from corridor_desktop.stress.link import (
    correlate,
    effective_count,
    falls_together,
    never_moves,
    no_change_correlation,
)
from corridor_desktop.stress.quantiles import block_half_width
from corridor_desktop.stress.regress import fit_beta
from corridor_desktop.stress.windows import Flags, count_clusters, find_quantile, mark_worst

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
WEEK = 5
HIDE, FULL = 40.0, 100.0
STRESS_HIDE, STRESS_FULL, CLUSTERS = 15, 30, 5
JOINT = 25
TENTH = 0.10


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Overlapping ``horizon``-session log returns of a series and of KOSPI.

    ``rows`` (n) are the Seoul rows on which they end; ``days`` their first and last session.
    ``closes`` is how many of the series' own closes a return spans, where a price is made on
    some of the sessions only; by default as many as sessions. Neighbours overlap by all but one.
    """

    y: Array
    k: Array
    rows: Rows
    horizon: int
    days: tuple[date, date]
    closes: int = 0

    @property
    def across(self) -> int:
        """Return how many closes apart the two ends of a return are."""
        return self.closes or self.horizon

    def estimate(
        self,
        value: float,
        half: tuple[float, float],
        method: str,
        *,
        n: int | None = None,
        indicative: bool = False,
        se: float | None = None,
    ) -> Estimate:
        """Wrap a figure of this pair with its interval, its counts and its days."""
        count = len(self.y) if n is None else n
        worth = effective_count(count, self.across)
        low, high = half
        return Estimate(
            value, low, high, count, worth, self.horizon, *self.days, method, indicative, se
        )


Marker = Callable[[Pair], Flags]


def mark_tenth(pair: Pair) -> Flags:
    """Mark the worst tenth of KOSPI's returns over the pair's horizon: the default stress set."""
    return mark_worst(pair.k, TENTH)


def too_short(n: float, needed: float) -> TooLittle:
    """Say that there is not enough shared history; part of an observation does not count."""
    return TooLittle(
        Message.of("stress.too_short", n=int(n), needed=round(needed)), int(n), round(needed)
    )


def measure_correlations(pairs: Sequence[Pair | None], counts: Counts) -> list[Measure]:
    """Return Pearson's correlation of every pair with a bootstrap interval on the z scale."""
    x, k, seen = lay_out(pairs, counts.shape[1])
    errors = correlation_errors(resample_correlations(counts, x, k, seen)) if len(pairs) else x
    return [_correlation(pair, float(errors[at]), None) for at, pair in enumerate(pairs)]


def lay_out(pairs: Sequence[Pair | None], n: int) -> tuple[Array, Array, Array]:
    """Lay pairs out on the Seoul calendar: returns, KOSPI's, and 1 where there is one."""
    x, k, seen = (np.zeros((n, len(pairs))) for _ in range(3))
    for at, pair in enumerate(pairs):
        if pair is not None:
            x[pair.rows, at], k[pair.rows, at], seen[pair.rows, at] = pair.y, pair.k, 1.0
    return x, k, seen


def _correlation(pair: Pair | None, error: float, flags: Flags | None) -> Measure:
    if pair is None:
        return too_short(0, HIDE)
    y, k = (pair.y, pair.k) if flags is None else (pair.y[flags], pair.k[flags])
    worth = effective_count(len(y), pair.across)
    if flags is None and worth < HIDE:
        return too_short(worth, HIDE)
    value = correlate(y, k)
    if not np.isfinite(value):
        return TooLittle(Message.of("stress.never_moves"), len(y))
    centre = np.arctanh(np.clip(value, -0.999999, 0.999999))
    half = block_half_width(len(y), pair.across) * error
    ends = (float(np.tanh(centre - half)), float(np.tanh(centre + half)))
    ends = (min(ends[0], value), max(ends[1], value))
    few = worth < FULL if flags is None else not plenty(flags)
    return pair.estimate(value, ends, "pearson", n=len(y), indicative=few)


def plenty(flags: Flags) -> bool:
    """Tell whether stress windows are enough for more than an indication: 30 in 5 clusters."""
    return int(flags.sum()) >= STRESS_FULL and count_clusters(flags) >= CLUSTERS


def measure_split(
    pairs: Sequence[Pair | None], flags: Sequence[Flags | None], counts: Counts
) -> tuple[list[Measure], list[Measure], list[float | None]]:
    """Return the calm and the stress correlation, and what selection alone would have shown.

    ``flags`` mark the stress windows of every pair; calm are the others.
    """
    calm: list[Measure] = []
    stress: list[Measure] = []
    same: list[float | None] = []
    for chosen, into in ((False, calm), (True, stress)):
        errors = _split_errors(pairs, flags, counts, chosen)
        for at, (pair, bad) in enumerate(zip(pairs, flags, strict=True)):
            part = None if bad is None else bad if chosen else ~bad
            n = 0 if part is None else int(part.sum())
            worth = 0.0 if pair is None else effective_count(len(pair.y), pair.across)
            if pair is None or n < STRESS_HIDE:
                into.append(too_short(n, STRESS_HIDE))
            elif worth < HIDE:
                into.append(too_short(worth, HIDE))
            else:
                into.append(_correlation(pair, float(errors[at]), part))
    for pair, bad in zip(pairs, flags, strict=True):
        same.append(None if pair is None or bad is None else _no_change(pair, bad))
    return calm, stress, same


def _no_change(pair: Pair, bad: Flags) -> float | None:
    if bad.sum() < STRESS_HIDE:
        return None
    rho = correlate(pair.y, pair.k)
    value = no_change_correlation(rho, float(pair.k[bad].var()), float(pair.k.var()))
    return value if np.isfinite(value) else None


def _split_errors(
    pairs: Sequence[Pair | None],
    flags: Sequence[Flags | None],
    counts: Counts,
    chosen: bool,
) -> Array:
    x, k, seen = lay_out(pairs, counts.shape[1])
    for at, (pair, bad) in enumerate(zip(pairs, flags, strict=True)):
        if pair is not None and bad is not None:
            seen[pair.rows, at] = bad if chosen else ~bad
    return correlation_errors(resample_correlations(counts, x * seen, k * seen, seen))


def measure_tails(
    pairs: Sequence[Pair | None], flags: Sequence[Flags | None], counts: Counts
) -> tuple[list[Measure], list[Measure]]:
    """Return the mean co-move in the stress windows, and P(own worst tenth | KOSPI's).

    The co-move is the mean over the windows that ``flags`` mark minus the mean of all windows.
    Intervals are the bootstrap's own standard error.
    """
    n, m = counts.shape[1], len(pairs)
    y, seen, bad, low, hit = (np.zeros((n, m)) for _ in range(5))
    for at, (pair, marks) in enumerate(zip(pairs, flags, strict=True)):
        if pair is not None and marks is not None and len(pair.y):
            worst = mark_worst(pair.k, TENTH)
            y[pair.rows, at], seen[pair.rows, at] = pair.y, 1.0
            bad[pair.rows, at], low[pair.rows, at] = marks, worst
            hit[pair.rows, at] = worst & (pair.y <= find_quantile(pair.y, TENTH))
    drawn = [
        (counts @ part.astype(np.float32)).astype(np.float64)
        for part in (bad * y, bad, seen * y, seen, hit, low)
    ]
    bads, seens, lows = (np.maximum(drawn[at], 1) for at in (1, 3, 5))
    move_errors = (drawn[0] / bads - drawn[2] / seens).std(axis=0, ddof=1)
    hit_errors = (drawn[4] / lows).std(axis=0, ddof=1)
    moves: list[Measure] = []
    together: list[Measure] = []
    for at, (pair, marks) in enumerate(zip(pairs, flags, strict=True)):
        moves.append(_co_move(pair, marks, float(move_errors[at])))
        together.append(_together(pair, float(hit_errors[at])))
    return moves, together


def _co_move(pair: Pair | None, flags: Flags | None, error: float) -> Measure:
    n = 0 if flags is None else int(flags.sum())
    if pair is not None and len(pair.k) >= JOINT and never_moves(pair.k):
        return _still(pair)
    if pair is None or flags is None or n < STRESS_HIDE:
        return too_short(n, STRESS_HIDE)
    value = float(pair.y[flags].mean() - pair.y.mean())
    half = block_half_width(n, pair.across) * error
    ends = (value - half, value + half)
    few = not plenty(flags)
    return pair.estimate(value, ends, "mean_in_stress", n=n, indicative=few, se=error)


def _still(pair: Pair) -> TooLittle:
    # Where the index stands still no window is worse than another.
    return TooLittle(Message.of("stress.benchmark_still", n=len(pair.k)), len(pair.k))


def _together(pair: Pair | None, error: float) -> Measure:
    n = 0 if pair is None else int(mark_worst(pair.k, TENTH).sum())
    if pair is not None and len(pair.k) >= JOINT and never_moves(pair.k):
        return _still(pair)
    if pair is None or n < JOINT:
        return too_short(n, JOINT)
    value = falls_together(pair.y, pair.k, TENTH)
    half = block_half_width(n, pair.across) * error
    ends = (max(0.0, value - half), min(1.0, value + half))
    return pair.estimate(value, ends, "worst_tenths", n=n, se=error)


def measure_sides(pair: Pair | None) -> tuple[Measure, Measure]:
    """Return the betas on sessions when KOSPI fell and when it rose, with Newey-West errors."""
    if pair is None:
        return too_short(0, STRESS_HIDE), too_short(0, STRESS_HIDE)
    return _side(pair, pair.k < 0, "beta_down"), _side(pair, pair.k > 0, "beta_up")


def _side(pair: Pair, flags: Flags, method: str) -> Measure:
    n, worth = int(flags.sum()), effective_count(len(pair.y), pair.across)
    if n < STRESS_HIDE:
        return too_short(n, STRESS_HIDE)
    if worth < HIDE:
        return too_short(worth, HIDE)
    fit = fit_beta(pair.y[flags], pair.k[flags], 2 * pair.across)
    value, se = float(fit.beta[0]), float(fit.se[0])
    half = block_half_width(n, pair.across) * se
    ends = (value - half, value + half)
    return pair.estimate(value, ends, method, n=n, indicative=not plenty(flags), se=se)


def name_strength(correlation: Measure) -> str:
    """Return one word for how something moves with Seoul."""
    if not isinstance(correlation, Estimate):
        return "unknown"
    value = correlation.value
    if value <= -0.3:
        return "against"
    return "strongly" if value >= 0.6 else "somewhat" if value >= 0.3 else "hardly"
