"""Conditional expectations in closed form, and the plausibility of a shock."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from corridor_desktop.stress.conditional import condition, measure_plausibility
from corridor_desktop.stress.quantiles import chi_square_quantile, chi_square_tail, f_tail

ZERO = np.zeros(3)
FACTORS = np.array([[0.04, 0.036, 0.015], [0.036, 0.09, 0.0], [0.015, 0.0, 0.01]])


def test_a_fall_of_five_percent_in_numbers() -> None:
    given = condition(ZERO, FACTORS, [0], [-0.05])
    assert given.mean.tolist() == pytest.approx([-0.045, -0.01875], abs=1e-15)
    assert given.distance == pytest.approx(0.0025 / 0.04, rel=1e-14)


def test_shocks_in_any_order_are_one_question() -> None:
    one = condition(ZERO, FACTORS, [0, 2], [-0.05, 0.02])
    two = condition(ZERO, FACTORS, [2, 0], [0.02, -0.05])
    assert one.mean == pytest.approx(two.mean)
    assert one.distance == pytest.approx(two.distance)


def test_what_was_expected_anyway_adds_no_information() -> None:
    # Shocking a second factor to its conditional mean leaves the third where it was.
    first = condition(ZERO, FACTORS, [0], [-0.05])
    both = condition(ZERO, FACTORS, [0, 1], [-0.05, float(first.mean[0])])
    assert both.mean == pytest.approx(first.mean[1:])
    assert both.distance == pytest.approx(first.distance)


@pytest.mark.parametrize("dof", [3.0, 5.0, 30.0, math.inf])
@pytest.mark.parametrize("distance", [0.1, 2.0, 9.0, 60.0])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_plausibility_is_a_tail_probability(dof: float, distance: float, count: int) -> None:
    expected = (
        stats.chi2.sf(distance, count)
        if math.isinf(dof)
        else stats.f.sf(distance / count, count, dof)
    )
    assert measure_plausibility(distance, count, dof) == pytest.approx(expected, rel=1e-11)


def test_fat_tails_find_a_far_shock_more_plausible() -> None:
    normal, fat = (condition(ZERO, FACTORS, [0], [-0.9], dof=d) for d in (math.inf, 5.0))
    assert fat.plausibility > 100 * normal.plausibility
    assert fat.covariance[0, 0] > normal.covariance[0, 0]


def test_opposite_moves_of_what_moves_together_contradict_each_other() -> None:
    tied = np.array([[1.0, 0.95], [0.95, 1.0]]) * 0.0004
    assert condition(np.zeros(2), tied, [0, 1], [-0.03, 0.03]).contradictory
    assert not condition(np.zeros(2), tied, [0, 1], [-0.03, -0.03]).contradictory


@pytest.mark.parametrize(
    ("shocked", "values"), [([], []), ([0, 0], [0.1, 0.1]), ([0, 1], [0.1]), ([0, 1], [0.1, 0.1])]
)
def test_a_question_without_an_answer_is_refused(shocked: list[int], values: list[float]) -> None:
    same = np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [0.5, 0.5, 1.0]])
    with pytest.raises(ValueError, match="shocked factor"):
        condition(ZERO, same, shocked, values)


@pytest.mark.parametrize("dof", [1, 2, 3, 10])
def test_tails_and_quantiles_of_chi_square_and_f(dof: int) -> None:
    for x in (0.01, 1.0, 5.0, 40.0, 900.0):
        assert chi_square_tail(x, dof) == pytest.approx(stats.chi2.sf(x, dof), rel=1e-11)
        assert f_tail(x, dof, 7.0) == pytest.approx(stats.f.sf(x, dof, 7.0), rel=1e-11)
    assert chi_square_quantile(0.999, dof) == pytest.approx(stats.chi2.ppf(0.999, dof), rel=1e-10)
    assert f_tail(0.0, dof, 3.0) == 1.0
