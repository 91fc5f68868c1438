"""How much of the risk is spread: shrunk covariance, shares of variance, independent bets."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.covariance import (
    MOST_DENSE,
    Covariance,
    Factored,
    mean_correlation_of,
    shrink_factored,
    variances,
)

Array = npt.NDArray[np.float64]


def shrink(x: Array, worth: float | None = None) -> tuple[Covariance, float, float]:
    """Return ``shrink_covariance``, in factors where a matrix would be too large to lay out."""
    large = x.shape[1] > MOST_DENSE
    return shrink_factored(x, worth) if large else shrink_covariance(x, worth)


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


def shrink_to_identity(x: Array) -> tuple[Array, float, float]:
    """Return Ledoit and Wolf's (2004, JMVA) covariance shrunk to a multiple of the identity.

    The cross-check of ``shrink_covariance``, with the same 1/T. ``x`` (T x N) holds returns.
    Returns the matrix, the intensity in [0, 1] and the mean variance of the target.
    """
    t, n = x.shape
    moved = x - x.mean(axis=0)
    sample = moved.T @ moved / t
    mean = float(np.trace(sample)) / n
    squares = moved**2
    noise = float((squares.T @ squares).sum() / t - (sample**2).sum()) / t
    gap = float((sample**2).sum()) - n * mean**2
    intensity = max(0.0, min(1.0, noise / gap)) if gap > 0 else 0.0
    return (1 - intensity) * sample + intensity * mean * np.eye(n), intensity, mean


def portfolio_sd(weights: Array, covariance: Covariance) -> float:
    """Return the standard deviation of the portfolio over one period of ``covariance``."""
    return math.sqrt(max(float(weights @ covariance @ weights), 0.0))


def share_risk(weights: Array, covariance: Covariance) -> Array:
    """Return Euler's shares w_i (Sw)_i / w'Sw (N); they sum to one. NaN when nothing moves."""
    pull = covariance @ weights
    whole = float(weights @ pull)
    return np.asarray(weights * pull / whole) if whole > 0 else np.full(len(weights), np.nan)


def contribute_sd(weights: Array, covariance: Covariance) -> Array:
    """Return w_i (Sw)_i / sigma_p (N), what each holding adds to the standard deviation.

    The parts add up to ``portfolio_sd`` (Euler); zeros when nothing moves.
    """
    sd = portfolio_sd(weights, covariance)
    pull = weights * (covariance @ weights)
    return np.asarray(pull / sd if sd > 0 else np.zeros(len(weights)))


def benchmark_share(beta: float, benchmark_sd: float, sd: float) -> float:
    """Return beta^2 sigma_K^2 / sigma_p^2, the share of variance that moves with the benchmark.

    NaN when the portfolio never moves.
    """
    return (beta * benchmark_sd / sd) ** 2 if sd > 0 else math.nan


def concentration(weights: Array) -> tuple[float, float]:
    """Return the Herfindahl index of the absolute shares and its inverse, the effective number.

    Both NaN when there is nothing to share.
    """
    whole = float(np.abs(weights).sum())
    if whole <= 0:
        return math.nan, math.nan
    shares = np.abs(weights) / whole
    hhi = float(shares @ shares)
    return hhi, 1 / hhi


def entropy_number(weights: Array) -> float:
    """Return e^entropy of the absolute shares, the other effective number; NaN without any."""
    whole = float(np.abs(weights).sum())
    if whole <= 0:
        return math.nan
    shares = np.abs(weights[weights != 0]) / whole
    return math.exp(-float(shares @ np.log(shares)))


def diversification_ratio(weights: Array, covariance: Covariance) -> float:
    """Return sum |w| sigma / sigma_p: 1 when nothing offsets anything (Choueifaty 2008).

    Its square counts independent bets; 1 - 1/ratio is the part of stand-alone risk that
    diversification removes. NaN when the portfolio never moves.
    """
    alone = float(np.abs(weights) @ np.sqrt(np.maximum(variances(covariance), 0)))
    sd = portfolio_sd(weights, covariance)
    return alone / sd if sd > 0 else math.nan


def mean_correlation(weights: Array, covariance: Covariance) -> float:
    """Return the average pairwise correlation weighted by w_i w_j, i != j.

    Holdings that never move have no correlation and are left out; NaN below two others, or when
    the weights of the pairs cancel out.
    """
    if isinstance(covariance, Factored):
        return mean_correlation_of(weights, covariance)
    moving = np.diag(covariance) > 0
    weights, covariance = weights[moving], covariance[np.ix_(moving, moving)]
    sd = np.sqrt(np.diag(covariance))
    pairs = np.outer(weights, weights)
    np.fill_diagonal(pairs, 0.0)
    whole = float(pairs.sum())
    if len(weights) < 2 or abs(whole) < 1e-12 * float(weights @ weights):
        return math.nan
    return float((pairs * covariance / np.outer(sd, sd)).sum() / whole)


def _root(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)


def minimum_torsion(covariance: Array, steps: int = 10_000, tolerance: float = 1e-12) -> Array:
    """Return the torsion t (N x N) that uncorrelates with least change.

    Meucci, Santangelo and Deguest (2015): the rows of t Sigma t' are uncorrelated and each stays
    as near as possible to its own asset.

    Raises
    ------
    ValueError
        A holding never moves, or some move as one: then no torsion uncorrelates them.
    """
    if not (np.diag(covariance) > 0).all():
        raise ValueError("a holding never moves")
    sd = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(sd, sd)
    if np.linalg.matrix_rank(correlation, hermitian=True) < len(sd):
        raise ValueError("some holdings move as one")
    root = _root(correlation)
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
    What never moves is no bet. NaN when nothing moves, or some holdings move as one.
    """
    moving = np.diag(covariance) > 0
    weights, covariance = weights[moving], covariance[np.ix_(moving, moving)]
    whole = float(weights @ covariance @ weights)
    if whole <= 0:
        return math.nan
    try:
        torsion = minimum_torsion(covariance)
    except ValueError:
        return math.nan
    shares = np.linalg.solve(torsion.T, weights) * (torsion @ covariance @ weights) / whole
    positive = shares[shares > 0]
    return math.exp(-float(positive @ np.log(positive)))
