"""How bad the bad weeks are: value at risk, expected shortfall, and who is behind it."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
DECAY = 0.97


def value_at_risk(returns: Array, level: float = 0.95) -> float:
    """Return the loss that is exceeded with chance 1 - ``level``, positive for a loss.

    Historical: minus the type-7 quantile of ``returns`` (n, fractions). NaN without any. Never to
    be scaled up to a year.
    """
    return -float(np.quantile(returns, _share(level))) if len(returns) else math.nan


def expected_shortfall(returns: Array, level: float = 0.95) -> float:
    """Return the mean loss of the returns at or below the type-7 quantile, positive for a loss.

    NaN without returns. At least the worst return is in the mean, so it is never empty.
    """
    return -float(returns[mark_tail(returns, level)].mean()) if len(returns) else math.nan


def component_shortfall(weights: Array, returns: Array, level: float = 0.95) -> Array:
    """Return what each holding adds to the expected shortfall: -mean(w_i r_i | r_p <= q).

    ``weights`` (N) and ``returns`` (T x N, fractions) of the holdings; the parts (N) add up to
    the shortfall of the portfolio ``returns @ weights``.
    """
    if not len(returns):
        return np.full(len(weights), np.nan)
    tail = mark_tail(returns @ weights, level)
    return np.asarray(-(returns[tail] * weights).mean(axis=0))


def mark_tail(returns: Array, level: float = 0.95) -> npt.NDArray[np.bool_]:
    """Mark the returns at or below the type-7 quantile of 1 - ``level``."""
    if not len(returns):
        return np.zeros(0, dtype=np.bool_)
    # Rounding in the interpolation must not push the quantile below the least return.
    return np.asarray(returns <= max(float(np.quantile(returns, _share(level))), returns.min()))


def _share(level: float) -> float:
    # 1 - 0.95 is a hair above 0.05; the quantile would move into another gap of the data.
    return round(1 - level, 12)


def ewma_deviation(returns: Array, decay: float = DECAY, lag: int = 1) -> tuple[Array, float]:
    """Return each return's deviation as it was expected before it, and the one expected now.

    RiskMetrics: s2[t] = decay s2[t-1] + (1 - decay) r[t-lag]^2 with zero mean, started at the mean
    square. ``lag`` is the overlap of the returns (5 for five-session ones), so that no return
    helps to foretell itself. Zeros when nothing ever moves.
    """
    n = len(returns)
    if not n:
        return np.zeros(0), math.nan
    squares = returns * returns
    level = float(squares.mean())
    before = np.empty(n)
    for t in range(n):
        if t >= lag:
            level = decay * level + (1 - decay) * float(squares[t - lag])
        before[t] = level
    for t in range(max(n - lag, 0), n):
        level = decay * level + (1 - decay) * float(squares[t])
    return np.sqrt(before), math.sqrt(level)


def filter_returns(returns: Array, decay: float = DECAY, lag: int = 1) -> tuple[Array, Array]:
    """Return the returns in units of today's restlessness, and the factors (n) that did it.

    Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper 1999): r[t] s[now] / s[t].
    A series that never moves stays as it is.
    """
    before, now = ewma_deviation(returns, decay, lag)
    factors = np.where(before > 0, now / np.where(before > 0, before, 1.0), 1.0)
    return np.asarray(returns * factors), np.asarray(factors)
