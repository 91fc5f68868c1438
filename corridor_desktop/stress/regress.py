"""Least squares with errors that survive overlap and clustering, and the betas built on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.link import correlate, never_moves

Array = npt.NDArray[np.float64]
NEWEY_WEST_LAG = 5


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One regression per column of y on common regressors.

    ``coef`` (p x m); ``beta`` the chosen sum of coefficients (m); ``se`` its Newey-West standard
    error (m); ``residuals`` (n x m); ``n`` observations.
    """

    coef: Array
    beta: Array
    se: Array
    residuals: Array
    n: int


def fit_sum(
    design: Array,
    y: Array,
    contrast: Array,
    lag: int = NEWEY_WEST_LAG,
    *,
    small_sample: bool = False,
) -> Fit:
    """Regress every column of ``y`` (n x m) on ``design`` (n x p), by least squares.

    ``contrast`` (p) says which sum of coefficients is the beta. Its variance is Newey-West with
    Bartlett weights and ``lag`` lags (Newey and West 1987), times n / (n - p) with
    ``small_sample``. Beta and error are NaN where the regressors cannot tell: fewer observations
    than regressors, or one that never moves. Missing values stay missing.
    """
    if not _can_tell(design):
        nothing = np.full(y.shape[1], np.nan)
        coef = np.full((design.shape[1], y.shape[1]), np.nan)
        return Fit(coef, nothing, nothing, np.full_like(y, np.nan), len(y))
    inverse = np.linalg.pinv(design.T @ design)
    coef = inverse @ (design.T @ y)
    residuals = y - design @ coef
    influence = (design @ (inverse @ contrast))[:, None] * residuals
    variance = np.einsum("ij,ij->j", influence, influence)
    for step in range(1, min(lag, len(y) - 1) + 1):
        cross = np.einsum("ij,ij->j", influence[step:], influence[:-step])
        variance += 2 * (1 - step / (lag + 1)) * cross
    if small_sample:
        variance *= len(y) / (len(y) - design.shape[1])
    return Fit(coef, contrast @ coef, np.sqrt(np.maximum(variance, 0)), residuals, len(y))


def _can_tell(design: Array) -> bool:
    n, p = design.shape
    if n <= p or not np.isfinite(design).all():
        return False
    scale = np.sqrt(np.einsum("ij,ij->j", design, design))
    if not (scale > 0).all():
        return False
    unit = design / scale
    return bool(np.linalg.eigvalsh(unit.T @ unit)[0] > 1e-12)


def ols_design(k: Array) -> tuple[Array, Array]:
    """Return the regressors (1, k) and the contrast that picks the slope."""
    return np.column_stack([np.ones(len(k)), k]), np.array([0.0, 1.0])


def dimson_design(k: Array) -> tuple[Array, Array]:
    """Return (1, k[t-1], k[t], k[t+1]) for t = 1 .. n-2, and the contrast that sums the three."""
    columns = [np.ones(max(len(k) - 2, 0)), k[:-2], k[1:-1], k[2:]]
    return np.column_stack(columns), np.array([0.0, 1.0, 1.0, 1.0])


def fit_beta(y: Array, k: Array, lag: int = NEWEY_WEST_LAG, *, small_sample: bool = False) -> Fit:
    """Ordinary beta of ``y`` (n, or n x m) on ``k`` (n) with Newey-West error."""
    design, contrast = ols_design(k)
    return fit_sum(design, _columns(y), contrast, lag, small_sample=small_sample)


def fit_dimson(y: Array, k: Array, lag: int = NEWEY_WEST_LAG, *, small_sample: bool = False) -> Fit:
    """Dimson (1979) beta with one lead and one lag: what prices that close at other hours need."""
    design, contrast = dimson_design(k)
    inner = _columns(y)[1:-1]
    return fit_sum(design, inner, contrast, lag, small_sample=small_sample)


def _columns(y: Array) -> Array:
    return y if y.ndim == 2 else y[:, None]


def scholes_williams(y: Array, k: Array) -> float:
    """Return (b[-1] + b[0] + b[+1]) / (1 + 2 rho1), the Scholes-Williams (1977) beta.

    Each b is the simple slope on the lagged, same or leading ``k``; rho1 is the correlation of
    ``k`` with its own lag. NaN with fewer than three values or where ``k`` never moves.
    """
    if len(k) < 3:
        return math.nan
    slopes = _slope(y[1:], k[:-1]) + _slope(y, k) + _slope(y[:-1], k[1:])
    return slopes / (1 + 2 * correlate(k[1:], k[:-1]))


def _slope(y: Array, k: Array) -> float:
    if never_moves(k):
        return math.nan
    centred = k - k.mean()
    return float(centred @ y / (centred @ centred))


def shrink_beta(
    beta: float, se: float, prior: float, spread: float = 0.4
) -> tuple[float, float, float]:
    """Vasicek (1973): mix an estimate with a prior by their precisions.

    Returns the mixed beta, its standard error and the weight of the data in [0, 1].
    """
    data = 0.0 if not np.isfinite(se) else 1 / max(se, 1e-9) ** 2
    belief = 1 / spread**2
    total = data + belief
    return (beta * data + prior * belief) / total, total**-0.5, data / total
