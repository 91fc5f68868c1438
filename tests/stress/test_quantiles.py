from __future__ import annotations

import pytest
from scipy import stats

from corridor_desktop.stress.quantiles import (
    both_below,
    chi_square_cdf,
    normal_cdf,
    normal_quantile,
    student_cdf,
    student_quantile,
)


@pytest.mark.parametrize("dof", [1, 2.5, 4, 30, 246, 5000])
@pytest.mark.parametrize("x", [-40.0, -3.1, -0.2, 0.0, 0.7, 2.0, 12.0])
def test_student_equals_scipy(x: float, dof: float) -> None:
    assert student_cdf(x, dof) == pytest.approx(stats.t.cdf(x, dof), rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("p", [0.001, 0.025, 0.5, 0.9, 0.999])
def test_student_quantile_equals_scipy(p: float) -> None:
    assert student_quantile(p, 7) == pytest.approx(stats.t.ppf(p, 7), rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("dof", [1, 2, 5, 40])
@pytest.mark.parametrize("x", [0.001, 0.5, 3.84, 60.0, 300.0])
def test_chi_square_equals_scipy(x: float, dof: int) -> None:
    assert chi_square_cdf(x, dof) == pytest.approx(stats.chi2.cdf(x, dof), rel=1e-11)


def test_chi_square_of_nothing_is_zero() -> None:
    assert chi_square_cdf(0.0, 3) == 0.0


@pytest.mark.parametrize("rho", [-0.9, -0.3, 0.0, 0.5, 0.95])
def test_both_below_equals_scipy(rho: float) -> None:
    h, k = -1.2815515655446004, -0.4
    other = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([h, k])
    assert both_below(h, k, rho) == pytest.approx(other, abs=1e-7)


def test_normal_quantile_undoes_the_probability() -> None:
    assert normal_quantile(normal_cdf(1.3)) == pytest.approx(1.3, abs=1e-12)
