"""How much of the risk is spread: shrunk covariance, shares of variance, independent bets."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def shrink_covariance(x: Array, worth: float | None = None) -> tuple[Array, float, float]:
    """Return Ledoit and Wolf's (2004) covariance shrunk to constant correlation.

    ``x`` (T x N) holds returns; ``worth`` is what T overlapping rows are worth when they are not
    independent (default T). Returns the matrix (with 1/T), the intensity in [0, 1] and the mean
    correlation of the target.
    """
    t, n = x.shape
    moved = x - x.mean(axis=0)
    sample = moved.T @ moved / t
    variance = np.diag(sample).copy()
    if n < 2:
        return sample, 0.0, 1.0
    sd = np.sqrt(np.maximum(variance, 1e-300))
    mean_r = float((sample / np.outer(sd, sd)).sum() - n) / (n * (n - 1))
    target = mean_r * np.outer(sd, sd)
    np.fill_diagonal(target, variance)
    squares = moved**2
    phi = squares.T @ squares / t - sample**2
    theta = (moved**3).T @ moved / t - variance[:, None] * sample
    np.fill_diagonal(theta, 0.0)
    rho = float(np.trace(phi)) + mean_r * float((np.outer(1 / sd, sd) * theta).sum())
    gamma = float(((sample - target) ** 2).sum())
    kappa = (float(phi.sum()) - rho) / gamma if gamma > 0 else 0.0
    intensity = max(0.0, min(1.0, kappa / (t if worth is None else worth)))
    return intensity * target + (1 - intensity) * sample, intensity, mean_r


def portfolio_sd(weights: Array, covariance: Array) -> float:
    """Return the standard deviation of the portfolio over one period of ``covariance``."""
    return math.sqrt(max(float(weights @ covariance @ weights), 0.0))


def share_risk(weights: Array, covariance: Array) -> Array:
    """Return Euler's shares w_i (Sw)_i / w'Sw; they sum to one."""
    pull = covariance @ weights
    return np.asarray(weights * pull / float(weights @ pull))


def benchmark_share(beta: float, benchmark_sd: float, sd: float) -> float:
    """Return beta^2 sigma_K^2 / sigma_p^2, the share of variance that moves with the benchmark."""
    return (beta * benchmark_sd / sd) ** 2


def concentration(weights: Array) -> tuple[float, float]:
    """Return the Herfindahl index of the absolute shares and its inverse, the effective number."""
    shares = np.abs(weights) / np.abs(weights).sum()
    hhi = float(shares @ shares)
    return hhi, 1 / hhi


def diversification_ratio(weights: Array, covariance: Array) -> float:
    """Return sum |w| sigma / sigma_p: 1 when nothing offsets anything (Choueifaty 2008)."""
    alone = float(np.abs(weights) @ np.sqrt(np.diag(covariance)))
    return alone / portfolio_sd(weights, covariance)


def mean_correlation(weights: Array, covariance: Array) -> float:
    """Return the average pairwise correlation weighted by w_i w_j, i != j."""
    sd = np.sqrt(np.diag(covariance))
    pairs = np.outer(weights, weights)
    np.fill_diagonal(pairs, 0.0)
    return float((pairs * covariance / np.outer(sd, sd)).sum() / pairs.sum())


def _root(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)


def minimum_torsion(covariance: Array, steps: int = 10_000, tolerance: float = 1e-12) -> Array:
    """Return the torsion t (N x N) that uncorrelates with least change.

    Meucci, Santangelo and Deguest (2015): the rows of t Sigma t' are uncorrelated and each stays
    as near as possible to its own asset.
    """
    sd = np.sqrt(np.diag(covariance))
    root = _root(covariance / np.outer(sd, sd))
    d = np.ones(len(sd))
    last = math.inf
    pi = root
    for _ in range(steps):
        scaled = d[:, None] * root
        q = np.linalg.solve(_root(scaled @ scaled.T), scaled)
        d = np.diag(q @ root).copy()
        pi = d[:, None] * q
        change = float(np.linalg.norm(root - pi))
        if abs(change - last) <= tolerance * max(change, 1e-300):
            break
        last = change
    x = np.linalg.solve(root.T, pi.T).T
    return np.asarray(sd[:, None] * x / sd)


def effective_bets(weights: Array, covariance: Array) -> float:
    """Return exp(entropy) of the variance shares of the minimum-torsion bets.

    Equal correlations give N by symmetry, so it is never shown without the diversification ratio.
    """
    torsion = minimum_torsion(covariance)
    pull = torsion @ covariance @ weights
    shares = np.linalg.solve(torsion.T, weights) * pull / float(weights @ covariance @ weights)
    positive = shares[shares > 0]
    return math.exp(-float(positive @ np.log(positive)))
