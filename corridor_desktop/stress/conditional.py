"""What else is expected when some factors move, and how plausible such moves are together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.stress.quantiles import chi_square_quantile, chi_square_tail, f_tail

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Conditional:
    """What the other factors are expected to do, given the shocked ones.

    ``mean`` (n_a) and ``covariance`` (n_a x n_a; under Student's t the scale matrix) belong to the
    factors not shocked, in their order. ``distance`` is the squared Mahalanobis distance of the
    shock, ``plausibility`` the chance of one at least as far: chi-square under the normal, F under
    Student's t. ``dof`` is infinite for the normal. ``contradictory`` tells that the distance is
    beyond what 999 of 1000 draws of a normal keep.
    """

    mean: Array
    covariance: Array
    distance: float
    plausibility: float
    dof: float
    contradictory: bool


LIMIT = 0.999
"""Share of draws that stay nearer than a shock that contradicts what was measured."""


def condition(
    mean: Array,
    covariance: Array,
    shocked: Sequence[int],
    values: Sequence[float],
    dof: float = math.inf,
) -> Conditional:
    """Return the conditional distribution of the factors not in ``shocked``.

    mu_a + S_ab S_bb^-1 (s - mu_b) and S_aa - S_ab S_bb^-1 S_ba. Under Student's t ``covariance``
    is the scale matrix; the rest is multiplied by (dof + d^2) / (dof + n_b) and has dof + n_b
    degrees of freedom.

    Parameters
    ----------
    mean, covariance
        (n) and (n x n) of all factors over the horizon, as fractions.
    shocked, values
        Places of the shocked factors and what they do, parallel.
    dof
        Degrees of freedom of Student's t, infinite for the normal.

    Raises
    ------
    ValueError
        Nothing is shocked, a place is named twice, the lengths differ, or the shocked factors
        are so alike that their covariance cannot be inverted.
    """
    b = np.asarray(shocked, dtype=int)
    if not len(b) or len(set(b.tolist())) != len(b) or len(b) != len(values):
        raise ValueError("name every shocked factor once, each with a value")
    a = np.setdiff1d(np.arange(len(mean)), b)
    gap = np.asarray(values, dtype=np.float64) - mean[b]
    own = covariance[np.ix_(b, b)]
    if np.linalg.matrix_rank(own, hermitian=True) < len(b):
        raise ValueError("the shocked factors are one and the same")
    pull = np.linalg.solve(own, covariance[np.ix_(b, a)]).T
    rest = covariance[np.ix_(a, a)] - pull @ covariance[np.ix_(b, a)]
    distance = float(gap @ np.linalg.solve(own, gap))
    return Conditional(
        mean[a] + pull @ gap,
        rest if math.isinf(dof) else rest * ((dof + distance) / (dof + len(b))),
        distance,
        measure_plausibility(distance, len(b), dof),
        dof + len(b),
        distance > chi_square_quantile(LIMIT, len(b)),
    )


def measure_plausibility(distance: float, shocked: int, dof: float = math.inf) -> float:
    """Return the chance of a shock at least as far: ``distance`` is squared Mahalanobis.

    Chi-square with ``shocked`` degrees; under Student's t distance / shocked follows F.
    """
    if math.isinf(dof):
        return chi_square_tail(distance, shocked)
    return f_tail(distance / shocked, shocked, dof)
