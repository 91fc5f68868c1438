"""Two points for each pixel column: the lowest and the highest, so that no peak is lost."""

from __future__ import annotations

from itertools import pairwise

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
    edges = np.linspace(0, n, columns + 1).astype(np.int64)
    kept: set[int] = {0, n - 1}
    for start, end in pairwise(edges.tolist()):
        part = y[start:end]
        gaps = np.isnan(part)
        if gaps.all():
            kept.add(int(start))
            continue
        kept.add(int(start + np.nanargmin(part)))
        kept.add(int(start + np.nanargmax(part)))
        if gaps.any():
            kept.add(int(start + np.argmax(gaps)))
    chosen = np.array(sorted(kept), dtype=np.int64)
    return x[chosen], y[chosen]
