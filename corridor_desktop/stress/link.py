"""How two series of returns move together: correlations, co-moves, dependence in the tail."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.quantiles import Z95, both_below, normal_quantile

Array = npt.NDArray[np.float64]


def correlate(x: Array, y: Array) -> float:
    """Return Pearson's correlation; NaN when either side never moves or has no two values."""
    if len(x) < 2:
        return math.nan
    a, b = x - x.mean(), y - y.mean()
    scale = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / scale if scale > 0 else math.nan


def rank(x: Array) -> Array:
    """Return ranks from 1, ties sharing their mean rank."""
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    shared = ends - (counts - 1) / 2
    return np.asarray(shared[inverse], dtype=np.float64)


def correlate_ranks(x: Array, y: Array) -> float:
    """Return Spearman's rank correlation."""
    return correlate(rank(x), rank(y))


def effective_count(n: int, horizon: int) -> float:
    """Return what ``n`` overlapping ``horizon``-session returns are worth: 3hn / (2h^2 + 1)."""
    return 3.0 * horizon * n / (2.0 * horizon**2 + 1.0)


def fisher_interval(r: float, n_eff: float, z: float = Z95) -> tuple[float, float]:
    """Return tanh(atanh r -+ z / sqrt(n_eff - 3)), Fisher's interval; ``n_eff`` above 3."""
    centre, half = math.atanh(max(-1 + 1e-15, min(1 - 1e-15, r))), z / math.sqrt(n_eff - 3)
    return math.tanh(centre - half), math.tanh(centre + half)


def correlate_lead_lag(x: Array, k: Array) -> tuple[float, bool]:
    """Return the correlation that counts one lead and one lag, and whether it was clipped to 1."""
    a, b = x - x.mean(), k - k.mean()

    def around(u: Array, v: Array) -> float:
        return float(u @ v + u[1:] @ v[:-1] + u[:-1] @ v[1:])

    product = around(a, a) * around(b, b)
    if product <= 0:
        return math.nan, True
    value = around(a, b) / math.sqrt(product)
    return max(-1.0, min(1.0, value)), abs(value) > 1


def ewma(x: Array, k: Array, decay: float = 0.94) -> tuple[float, float]:
    """Return the RiskMetrics correlation and beta of ``x`` on ``k``: zero mean, newest last."""
    weights = decay ** np.arange(len(x) - 1, -1, -1, dtype=np.float64)
    cross, var_x, var_k = (float(weights @ product) for product in (x * k, x * x, k * k))
    return cross / math.sqrt(var_x * var_k), cross / var_k


def falls_together(y: Array, k: Array, q: float = 0.10) -> float:
    """Return P(y in its worst ``q`` | k in its worst ``q``), quantiles of type 7."""
    bad = k <= np.quantile(k, q)
    return float(np.mean(y[bad] <= np.quantile(y, q)))


def gaussian_falls_together(rho: float, q: float = 0.10) -> float:
    """Return the same probability for a bivariate normal with correlation ``rho``."""
    if rho >= 1:
        return 1.0
    if rho <= -1:
        return 0.0
    cut = normal_quantile(q)
    return both_below(cut, cut, rho) / q


def no_change_correlation(rho: float, var_stress: float, var_all: float) -> float:
    """Return the correlation that selection on k alone would show: nothing has changed.

    rho sqrt((1 + d) / (1 + d rho^2)) with d = var_stress / var_all - 1 (Boyer, Gibson and
    Loretan 1999). A selected tail has less variance than the whole, hence a lower correlation.
    """
    delta = var_stress / var_all - 1
    return rho * math.sqrt((1 + delta) / (1 + delta * rho * rho))


def forbes_rigobon(rho_stress: float, var_stress: float, var_calm: float) -> float:
    """Return the stress correlation freed of the higher variance (Forbes and Rigobon 2002)."""
    delta = var_stress / var_calm - 1
    return rho_stress / math.sqrt(1 + delta * (1 - rho_stress**2))


def exceedance(x: Array, y: Array, theta: float, least: int = 25) -> tuple[float | None, int]:
    """Return corr(x, y | both beyond ``theta`` sd on theta's side) and how many points it has.

    A negative ``theta`` (or -0.0) takes the lower tail. ``None`` below ``least`` joint points.
    """
    a, b = ((v - v.mean()) / v.std(ddof=1) for v in (x, y))
    lower = math.copysign(1.0, theta) < 0
    chosen = (a <= theta) & (b <= theta) if lower else (a >= theta) & (b >= theta)
    n = int(chosen.sum())
    return (correlate(x[chosen], y[chosen]) if n >= least else None), n


def roll_correlation(x: Array, k: Array, window: int) -> Array:
    """Return the correlation over each trailing ``window``; NaN for the first window - 1."""
    out = np.full(len(x), np.nan)
    if len(x) < window:
        return out
    a, b = x - x.mean(), k - k.mean()
    sums = [_trailing(v, window) for v in (a, b, a * b, a * a, b * b)]
    cross = sums[2] - sums[0] * sums[1] / window
    spread = (sums[3] - sums[0] ** 2 / window) * (sums[4] - sums[1] ** 2 / window)
    good = spread > 0
    value = np.full(len(spread), np.nan)
    value[good] = np.clip(cross[good] / np.sqrt(spread[good]), -1, 1)
    out[window - 1 :] = value
    return out


def _trailing(v: Array, window: int) -> Array:
    total = np.concatenate([[0.0], np.cumsum(v)])
    return np.asarray(total[window:] - total[:-window], dtype=np.float64)
