"""Resampling that keeps runs of days together, always the same for the same data."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Counts = npt.NDArray[np.float32]
Index = npt.NDArray[np.int64]

RESAMPLES = 1000


def measure_block(x: Array) -> float:
    """Return the Politis-White (2004, corrected 2009) mean block for the stationary bootstrap.

    Unclamped: it may be below one. ``x`` has at least 10 values.
    """
    n = len(x)
    centred = x - x.mean()
    run = max(5, int(math.log10(n)))
    longest = min(math.ceil(math.sqrt(n)) + run, n - 2)
    covariances = np.array([centred[i:] @ centred[: n - i] / n for i in range(longest + 1)])
    if covariances[0] <= 0:
        return 1.0
    bandwidth = _bandwidth(centred, covariances, run, longest)
    lags = np.arange(1, bandwidth + 1)
    taper = np.where(lags / bandwidth <= 0.5, 1.0, 2 * (1 - lags / bandwidth))
    weighted = 2 * taper * covariances[1 : bandwidth + 1]
    level = covariances[0] + weighted.sum()
    slope = (weighted * lags).sum()
    if level == 0:
        return 1.0
    block: float = np.cbrt(n * slope**2 / level**2)
    return float(min(block, math.ceil(min(3 * math.sqrt(n), n / 3))))


def _bandwidth(centred: Array, covariances: Array, run: int, longest: int) -> int:
    n = len(centred)
    critical = 2 * math.sqrt(math.log10(n) / n)
    small: list[bool] = []
    for i in range(longest + 1):
        head, tail = centred[i + 1 :], centred[: n - i - 1]
        scale = math.sqrt(float(head @ head) * float(tail @ tail))
        small.append(scale > 0 and abs(covariances[i] * n) / scale < critical)
        if i >= run and all(small[i - run : i]):
            return min(2 * max(i - run, 1), longest)
    return longest


def choose_block(x: Array, horizon: int = 1) -> float:
    """Return max(horizon, n^(1/3), Politis-White of ``x``), clamped to 1 .. n/4."""
    n = len(x)
    wanted = max(horizon, math.ceil(float(n) ** (1 / 3)), measure_block(x))
    return float(max(1.0, min(wanted, n / 4)))


def derive_seed(*arrays: Array) -> int:
    """Return a seed from the data's own bytes: the same data give the same picture."""
    digest = hashlib.sha256()
    for part in arrays:
        digest.update(np.ascontiguousarray(part).tobytes())
    return int.from_bytes(digest.digest()[:8], "little")


def draw_indices(n: int, block: float, seed: int, resamples: int = RESAMPLES) -> Index:
    """Return (resamples x n) indices of the stationary bootstrap (Politis and Romano 1994).

    Blocks start anywhere, run on with probability 1 - 1/block, and wrap around the end.
    """
    chance = np.random.default_rng(seed)
    starts = chance.integers(0, n, size=(resamples, n))
    fresh = chance.random((resamples, n)) < 1 / block
    fresh[:, 0] = True
    place = np.arange(n)
    origin = np.maximum.accumulate(np.where(fresh, place, 0), axis=1)
    return np.asarray((np.take_along_axis(starts, origin, axis=1) + place - origin) % n)


def count_draws(indices: Index) -> Counts:
    """Return how often each day was drawn: (resamples x n), so that sums become products."""
    resamples, n = indices.shape
    flat = indices + (np.arange(resamples) * n)[:, None]
    counts = np.bincount(flat.ravel(), minlength=resamples * n)
    return counts.reshape(resamples, n).astype(np.float32)


def resample_correlations(counts: Counts, x: Array, k: Array, seen: Array | None = None) -> Array:
    """Return (resamples x m) correlations of the columns of ``x`` (n x m) with ``k``.

    ``k`` is (n x m) or (n); ``seen`` (n x m) is 1 where the pair has an observation, 0 elsewhere.
    Everything is standardised first, so single precision is ample.
    """
    mask = np.ones_like(x) if seen is None else seen
    a, b = (
        _standardise(x, mask),
        _standardise(np.broadcast_to(k.reshape(len(x), -1), x.shape), mask),
    )
    n, sa, sb, saa, sbb, sab = (
        (counts @ part.astype(np.float32)).astype(np.float64)
        for part in (mask, a, b, a * a, b * b, a * b)
    )
    n = np.maximum(n, 1.0)
    spread = (saa - sa**2 / n) * (sbb - sb**2 / n)
    return np.asarray(np.clip((sab - sa * sb / n) / np.sqrt(np.maximum(spread, 1e-12)), -1.0, 1.0))


def _standardise(x: Array, mask: Array) -> Array:
    count = np.maximum(mask.sum(axis=0), 1)
    centred = (x - (x * mask).sum(axis=0) / count) * mask
    scale = np.sqrt((centred**2).sum(axis=0) / count)
    return np.asarray(centred / np.where(scale > 0, scale, 1.0))


def correlation_errors(draws: Array) -> Array:
    """Return the standard error of atanh(r) from (resamples x m) drawn correlations."""
    return np.asarray(np.arctanh(np.clip(draws, -0.999999, 0.999999)).std(axis=0, ddof=1))
