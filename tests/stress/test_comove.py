"""Average co-moves: the right hours, the right error, the same words as the plain mean."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.bootstrap import count_draws, draw_indices
from corridor_desktop.stress.comove import (
    Panel,
    average_co_move,
    co_move_korea,
    measure_co_move,
    standard_choices,
)
from corridor_desktop.stress.seoul import Seoul, read_seoul
from corridor_desktop.stress.sets import Kind, StressChoice
from corridor_desktop.stress.windows import mark_worst
from tests.stress.worlds import AS_OF, World

N = 1500


@pytest.fixture(scope="module")
def world() -> World:
    return World(N, beta=0.9, seed=14)


@pytest.fixture(scope="module")
def seoul(world: World) -> Seoul:
    return read_seoul(world.all["^KS11"], world.all, ["^GSPC"], world.days[0], AS_OF)


def far(world: World) -> Panel:
    logs = np.cumsum(world.far)[:, None]
    return Panel(np.arange(N), logs, np.ones(1), np.array([False]))


def test_moves_around_a_day_are_sums_of_single_ones(world: World) -> None:
    panel = far(world)
    assert panel.around(2, 0)[2:] == pytest.approx(world.far[2:] + world.far[1:-1])
    assert panel.around(1, 1)[1:-1] == pytest.approx(world.far[1:-1] + world.far[2:])
    assert np.isnan(panel.around(2, 0)[:2]).all()
    near = Panel(np.arange(N), np.cumsum(world.far)[:, None], np.ones(1), np.array([True]))
    assert near.around(2, 0)[1:] == pytest.approx(world.far[1:])


def test_mixed_hours_keep_each_its_own(world: World) -> None:
    logs = np.column_stack([np.cumsum(world.far), np.cumsum(world.near)])
    panel = Panel(np.arange(N), logs, np.array([0.5, -0.5]), np.array([False, True]))
    expected = 0.5 * np.expm1(world.far[5] + world.far[4]) - 0.5 * np.expm1(world.near[5])
    assert panel.around(2, 0)[5] == pytest.approx(np.log1p(expected))


def test_mean_over_stress_minus_mean_over_all() -> None:
    y = np.array([1.0, 2.0, np.nan, 6.0, 3.0])
    flags = np.array([True, False, True, True, False])
    assert average_co_move(y, flags) == pytest.approx(3.5 - 3.0)
    assert np.isnan(average_co_move(y, np.zeros(5, dtype=bool)))


def test_two_sessions_find_what_one_misses(world: World, seoul: Seoul) -> None:
    # In this world the answer to Seoul's day t lies in New York's sessions t - 1 and t.
    flags = np.concatenate([[False], mark_worst(np.diff(seoul.logs))])
    counts = count_draws(draw_indices(N, 12, 5))
    panel = far(world)
    naive = average_co_move(np.concatenate([[np.nan], world.far[1:]]), flags)
    found = measure_co_move(panel.around(2, 0), flags, panel.rows, counts, seoul, 2, "co_move_days")
    assert isinstance(found, Estimate)
    k = np.concatenate([[np.nan], np.diff(seoul.logs)])
    truth = 0.9 * average_co_move(k, flags)
    assert found.se is not None
    assert abs(found.value - truth) < 4 * found.se
    assert naive > 0.6 * found.value  # closer to zero
    assert found.n == flags[2:].sum()


def test_error_is_that_of_resampling_by_hand(world: World, seoul: Seoul) -> None:
    flags = np.concatenate([[False], mark_worst(np.diff(seoul.logs))])
    y = far(world).around(2, 0)
    drawn = draw_indices(N, 12, 5, 300)
    found = measure_co_move(y, flags, np.arange(N), count_draws(drawn), seoul, 2, "co_move_days")
    assert isinstance(found, Estimate)
    slow = [average_co_move(y[row], flags[row]) for row in drawn]
    assert found.se == pytest.approx(float(np.std(slow, ddof=1)), rel=1e-3)


def test_news_of_koreas_own_is_answered_in_full(world: World, seoul: Seoul) -> None:
    found = co_move_korea(far(world), seoul, count_draws(draw_indices(N, 12, 5)))
    assert isinstance(found, Estimate)
    assert found.value < 0
    assert found.high is not None
    assert found.high < 0


def test_without_new_york_there_is_a_reason(world: World) -> None:
    alone = read_seoul(world.all["^KS11"], {}, ["^GSPC"], world.days[0], AS_OF)
    found = co_move_korea(far(world), alone, count_draws(draw_indices(N, 12, 5)))
    assert isinstance(found, Message)


@pytest.mark.parametrize(("days", "shown"), [(14, False), (15, True), (29, True), (30, True)])
def test_gates_of_stress_days(world: World, seoul: Seoul, days: int, shown: bool) -> None:
    flags = np.zeros(N, dtype=bool)
    flags[10 : 10 + 40 * days : 40] = True
    counts = count_draws(draw_indices(N, 12, 5, 50))
    found = measure_co_move(world.far, flags, np.arange(N), counts, seoul, 1, "co_move_days")
    assert isinstance(found, Estimate if shown else TooLittle)
    if isinstance(found, Estimate):
        assert found.indicative == (days < 30)


def test_thirty_days_in_four_spells_stay_indicative(world: World, seoul: Seoul) -> None:
    flags = np.zeros(N, dtype=bool)
    for start in (100, 300, 500, 700):
        flags[start : start + 10] = True
    counts = count_draws(draw_indices(N, 12, 5, 50))
    found = measure_co_move(world.far, flags, np.arange(N), counts, seoul, 1, "co_move_days")
    assert isinstance(found, Estimate)
    assert found.indicative
    flags[900] = True
    found = measure_co_move(world.far, flags, np.arange(N), counts, seoul, 1, "co_move_days")
    assert isinstance(found, Estimate)
    assert not found.indicative


def test_the_chosen_definition_stands_among_the_offered_ones() -> None:
    own = StressChoice(Kind.SHOCKS, level=-0.035)
    offered = standard_choices(own)
    assert own in offered
    assert len(offered) == 7
    assert [choice.kind for choice in offered] == sorted(
        (choice.kind for choice in offered), key=list(Kind).index
    )
    assert len(standard_choices(StressChoice())) == 6
