"""How two series of returns move together: correlations, co-moves, dependence in the tail."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.quantiles import Z95
from corridor_desktop.stress.windows import find_quantile

Array = npt.NDArray[np.float64]


def never_moves(x: Array) -> bool:
    """Tell whether there are no two different values; exact, where a variance would round."""
    return len(x) < 2 or bool(x.max() == x.min())


def correlate(x: Array, y: Array) -> float:
    """Return Pearson's correlation of two series of the same length.

    NaN when either side never moves, has no two values, or has a missing one.
    """
    if never_moves(x) or never_moves(y):
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
    """Return Spearman's rank correlation; NaN as for Pearson's."""
    if not np.isfinite(x + y).all():
        return math.nan
    return correlate(rank(x), rank(y))


def correlate_kendall(x: Array, y: Array) -> float:
    """Return Kendall's tau-b, which lets ties count for neither side; NaN as for Pearson's."""
    if never_moves(x) or never_moves(y) or not np.isfinite(x + y).all():
        return math.nan
    total = ties_x = ties_y = 0
    for at in range(len(x) - 1):
        a, b = np.sign(x[at + 1 :] - x[at]), np.sign(y[at + 1 :] - y[at])
        total += int(a @ b)
        ties_x += int(np.count_nonzero(a == 0))
        ties_y += int(np.count_nonzero(b == 0))
    pairs = len(x) * (len(x) - 1) // 2
    return total / math.sqrt((pairs - ties_x) * (pairs - ties_y))


def drop_missing(*series: Array) -> tuple[Array, ...]:
    """Return series of one length without the places where any of them is missing."""
    good = np.all([np.isfinite(one) for one in series], axis=0)
    return tuple(one[good] for one in series)


def effective_count(n: int, horizon: int) -> float:
    """Return what ``n`` overlapping ``horizon``-session returns are worth: 3hn / (2h^2 + 1)."""
    return 3.0 * horizon * n / (2.0 * horizon**2 + 1.0)


def fisher_interval(r: float, n_eff: float, z: float = Z95) -> tuple[float, float]:
    """Return tanh(atanh r -+ z / sqrt(n_eff - 3)), Fisher's interval.

    With ``n_eff`` of 3 or less nothing is known: (-1, 1).
    """
    if n_eff <= 3:
        return -1.0, 1.0
    centre, half = math.atanh(max(-1 + 1e-15, min(1 - 1e-15, r))), z / math.sqrt(n_eff - 3)
    return math.tanh(centre - half), math.tanh(centre + half)


def correlation_error(x: Array, k: Array, lag: int) -> float:
    """Return the standard error of atanh(r), allowing for memory of up to ``lag`` periods.

    Newey-West variance of the correlation's influence ab - r (a^2 + b^2) / 2, with a and b
    standardised, over 1 - r^2. NaN where there is no correlation.
    """
    r = correlate(x, k)
    if not math.isfinite(r):
        return math.nan
    a, b = ((v - v.mean()) / v.std() for v in (x, k))
    influence = a * b - r * (a * a + b * b) / 2
    variance = float(influence @ influence)
    for step in range(1, min(lag, len(x) - 1) + 1):
        variance += 2 * (1 - step / (lag + 1)) * float(influence[step:] @ influence[:-step])
    return math.sqrt(max(variance, 0.0)) / len(x) / max(1 - r * r, 1e-12)


def correlate_lead_lag(x: Array, k: Array) -> tuple[float, bool]:
    """Return the correlation that counts one lead and one lag, and whether it was clipped to 1.

    Sum over l = -1, 0, 1 of cov(k[t], x[t+l]) over the root of both sums of autocovariances; NaN
    where one of those is not positive.
    """
    if never_moves(x) or never_moves(k):
        return math.nan, False
    a, b = x - x.mean(), k - k.mean()

    def around(u: Array, v: Array) -> float:
        return float(u @ v + u[1:] @ v[:-1] + u[:-1] @ v[1:])

    own_a, own_b = around(a, a), around(b, b)
    if not (own_a > 0 and own_b > 0):
        return math.nan, False
    value = around(a, b) / math.sqrt(own_a * own_b)
    return max(-1.0, min(1.0, value)), abs(value) > 1 + 1e-12


def ewma(x: Array, k: Array, decay: float = 0.94) -> tuple[float, float]:
    """Return the RiskMetrics correlation and beta of ``x`` on ``k``: zero mean, newest last.

    Worth about (1 + decay) / (1 - decay) observations (32 at 0.94). NaN where a side is all zero.
    """
    weights = fade(len(x), decay)
    cross, var_x, var_k = (float(weights @ product) for product in (x * k, x * x, k * k))
    if not (var_x > 0 and var_k > 0):
        return math.nan, cross / var_k if var_k > 0 else math.nan
    return cross / math.sqrt(var_x * var_k), cross / var_k


def ewma_deviation(x: Array, decay: float = 0.94) -> float:
    """Return the RiskMetrics deviation per period: zero mean, newest last; NaN without values."""
    weights = fade(len(x), decay)
    return math.sqrt(float(weights @ (x * x))) if len(x) else math.nan


def fade(n: int, decay: float) -> Array:
    """Return ``n`` weights that add up to one, each ``decay`` times the next newer one."""
    weights = decay ** np.arange(n - 1, -1, -1, dtype=np.float64)
    return np.asarray(weights / weights.sum()) if n else weights


def falls_together(y: Array, k: Array, q: float = 0.10) -> float:
    """Return P(y in its worst ``q`` | k in its worst ``q``), quantiles of type 7.

    NaN without values or with missing ones.
    """
    if not len(k) or not np.isfinite(y + k).all():
        return math.nan
    bad = k <= find_quantile(k, q)
    return float(np.mean(y[bad] <= find_quantile(y, q)))


def no_change_correlation(rho: float, var_stress: float, var_all: float) -> float:
    """Return the correlation that selection on k alone would show: nothing has changed.

    rho sqrt((1 + d) / (1 + d rho^2)) with d = var_stress / var_all - 1 (Boyer, Gibson and
    Loretan 1999). A selected tail has less variance than the whole, hence a lower correlation.
    NaN unless ``var_all`` is positive.
    """
    if not var_all > 0:
        return math.nan
    delta = var_stress / var_all - 1
    return rho * math.sqrt((1 + delta) / (1 + delta * rho * rho))


def forbes_rigobon(rho_stress: float, var_stress: float, var_calm: float) -> float:
    """Return the stress correlation freed of the higher variance (Forbes and Rigobon 2002).

    rho / sqrt(1 + d (1 - rho^2)) with d = var_stress / var_calm - 1, the variances being those
    of the market where the shock starts. NaN unless both are positive.
    """
    if not (var_stress > 0 and var_calm > 0):
        return math.nan
    delta = var_stress / var_calm - 1
    return rho_stress / math.sqrt(1 + delta * (1 - rho_stress**2))


def exceedance(x: Array, y: Array, theta: float, least: int = 25) -> tuple[float | None, int]:
    """Return corr(x, y | both beyond ``theta`` sd on theta's side) and how many points it has.

    A negative ``theta`` (or -0.0) takes the lower tail. Both are standardised by their own mean
    and deviation (ddof 1). ``None`` below ``least`` joint points or where a side never moves.
    """
    if never_moves(x) or never_moves(y):
        return None, 0
    a, b = ((v - v.mean()) / v.std(ddof=1) for v in (x, y))
    lower = math.copysign(1.0, theta) < 0
    chosen = (a <= theta) & (b <= theta) if lower else (a >= theta) & (b >= theta)
    n = int(chosen.sum())
    value = correlate(x[chosen], y[chosen]) if n >= least else math.nan
    return (value if math.isfinite(value) else None), n


def roll_correlation(x: Array, k: Array, window: int) -> Array:
    """Return the correlation over each trailing ``window``.

    NaN for the first ``window`` - 1 and wherever a side never moves within the window.
    """
    out = np.full(len(x), np.nan)
    if window < 2 or len(x) < window:
        return out
    views = [np.lib.stride_tricks.sliding_window_view(v, window) for v in (x, k)]
    a, b = (view - view.mean(axis=1, keepdims=True) for view in views)
    moving = np.all([view.max(axis=1) > view.min(axis=1) for view in views], axis=0)
    spread = np.sqrt(np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b))
    value = np.full(len(spread), np.nan)
    cross = np.einsum("ij,ij->i", a, b)
    value[moving] = np.clip(cross[moving] / spread[moving], -1, 1)
    out[window - 1 :] = value
    return out
