"""Spread risk and the bad tail in the report: gates, sums, calm beside stress."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.stress.diversify import mean_correlation
from corridor_desktop.stress.report import StressReport
from corridor_desktop.stress.risk_report import Spread, TailRisk
from corridor_desktop.stress.spread import no_change_covariance
from corridor_desktop.stress.stress import measure_stress
from corridor_desktop.stress.windows import mark_worst
from tests.stress.worlds import AS_OF, World, closes, series, themes, valuation

Array = npt.NDArray[np.float64]
WEIGHTS = {"FAR": "0.4", "NEAR.KS": "0.3", "LOOSE.KS": "0.2"}
TAGS = themes(
    {"resource_transit": {"NEAR.KS": "0.15", "FAR": "0.1"}},
    {"NEAR.KS": "0.15", "FAR": "0.3", "LOOSE.KS": "0.2"},
)


def measured(world: World, weights: dict[str, str] | None = None) -> StressReport:
    held = valuation(weights or WEIGHTS, cash={"EUR": "0.1"})
    return measure_stress(held, TAGS, world.all, "EUR", (), AS_OF)


@pytest.fixture(scope="module")
def report() -> StressReport:
    return measured(World(2000))


@pytest.fixture(scope="module")
def spread(report: StressReport) -> Spread:
    assert report.risk is not None
    assert report.risk.spread is not None
    return report.risk.spread


@pytest.fixture(scope="module")
def tail(report: StressReport) -> TailRisk:
    assert report.tail is not None
    return report.tail


def test_counting_money_and_counting_risk(spread: Spread) -> None:
    assert spread.n_holdings == 3
    assert spread.effective_number == pytest.approx(0.81 / (0.16 + 0.09 + 0.04))
    assert spread.effective_number is not None
    assert spread.entropy_number is not None
    assert spread.effective_number <= spread.entropy_number <= 3
    assert spread.ratio is not None
    assert spread.squared == pytest.approx(spread.ratio**2)
    assert spread.removed == pytest.approx(1 - 1 / spread.ratio)
    assert spread.bets is not None
    assert 1 <= spread.bets <= 3


def test_shares_by_theme_add_up_in_risk_and_in_money(spread: Spread) -> None:
    assert sum(part.share for part in spread.by_theme) == pytest.approx(1.0)
    assert sum(part.weight for part in spread.by_theme) == pytest.approx(0.9)
    theme = spread.by_theme[0]
    assert theme.key == "resource_transit"
    assert theme.weight == pytest.approx(0.25)
    assert theme.share > theme.weight


def test_pairs_in_calm_and_in_stress_stand_beside_no_change(spread: Spread) -> None:
    for pairs in (spread.average, spread.calm, spread.stress):
        assert pairs.value is not None
        assert pairs.low is not None
        assert pairs.high is not None
        assert -1 <= pairs.low <= pairs.value <= pairs.high <= 1
    assert spread.stress.no_change is not None
    assert spread.calm.value is not None
    # choosing weeks by KOSPI alone lowers the correlation although this world never changes
    assert spread.stress.no_change < spread.calm.value
    assert spread.stress.low is not None
    assert spread.stress.high is not None
    assert spread.stress.low <= spread.stress.no_change <= spread.stress.high
    assert spread.stress.n + spread.calm.n == spread.average.n


def test_no_change_is_what_selection_does_to_a_normal_world() -> None:
    chance = np.random.default_rng(5)
    k = chance.standard_normal(200_000)
    beta = np.array([0.5, 1.0, -0.3])
    x = k[:, None] * beta + chance.standard_normal((200_000, 3))
    worst = mark_worst(k)
    covariance = np.cov(x.T)
    seen = no_change_covariance(covariance, beta * k.var(), float(k.var()), float(k[worst].var()))
    weights = np.array([0.3, 0.5, 0.2])
    found = mean_correlation(weights, np.cov(x[worst].T))
    assert mean_correlation(weights, seen) == pytest.approx(found, abs=0.01)


def test_one_holding_has_no_pairs_and_many_have_no_bets() -> None:
    world = World()
    one = measured(world, {"FAR": "0.9"}).risk
    assert one is not None
    assert one.spread is not None
    assert one.spread.average.value is None
    assert one.spread.average.why is not None
    assert one.spread.average.why.code == "stress.one_holding"
    assert one.spread.ratio == pytest.approx(1.0)
    chance = np.random.default_rng(1)
    many = {
        f"M{n}": series(f"M{n}", "USD", world.days, closes(0.01 * chance.standard_normal(800)))
        for n in range(41)
    }
    held = valuation(dict.fromkeys(many, "1"))
    risk = measure_stress(held, None, world.all | many, "EUR", (), AS_OF).risk
    assert risk is not None
    assert risk.spread is not None
    assert risk.spread.bets is None
    assert risk.spread.bets_why is not None
    assert risk.spread.ratio is not None
    assert risk.spread.ratio > 4


def test_two_that_move_as_one_cannot_be_told_apart() -> None:
    world = World()
    twin = {"TWIN": replace(world.all["FAR"], symbol="TWIN")}
    held = valuation({"FAR": "0.5", "TWIN": "0.5"})
    risk = measure_stress(held, None, world.all | twin, "EUR", (), AS_OF).risk
    assert risk is not None
    assert risk.spread is not None
    assert risk.spread.bets is None
    assert risk.spread.bets_why is not None
    assert risk.spread.bets_why.code == "stress.bets_as_one"
    assert risk.spread.ratio == pytest.approx(1.0)


def test_bad_weeks_in_figures(tail: TailRisk) -> None:
    assert [loss.one_in for loss in tail.losses] == [20, 100]
    for loss in tail.losses:
        assert isinstance(loss.at_risk, Estimate)
        assert isinstance(loss.shortfall, Estimate)
        assert 0 < loss.at_risk.value < loss.shortfall.value
        assert loss.shortfall.low is not None
        assert loss.shortfall.low < loss.shortfall.value
        assert sum(part.loss for part in loss.parts) == pytest.approx(loss.shortfall.value)
    week, rare = (
        loss.shortfall.value for loss in tail.losses if isinstance(loss.shortfall, Estimate)
    )
    assert week < rare
    # far 0.4 x 0.6, near 0.3 x 1.2 and the won 0.5 x 0.3 of a KOSPI of 0.0121 a day
    deviation = math.sqrt(5) * 0.0121 * (0.4 * 0.6 + 0.3 * 1.2 + 0.5 * 0.3)
    assert week == pytest.approx(2.06 * deviation, rel=0.15)
    assert tail.restless == pytest.approx(1.0, abs=0.3)


def test_the_tail_is_measured_over_more_than_the_window(
    report: StressReport, tail: TailRisk
) -> None:
    assert tail.n > 2 * report.n
    assert tail.start is not None
    assert report.start is not None
    assert tail.start < report.start


def test_too_few_bad_weeks_show_no_figure() -> None:
    tail = measured(World(300)).tail
    assert tail is not None
    week, rare = tail.losses
    assert isinstance(week.at_risk, Estimate)
    assert week.at_risk.indicative
    assert isinstance(rare.at_risk, TooLittle)
    assert (rare.parts, rare.plain) == ((), None)
    assert rare.said.code == "stress.too_few_bad_weeks"


def test_without_shared_history_or_moves_the_tail_says_why() -> None:
    young = measured(World(70)).tail
    assert young is not None
    assert [loss.said.code for loss in young.losses] == ["stress.too_few_bad_weeks"] * 2
    world = World()
    still = {"STILL": series("STILL", "EUR", world.days, np.full(800, 10.0))}
    held = valuation({"STILL": "1"})
    tail = measure_stress(held, None, world.all | still, "EUR", (), AS_OF).tail
    assert tail is not None
    assert tail.why is not None
    assert tail.why.code == "stress.never_moves"


def test_the_same_data_give_the_same_tail() -> None:
    assert measured(World()).tail == measured(World()).tail
