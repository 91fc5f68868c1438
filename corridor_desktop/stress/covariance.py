"""A covariance of many holdings, kept as what it is made of: N x N numbers are never laid out.

30,000 holdings would need 7 GB for one matrix. Everything asked of it here is a product with
weights, which costs days x holdings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
MOST_DENSE = 1_000
"""Holdings up to which a covariance is a plain matrix."""


@dataclass(frozen=True, slots=True, eq=False)
class Factored:
    """``scale`` rows' rows + ``pull`` side side' + diag(``own``).

    ``rows`` (T x N), ``side`` and ``own`` (N). Symmetric, so a product from either side is one.
    """

    rows: Array
    scale: float
    side: Array
    pull: float
    own: Array

    # numpy would otherwise take it for an array of objects in ``weights @ covariance``.
    __array_ufunc__ = None

    def __matmul__(self, weights: Array) -> Array:
        """Return the product with weights (N)."""
        along = self.rows.T @ (self.rows @ weights)
        across = self.side * float(self.side @ weights)
        return np.asarray(self.scale * along + self.pull * across + self.own * weights)

    def __rmatmul__(self, weights: Array) -> Array:
        """Return the product from the left, which is the same."""
        return self @ weights

    def variances(self) -> Array:
        """Return the diagonal (N)."""
        squares = np.einsum("ij,ij->j", self.rows, self.rows)
        return np.asarray(self.scale * squares + self.pull * self.side**2 + self.own)

    def with_own(self, extra: Array) -> Factored:
        """Return it with more variance that each holding has of its own (N)."""
        return replace(self, own=self.own + extra)


Covariance = Array | Factored


def variances(covariance: Covariance) -> Array:
    """Return the diagonal (N)."""
    if isinstance(covariance, Factored):
        return covariance.variances()
    return np.asarray(np.diag(covariance))


def with_own(covariance: Covariance, extra: Array) -> Covariance:
    """Return a covariance with more variance that each holding has of its own (N)."""
    if isinstance(covariance, Factored):
        return covariance.with_own(extra)
    return np.asarray(covariance + np.diag(extra))


def sample_covariance(x: Array, pull: float = 0.0, side: Array | None = None) -> Factored:
    """Return the covariance of the columns of ``x`` (T x N, 1/T) and ``pull`` side side'."""
    n = x.shape[1]
    across = np.zeros(n) if side is None else side
    return Factored(x - x.mean(axis=0), 1 / len(x), across, pull, np.zeros(n))


def shrink_factored(x: Array, worth: float | None = None) -> tuple[Factored, float, float]:
    """Return what ``diversify.shrink_covariance`` returns, without laying N x N numbers out.

    Every sum over pairs is one over days instead; squares of the matrix are those of the days'
    own (T x T).
    """
    t, n = x.shape
    moved = x - x.mean(axis=0)
    variance = np.einsum("ij,ij->j", moved, moved) / t
    sd = np.sqrt(np.maximum(variance, 1e-300))
    mean_r = (float(((moved / sd).sum(axis=1) ** 2).sum()) / t - n) / (n * (n - 1))
    days = moved @ moved.T
    square = float((days**2).sum()) / t**2
    fourth = np.einsum("ij,ij->j", moved**2, moved**2) / t - variance**2
    phi = float(((moved**2).sum(axis=1) ** 2).sum()) / t - square
    along = moved @ sd
    theta = float(((moved**3 / sd).sum(axis=1) * along).sum()) / t
    theta -= float((moved @ (variance / sd)) @ along) / t + float(fourth.sum())
    rho = float(fourth.sum()) + mean_r * theta
    whole = float((sd**2).sum())
    gamma = square - 2 * mean_r * float(along @ along) / t + (mean_r * whole) ** 2
    gamma -= float(((variance - mean_r * sd**2) ** 2).sum())
    kappa = (phi - rho) / gamma if gamma > 0 else 0.0
    intensity = max(0.0, min(1.0, kappa / (t if worth is None else worth)))
    own = intensity * (variance - mean_r * sd**2)
    found = Factored(moved, (1 - intensity) / t, sd, intensity * mean_r, own)
    return found, intensity, mean_r


def mean_correlation_of(weights: Array, covariance: Factored) -> float:
    """Return what ``diversify.mean_correlation`` returns: by one product with w / sigma."""
    variance = covariance.variances()
    moving = variance > 0
    held = np.where(moving, weights, 0.0)
    whole = float(held.sum()) ** 2 - float(held @ held)
    if moving.sum() < 2 or abs(whole) < 1e-12 * float(held @ held):
        return math.nan
    scaled = held / np.sqrt(np.where(moving, variance, 1.0))
    return (float(scaled @ (covariance @ scaled)) - float(held @ held)) / whole
