"""Two points for each pixel column: the lowest and the highest, so that no peak is lost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def decimate(x: Array, y: Array, columns: int) -> tuple[Array, Array]:
    """Return at most about two points a column of a line with rising ``x``.

    Parameters
    ----------
    x, y
        Parallel arrays of length n; ``y`` may hold NaN for gaps, which stay gaps.
    columns
        Pixel columns on which the line is drawn.

    Returns
    -------
    tuple of array
        The points to draw, unchanged when there are few enough already.
    """
    n = len(x)
    if columns < 1 or n <= 2 * columns:
        return x, y
    wide = -(-n // columns)
    rows = -(-n // wide)
    # The last column is filled up with its own last point, which adds no gap and no peak.
    parts = np.concatenate([y, np.full(rows * wide - n, y[-1])]).reshape(rows, wide)
    gaps = np.isnan(parts)
    start = np.arange(rows, dtype=np.int64) * wide
    lowest = start + np.where(gaps, np.inf, parts).argmin(axis=1)
    highest = start + np.where(gaps, -np.inf, parts).argmax(axis=1)
    first_gaps = (start + gaps.argmax(axis=1))[gaps.any(axis=1)]
    ends = np.array([0, n - 1], dtype=np.int64)
    chosen = np.unique(np.concatenate([ends, lowest, highest, first_gaps]).clip(0, n - 1))
    return x[chosen], y[chosen]
