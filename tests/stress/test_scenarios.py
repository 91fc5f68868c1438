from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from corridor_desktop.stress.conditional import condition
from corridor_desktop.stress.scenarios import (
    choose_horizon,
    describe_frequency,
    reverse_fall,
    shock_loss,
)

MEAN = np.array([0.001, 0.002, 0.0])
COVARIANCE = np.array([[0.04, 0.036, 0.01], [0.036, 0.09, 0.0], [0.01, 0.0, 0.01]])


def test_a_fall_of_a_tenth_is_thought_of_as_a_month() -> None:
    assert [choose_horizon(s) for s in (-0.03, -0.05, -0.051, -0.1, 0.05)] == [5, 5, 21, 21, 5]


def test_losses_are_linear_in_the_shock() -> None:
    one, two = (shock_loss(s, 0.6, 0.1, 0.01, 5, 0.5) for s in (-0.05, -0.10))
    assert two.loss == pytest.approx(2 * one.loss)
    assert two.low - two.loss == pytest.approx(2 * (one.low - one.loss))
    assert one.loss == pytest.approx(-0.03)
    assert one.market_part == pytest.approx(-0.025)
    assert one.currency_part == pytest.approx(-0.005)


def test_bands_hold_estimation_and_outcome() -> None:
    loss = shock_loss(-0.05, 0.6, 0.1, 0.01, 5)
    assert loss.high - loss.loss == pytest.approx(1.959964 * 0.005, rel=1e-6)
    assert loss.outcome_high is not None
    spread = math.sqrt(0.005**2 + 5 * 0.01**2)
    assert loss.outcome_high - loss.loss == pytest.approx(1.959964 * spread, rel=1e-6)
    assert loss.market_part is None
    assert loss.currency_part is None


def test_reverse_undoes_forward() -> None:
    draws = np.random.default_rng(1).normal(0.6, 0.05, 1000)
    fall = reverse_fall(0.10, 0.6, draws)
    assert fall is not None
    assert shock_loss(fall.kospi, 0.6, 0.05, 0.01, 21).loss == pytest.approx(-0.10)
    assert fall.low < fall.kospi < fall.high < 0


@pytest.mark.parametrize(
    ("beta", "spread", "loss"), [(0.1, 0.2, 0.1), (-0.5, 0.01, 0.1), (0.05, 0.001, 0.1)]
)
def test_no_fall_explains_a_loss(beta: float, spread: float, loss: float) -> None:
    draws = np.random.default_rng(1).normal(beta, spread, 1000)
    assert reverse_fall(loss, beta, draws) is None


def test_frequency_counts_windows_and_spells() -> None:
    closes = np.array([100.0, 94.0, 94.0, 100.0, 94.9, 100.0])
    days = np.array([(date(2020, 1, 1) + timedelta(days=i)).toordinal() for i in range(6)])
    said = describe_frequency(days, closes, -0.05, 1)
    assert said is not None
    values = said.values()
    assert (values["count"], values["clusters"], values["windows"]) == ("2", "2", "5")
    assert (values["start"], values["end"]) == ("2020-01-01", "2020-01-06")
    rise = describe_frequency(days, closes, 0.05, 1)
    assert rise is not None
    assert (rise.code, rise.values()["count"]) == ("stress.frequency_rise", "2")
    assert describe_frequency(days[:3], closes[:3], -0.05, 5) is None


def test_conditional_normal_is_the_regression() -> None:
    given = condition(MEAN, COVARIANCE, [0], [-0.05])
    assert given.mean == pytest.approx([0.002 + 0.9 * -0.051, 0.25 * -0.051], abs=1e-15)
    assert given.covariance[0, 0] == pytest.approx(0.09 - 0.036**2 / 0.04, abs=1e-15)
    assert given.distance == pytest.approx(0.051**2 / 0.04)
    assert given.plausibility == pytest.approx(math.erfc(math.sqrt(given.distance / 2)))


def test_student_has_the_same_mean_and_a_wider_spread_for_a_far_shock() -> None:
    normal = condition(MEAN, COVARIANCE, [0], [-0.9])
    student = condition(MEAN, COVARIANCE, [0], [-0.9], dof=4)
    assert student.mean == pytest.approx(normal.mean)
    assert student.dof == 5
    scale = (4 + student.distance) / 5
    assert student.covariance == pytest.approx(normal.covariance * scale)


def test_two_shocks_at_once_leave_one_free() -> None:
    given = condition(MEAN, COVARIANCE, [1, 2], [0.002, 0.0])
    assert given.mean == pytest.approx([0.001])
    assert given.distance == pytest.approx(0.0)
    assert given.plausibility == pytest.approx(1.0)
