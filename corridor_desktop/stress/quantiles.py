"""Probabilities and quantiles of the normal, Student's t and chi-square distributions."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

import numpy as np

_NORMAL = NormalDist()
_STEPS = 200
Z95 = _NORMAL.inv_cdf(0.975)
"""Half-width of a 95 % normal interval in standard errors."""


def normal_cdf(x: float) -> float:
    """Return the standard normal probability of at most ``x``, exact far into the lower tail."""
    return 0.5 * math.erfc(-x / math.sqrt(2))


def normal_density(x: float) -> float:
    """Return the standard normal density at ``x``."""
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile of ``p`` in (0, 1)."""
    return _NORMAL.inv_cdf(p)


def _beta_fraction(a: float, b: float, x: float) -> float:
    # Continued fraction of the incomplete beta function, Lentz's method (DLMF 8.17.22).
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10 * _STEPS):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + top * d
            c = 1.0 + top / c
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) for ``x`` in [0, 1]."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1.0 - front * _beta_fraction(b, a, 1 - x) / b


def student_cdf(x: float, dof: float) -> float:
    """Return the probability of at most ``x`` under Student's t with ``dof`` degrees."""
    square = x * x
    if square < dof:
        middle = 0.5 * incomplete_beta(0.5, dof / 2, square / (dof + square))
        return 0.5 - middle if x < 0 else 0.5 + middle
    tail = 0.5 * incomplete_beta(dof / 2, 0.5, dof / (dof + square))
    return tail if x < 0 else 1.0 - tail


@lru_cache(maxsize=256)  # a drawing asks for the same few again and again
def student_quantile(p: float, dof: float) -> float:
    """Return the quantile of ``p`` in (0, 1) under Student's t, by bisection."""
    return _bisect(lambda x: student_cdf(x, dof), p)


def block_half_width(n: int, horizon: int = 1) -> float:
    """Return the half-width of a 95 % interval in standard errors that were resampled in blocks.

    Student's quantile with one degree less than there are blocks of max(horizon, n^(1/3)), by
    Hill's (1970) expansion around the normal; at least 3 degrees. Tends to 1.96.
    """
    blocks = n / max(horizon, math.ceil(math.cbrt(max(n, 1))))
    dof = max(blocks - 1, 3.0)
    z = Z95
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / dof + second / dof**2 + third / dof**3


def chi_square_cdf(x: float, dof: int) -> float:
    """Return the probability of at most ``x`` under chi-square with ``dof`` degrees.

    The lower incomplete gamma function by its power series (DLMF 8.7.1), beyond the mean one
    minus the upper tail.
    """
    if x <= 0:
        return 0.0
    if x > dof + 2:
        return 1.0 - chi_square_tail(x, dof)
    a, half = dof / 2, x / 2
    term = total = 1.0 / a
    n = 0
    while term > total * 1e-17:
        n += 1
        term *= half / (a + n)
        total += term
    return min(1.0, total * math.exp(a * math.log(half) - half - math.lgamma(a)))


def chi_square_tail(x: float, dof: int) -> float:
    """Return the probability of more than ``x`` under chi-square with ``dof`` degrees.

    The upper incomplete gamma function by its continued fraction (DLMF 8.9.2, Lentz's method), so
    that a chance of 1e-20 is not rounded to nothing.
    """
    if x <= dof + 2:
        return 1.0 - chi_square_cdf(x, dof)
    a, half = dof / 2, x / 2
    bottom = half + 1 - a
    c, d = 1e300, 1 / bottom
    value = d
    for n in range(1, 10 * _STEPS):
        top = -n * (n - a)
        bottom += 2
        d = 1 / (top * d + bottom)
        c = bottom + top / c
        value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value * math.exp(a * math.log(half) - half - math.lgamma(a))


@lru_cache(maxsize=256)
def chi_square_quantile(p: float, dof: int) -> float:
    """Return the quantile of ``p`` in (0, 1) under chi-square with ``dof`` degrees."""
    return _bisect(lambda x: 1 - chi_square_tail(x, dof), p)


def f_tail(x: float, top: float, bottom: float) -> float:
    """Return the probability of more than ``x`` under F with ``top`` and ``bottom`` degrees."""
    if x <= 0:
        return 1.0
    return incomplete_beta(bottom / 2, top / 2, bottom / (bottom + top * x))


def both_below(h: float, k: float, rho: float) -> float:
    """Return P(X <= h, Y <= k) of the standard bivariate normal with correlation ``rho``.

    Plackett's integral over the correlation in the angle form of Drezner and Wesolowsky (1990),
    Gauss-Legendre with 64 points; ``|rho| < 1``.
    """
    nodes, weights = np.polynomial.legendre.leggauss(64)
    # With opposed sides nothing lies in the corner at -1: starting there loses no digits.
    opposed = rho < 0 and h + k <= 0
    start, end = (-math.pi / 2 if opposed else 0.0), math.asin(rho)
    angle = start + (end - start) * (nodes + 1) / 2
    density = np.exp(-(h * h + k * k - 2 * h * k * np.sin(angle)) / (2 * np.cos(angle) ** 2))
    area = (end - start) / 2 * float(weights @ density) / (2 * math.pi)
    return area if opposed else normal_cdf(h) * normal_cdf(k) + area


def _bisect(probability: Callable[[float], float], p: float) -> float:
    low, high = -1.0, 1.0
    while probability(low) > p:
        low *= 2
    while probability(high) < p:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if probability(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
