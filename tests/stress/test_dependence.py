"""Reference curves against numerical integration and against published and tabled values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from corridor_desktop.stress.dependence import (
    needed_observations,
    normal_exceedance,
    normal_quantile_dependence,
    normal_tail_correlation,
    normal_tail_moments,
    student_tail_dependence,
)
from corridor_desktop.stress.link import no_change_correlation
from corridor_desktop.stress.quantiles import both_below


def integrated_exceedance(rho: float, theta: float) -> float:
    """The same by brute force: moments of the corner, with the inner integral done by hand."""
    spread = math.sqrt(1 - rho * rho)

    def moment(power_x: int, power_y: int) -> float:
        def inner(x: float) -> float:
            cut = (theta - rho * x) / spread
            tail, density = stats.norm.sf(cut), stats.norm.pdf(cut)
            mean = rho * x * tail + spread * density
            square = (rho * x) ** 2 * tail + 2 * rho * x * spread * density
            square += spread**2 * (tail + cut * density)
            return float((tail, mean, square)[power_y] * x**power_x * stats.norm.pdf(x))

        value, _ = integrate.quad(inner, theta, 12, epsabs=0, epsrel=1e-13, limit=400)
        return float(value)

    whole = moment(0, 0)
    mean, square, product = moment(1, 0) / whole, moment(2, 0) / whole, moment(1, 1) / whole
    return (product - mean**2) / (square - mean**2)


@pytest.mark.parametrize("rho", [-0.6, -0.2, 0.0, 0.3, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("theta", [0.0, 0.5, 1.0, 1.5, 2.0])
def test_exceedance_of_a_normal_equals_integration(rho: float, theta: float) -> None:
    expected = integrated_exceedance(rho, theta)
    assert normal_exceedance(rho, theta) == pytest.approx(expected, rel=2e-9, abs=1e-11)
    assert normal_exceedance(rho, -theta) == normal_exceedance(rho, theta)


def test_exceedance_of_a_normal_falls_with_the_threshold() -> None:
    curve = [round(normal_exceedance(0.5, theta), 3) for theta in (0, 0.5, 1, 1.5, 2)]
    assert curve == [0.269, 0.220, 0.179, 0.145, 0.119]
    # Known in closed form at the origin without correlation: halves of normals stay independent.
    assert normal_exceedance(0.0, 0.7) == pytest.approx(0.0, abs=1e-13)
    assert normal_exceedance(1.0, 1.0) == 1.0


@settings(max_examples=60, deadline=None)
@given(rho=st.floats(-0.999, 0.999), q=st.floats(0.01, 0.5))
def test_selection_lowers_the_correlation_and_keeps_its_sign(rho: float, q: float) -> None:
    shown = normal_tail_correlation(rho, q)
    assert abs(shown) <= abs(rho) + 1e-12
    assert shown * rho >= 0
    variance = normal_tail_moments(q)[1]
    assert shown == pytest.approx(no_change_correlation(rho, variance, 1.0), abs=1e-12)


def test_worst_tenth_of_a_normal() -> None:
    assert normal_tail_correlation(0.6) == pytest.approx(0.295, abs=5e-4)
    assert normal_tail_correlation(0.7) == pytest.approx(0.374, abs=5e-4)
    cut = stats.norm.ppf(0.1)
    mean, variance = stats.truncnorm.stats(-np.inf, cut, moments="mv")
    assert normal_tail_moments(0.1) == pytest.approx((float(mean), float(variance)), rel=1e-9)


@pytest.mark.parametrize("rho", [-0.97, -0.5, -0.1, 0.0, 0.4, 0.99])
@pytest.mark.parametrize(("h", "k"), [(-2.0, -2.0), (-1.28, 0.3), (0.0, 0.0), (1.5, -0.2)])
def test_corner_of_a_normal_equals_integration(rho: float, h: float, k: float) -> None:
    spread = math.sqrt(1 - rho * rho)
    expected, _ = integrate.quad(
        lambda x: stats.norm.pdf(x) * stats.norm.cdf((k - rho * x) / spread),
        -12, h, epsabs=1e-15, epsrel=1e-12, limit=400,
    )  # fmt: skip
    assert both_below(h, k, rho) == pytest.approx(expected, rel=1e-9, abs=1e-14)


def test_quantile_dependence_of_a_normal_at_its_ends() -> None:
    assert normal_quantile_dependence(0.0) == pytest.approx(0.10, abs=1e-12)
    assert normal_quantile_dependence(1.0) == 1.0
    assert normal_quantile_dependence(-1.0) == 0.0
    assert normal_quantile_dependence(-1.0, 0.8) == pytest.approx(0.75)


def test_tail_dependence_of_student() -> None:
    assert student_tail_dependence(0.5, 4) == pytest.approx(0.2531699951, abs=1e-9)
    for rho, dof in ((0.0, 3), (0.5, 10), (-0.3, 5), (0.9, 2.5)):
        cut = -math.sqrt((dof + 1) * (1 - rho) / (1 + rho))
        expected = 2 * stats.t.cdf(cut, dof + 1)
        assert student_tail_dependence(rho, dof) == pytest.approx(expected, rel=1e-10)
    assert student_tail_dependence(1.0, 4) == 1.0
    assert student_tail_dependence(-1.0, 4) == 0.0
    assert student_tail_dependence(0.5, 1e6) == pytest.approx(0.0, abs=1e-3)


def test_needed_observations_are_those_of_the_table() -> None:
    widths = (0.1, 0.15, 0.2, 0.3)
    assert [needed_observations(0.0, one) for one in widths] == [388, 174, 100, 46]
    assert [needed_observations(0.5, one) for one in widths] == [220, 100, 58, 28]
    assert [needed_observations(0.7, one) for one in widths] == [103, 48, 28, 15]
    for wrong in (0.0, -0.1, 1.0, math.nan):
        with pytest.raises(ValueError, match="half_width"):
            needed_observations(0.5, wrong)
