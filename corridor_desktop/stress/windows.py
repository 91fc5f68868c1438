"""Which sessions count as stress: worst tenths, shock days, falls from peak to trough."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def find_quantile(values: Array, q: float) -> float:
    """Return the quantile of type 7, as numpy's default gives it to the last bit, but sooner.

    NaN without values or with missing ones; ``q`` in [0, 1].
    """
    n = len(values)
    if not n or not np.isfinite(values).all():
        return float("nan")
    place = q * (n - 1)
    below = min(int(place), n - 1)
    above = min(below + 1, n - 1)
    parted = np.partition(values, (below, above))
    low, high, part = float(parted[below]), float(parted[above]), place - below
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def mark_worst(returns: Array, share: float = 0.10) -> Flags:
    """Mark the worst ``share`` of returns (stress set A); quantile of type 7.

    None where all are the same: then none is worse than another.
    """
    if not len(returns) or (len(returns) > 1 and returns.max() == returns.min()):
        return np.zeros(len(returns), dtype=bool)
    return np.asarray(returns <= find_quantile(returns, share))


def mark_shocks(returns: Array, level: float = -0.02) -> Flags:
    """Mark returns at or below ``level`` (stress set B)."""
    return np.asarray(returns <= level)


def count_clusters(flags: Flags) -> int:
    """Return how many separate runs of marked sessions there are."""
    if not len(flags):
        return 0
    return int(flags[0]) + int(np.count_nonzero(flags[1:] & ~flags[:-1]))


def falls(closes: Array, horizon: int) -> Array:
    """Return overlapping simple returns over ``horizon`` sessions (n - horizon)."""
    return np.asarray(closes[horizon:] / closes[:-horizon] - 1)


def find_falls(closes: Array, depth: float) -> tuple[tuple[int, int, float], ...]:
    """Return falls of at least ``depth`` (0.15) from peak to trough, zig-zag (stress set C).

    A fall ends at its lowest close once the index has risen by ``depth`` from there; the next
    peak is sought from that rise on. Each fall is (index of the peak, index of the trough, depth
    as a negative fraction). The last one may still be going on.
    """
    found: list[tuple[int, int, float]] = []
    rise = depth
    peak = trough = 0
    falling = False
    for i, close in enumerate(closes.tolist()):
        if not falling:
            if close >= closes[peak]:
                peak = i
            elif close <= closes[peak] * (1 - depth):
                falling, trough = True, i
        elif close <= closes[trough]:
            trough = i
        elif close >= closes[trough] * (1 + rise):
            found.append((peak, trough, float(closes[trough] / closes[peak] - 1)))
            falling, peak = False, i
    if falling:
        found.append((peak, trough, float(closes[trough] / closes[peak] - 1)))
    return tuple(found)


def mark_falls(closes: Array, depth: float) -> Flags:
    """Mark the sessions after a peak up to its trough (stress set C)."""
    flags = np.zeros(len(closes), dtype=bool)
    for peak, trough, _ in find_falls(closes, depth):
        flags[peak + 1 : trough + 1] = True
    return flags
