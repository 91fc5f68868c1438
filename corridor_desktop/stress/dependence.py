"""What dependence would look like if returns were normal or Student's t: exact reference curves.

Measured figures mean little alone, because choosing days by how bad they were changes every
statistic by itself. Each function here gives the value that a known distribution would show.
"""

from __future__ import annotations

import math

from corridor_desktop.stress.quantiles import (
    Z95,
    both_below,
    normal_cdf,
    normal_density,
    normal_quantile,
    student_cdf,
)


def normal_tail_moments(q: float) -> tuple[float, float]:
    """Return mean and variance of a standard normal inside its worst ``q`` (0 < q < 1)."""
    cut = normal_quantile(q)
    ratio = normal_density(cut) / q
    return -ratio, 1 - cut * ratio - ratio * ratio


def normal_tail_correlation(rho: float, q: float = 0.10) -> float:
    """Return the correlation of a bivariate normal where one side is in its worst ``q``.

    Selection alone moves the correlation from ``rho`` to this: 0.6 shows 0.295 in the worst tenth
    (Boyer, Gibson and Loretan 1999).
    """
    variance = normal_tail_moments(q)[1]
    return rho * math.sqrt(variance / (1 + (variance - 1) * rho * rho))


def normal_exceedance(rho: float, theta: float) -> float:
    """Return corr(x, y | both at or below -|theta|) of a bivariate normal, exactly.

    The curve beside exceedance correlations (Longin and Solnik 2001); the upper tail is its
    mirror. ``theta`` in standard deviations, ``-1 < rho <= 1``. Moments of the doubly truncated
    bivariate normal after Rosenbaum (1961).
    """
    if rho >= 1:
        return 1.0
    if rho <= -1:
        return math.nan
    h = abs(theta)
    spread = math.sqrt(1 - rho * rho)
    joint = both_below(-h, -h, rho)
    edge = normal_density(h) * normal_cdf(-h * (1 - rho) / spread)
    corner = math.exp(-h * h / (1 + rho)) / (2 * math.pi * spread)
    mean = (1 + rho) * edge / joint
    square = 1 + ((1 + rho * rho) * h * edge + rho * spread**2 * corner) / joint
    product = rho + (2 * rho * h * edge + spread**2 * corner) / joint
    return (product - mean * mean) / (square - mean * mean)


def normal_quantile_dependence(rho: float, q: float = 0.10) -> float:
    """Return P(y in its worst ``q`` | x in its worst ``q``) of a bivariate normal."""
    if rho >= 1:
        return 1.0
    if rho <= -1:
        return max(0.0, 2 * q - 1) / q
    cut = normal_quantile(q)
    return both_below(cut, cut, rho) / q


def student_tail_dependence(rho: float, dof: float) -> float:
    """Return the limit of that probability for Student's t as ``q`` goes to zero.

    2 t_{dof+1}(-sqrt((dof + 1)(1 - rho) / (1 + rho))) (Demarta and McNeil 2005); the normal's is
    zero below ``rho`` = 1.
    """
    if rho >= 1:
        return 1.0
    if rho <= -1:
        return 0.0
    return 2 * student_cdf(-math.sqrt((dof + 1) * (1 - rho) / (1 + rho)), dof + 1)


def needed_observations(rho: float, half_width: float, z: float = Z95) -> int:
    """Return how many independent observations give an interval of ``rho`` +- ``half_width``.

    n = 3 + (z (1 - rho^2) / half_width)^2, rounded up: Fisher's error on the scale of the
    correlation itself. 0.15 at rho 0.5 needs 100. ValueError unless 0 < half_width < 1.
    """
    if not 0 < half_width < 1:
        raise ValueError(f"half_width must lie between 0 and 1, not {half_width}")
    return math.ceil(3 + (z * (1 - rho * rho) / half_width) ** 2)
