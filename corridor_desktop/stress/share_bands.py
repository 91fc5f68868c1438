"""How sure shares of risk are: the same weeks drawn again in blocks, holding by holding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.panel import Panel

Array = npt.NDArray[np.float64]
Band = tuple[float, float]
RESAMPLES = 400
_WIDE = NormalDist().inv_cdf(0.975)


def draw_shares(panel: Panel, counts: Counts) -> Array:
    """Return Euler's shares w_i cov(r_i, r_p) / var(r_p) of resampled weeks.

    Parameters
    ----------
    panel
        T weeks of N holdings with their weights.
    counts
        How often each Seoul row was drawn (B x rows); a week counts by the row it ends on.

    Returns
    -------
    B x N; a resample in which the portfolio never moves is left out. The sample covariance
    stands in for the shrunk one: what is asked here is how far shares move, not where they are.
    """
    drawn = counts[:RESAMPLES, panel.rows].astype(np.float64)
    weeks = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1.0)
    own = panel.returns * panel.weights
    whole = own.sum(axis=1)
    mean = weeks @ whole
    noise = panel.weights**2 * panel.extra
    variance = weeks @ whole**2 - mean**2 + noise.sum()
    pull = weeks @ (own * whole[:, None]) - (weeks @ own) * mean[:, None] + noise
    moved = variance > 0
    return np.asarray(pull[moved] / variance[moved, None])


def band(share: float, draws: Array) -> Band | None:
    """Return the 95 % interval around a share, ``None`` with too few draws for one."""
    if len(draws) < RESAMPLES // 4:
        return None
    half = _WIDE * float(draws.std(ddof=1))
    return share - half, share + half


def bands_of(
    shares: Sequence[float],
    draws: Array,
    keys: Sequence[str],
    corridor: float,
    fractions: Sequence[float],
) -> tuple[Mapping[str, Band], Band | None]:
    """Return the interval of each holding's share by key, and that of the corridor's.

    ``fractions`` (N) are the parts of each holding that hang on a corridor theme; ``shares``,
    ``keys`` and the columns of ``draws`` are parallel to them.
    """
    found = {
        key: made
        for place, (key, share) in enumerate(zip(keys, shares, strict=True))
        if (made := band(share, draws[:, place])) is not None
    }
    return found, band(corridor, draws @ np.asarray(fractions))
