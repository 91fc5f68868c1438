"""Several factors at once, in a world whose covariances are known."""

from __future__ import annotations

import pytest

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.factor_report import FactorModel, Joint
from corridor_desktop.stress.factors import compute_joint
from corridor_desktop.stress.report import StressReport
from corridor_desktop.stress.stress import joint_at, measure_stress
from tests.stress.worlds import AS_OF, World, valuation

WEIGHTS = {"FAR": "0.4", "NEAR.KS": "0.3", "LOOSE.KS": "0.2"}


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def report(world: World) -> StressReport:
    return measure_stress(
        valuation(WEIGHTS, cash={"EUR": "0.1"}), None, world.all, "EUR", (), AS_OF
    )


def model(report: StressReport) -> FactorModel:
    assert isinstance(report.factors, FactorModel)
    return report.factors


def joint(report: StressReport, **shocks: float) -> Joint:
    found = joint_at(report, shocks)
    assert isinstance(found, Joint)
    return found


def test_the_factors_that_have_closes_are_there(report: StressReport) -> None:
    # dollars per euro stand still in this world, so they are no factor
    assert [factor.key for factor in model(report).factors] == ["kospi", "won", "world"]


def test_holdings_add_up_to_the_expected_move(report: StressReport) -> None:
    found = joint(report, kospi=-0.05, won=-0.02)
    assert sum(part.loss for part in found.by_holding) == pytest.approx(found.move, abs=1e-12)
    assert found.low < found.move < found.high
    assert found.fat_low < found.low
    assert found.fat_high > found.high


def test_the_won_is_expected_to_fall_with_seoul(report: StressReport) -> None:
    found = joint(report, kospi=-0.05)
    won = next(move for move in found.others if move.factor.key == "won")
    assert won.value == pytest.approx(-0.015, abs=0.003)
    assert won.low is not None
    assert won.high is not None
    assert won.low < won.value < won.high


def test_one_shock_is_linear_around_the_mean(report: StressReport) -> None:
    none, once, twice = (joint(report, kospi=size).move for size in (0.0, -0.04, -0.08))
    assert twice - none == pytest.approx(2 * (once - none), abs=1e-12)


def test_telling_what_was_expected_changes_nothing(report: StressReport) -> None:
    first = joint(report, kospi=-0.05)
    won = next(move.value for move in first.others if move.factor.key == "won")
    both = joint(report, kospi=-0.05, won=won)
    assert both.move == pytest.approx(first.move, abs=1e-12)
    assert both.distance == pytest.approx(first.distance)


@pytest.mark.parametrize(
    ("shocks", "badge"),
    [
        ({"kospi": -0.01}, "usual"),
        ({"kospi": -0.065}, "rare"),
        ({"kospi": -0.5}, "extreme"),
        ({"kospi": -0.05, "won": 0.012}, "contradictory"),
    ],
)
def test_badges(report: StressReport, shocks: dict[str, float], badge: str) -> None:
    found = joint(report, **shocks)
    assert found.badge == badge
    assert found.fat_plausibility >= min(found.plausibility, 0.01)


@pytest.mark.parametrize(
    ("shocks", "code"),
    [
        ({}, "stress.how_many_factors"),
        ({"gold": 0.1}, "stress.unknown_factor"),
        ({"kospi": -1.0}, "stress.below_nothing"),
        ({"kospi": float("nan")}, "stress.below_nothing"),
    ],
)
def test_a_wrong_question_gets_a_sentence(
    report: StressReport, shocks: dict[str, float], code: str
) -> None:
    found = joint_at(report, shocks)
    assert isinstance(found, Message)
    assert found.code == code


def test_a_longer_horizon_widens_the_band(report: StressReport) -> None:
    week = joint(report, kospi=-0.1)
    month = compute_joint(model(report), {"kospi": -0.1}, 20)
    assert isinstance(month, Joint)
    assert month.high - month.low == pytest.approx(2 * (week.high - week.low))
    assert month.distance < week.distance


def test_more_than_three_at_once_are_refused(world: World) -> None:
    extra = {"BZ=F": world.all["FAR"], "HG=F": world.all["LOOSE.KS"]}
    report = measure_stress(valuation(WEIGHTS), None, world.all | extra, "EUR", (), AS_OF)
    keys = [factor.key for factor in model(report).factors]
    assert keys == ["kospi", "won", "world", "oil", "metal"]
    found = joint_at(report, dict.fromkeys(keys[:4], -0.01))
    assert isinstance(found, Message)
    assert found.code == "stress.how_many_factors"


def test_too_little_history_says_so() -> None:
    short = World(90)
    report = measure_stress(valuation(WEIGHTS), None, short.all, "EUR", (), AS_OF)
    found = joint_at(report, {"kospi": -0.05})
    assert isinstance(found, Message)
    assert found.code == "stress.too_short"
