from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy import stats

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.stress.events import (
    compare_placebo,
    describe_crises,
    split_news,
    study_event,
    trough_within,
)
from corridor_desktop.stress.regress import ols_design
from tests.stress.worlds import World, weekdays


def crisis(day: date, first: float, worst: float | None = None, kind: str = "crisis") -> Episode:
    reaction = Reaction(day, first, worst=worst)
    return Episode(day, kind, "test", "A crisis", "nobody", "", "seen", reaction=reaction)


def test_event_that_only_repeats_the_market_is_normal() -> None:
    chance = np.random.default_rng(5)
    k = chance.standard_normal(300) * 0.01
    y = 0.001 + 1.1 * k + 1e-4 * chance.standard_normal(300)
    y[280] -= 0.05
    study = study_event(y, ols_design(k)[0], 280)
    assert study.coef == pytest.approx([0.001, 1.1], abs=2e-3)
    assert study.abnormal[0] == pytest.approx(-0.05, abs=1e-3)
    assert study.total == pytest.approx(study.abnormal.sum())
    assert study.t < -100
    assert study.dof == 248


def test_t_statistic_of_nothing_is_standard() -> None:
    chance = np.random.default_rng(6)
    values = []
    for _ in range(200):
        k = chance.standard_normal(300) * 0.01
        y = k + 0.01 * chance.standard_normal(300)
        values.append(study_event(y, ols_design(k)[0], 290).t)
    assert stats.kstest(values, stats.t(248).cdf).pvalue > 0.001


def test_own_news_is_free_of_the_night_before() -> None:
    world = World(3000, seed=9)
    before = np.concatenate([[0.0], world.proxy[:-1]])
    own, slope, explained = split_news(world.kospi, before)
    assert own @ (before - before.mean()) == pytest.approx(0.0, abs=1e-12)
    assert slope == pytest.approx(stats.linregress(before, world.kospi).slope)
    assert explained == pytest.approx(np.corrcoef(before, world.kospi)[0, 1] ** 2)
    assert split_news(world.kospi, np.zeros(3000))[1:] == pytest.approx((0.0, 0.0))


def test_placebo_tells_a_real_effect_from_none() -> None:
    values = np.random.default_rng(7).standard_normal(2000) * 0.01
    rows = list(range(200, 1800, 100))
    assert compare_placebo(values, rows, 1, draws=500)[2] > 0.01
    values[rows] -= 0.03
    real, base, chance = compare_placebo(values, rows, 1, draws=500)
    assert real < -0.02
    assert abs(base) < 0.01
    assert chance < 0.01


def test_trough_looks_at_every_close_of_the_window() -> None:
    closes = np.array([100.0, 98.0, 95.0, 99.0, 101.0])
    assert trough_within(closes, 2) == pytest.approx([-0.05, 95 / 98 - 1])
    assert len(trough_within(closes[:3], 2)) == 0


def test_crises_are_counted_and_milestones_are_not() -> None:
    world = World(500)
    days = np.array([day.toordinal() for day in world.days])
    closes = np.exp(np.cumsum(world.kospi))
    known = [
        crisis(world.days[100], -0.04, -0.06),
        crisis(world.days[200], -0.01, -0.03),
        crisis(world.days[300], 0.02),
        crisis(world.days[400], -0.5, -0.5, kind="milestone"),
    ]
    found = describe_crises(known, days, closes)
    assert found is not None
    assert (found.n, found.median, found.worst) == (3, -0.01, -0.04)
    assert dict(found.at_or_below) == {-0.01: 2, -0.02: 1, -0.03: 1, -0.05: 0, -0.10: 0}
    assert dict(found.worst_within)[-0.03] == 1.0
    moves = closes[100:] / closes[99:-1] - 1
    assert dict(found.base_rate)[-0.02] == pytest.approx((moves <= -0.02).mean())
    assert (found.start, found.end) == (world.days[100], world.days[300])


def test_without_closes_there_is_no_base_rate() -> None:
    nothing = np.zeros(0)
    found = describe_crises([crisis(weekdays(1)[0], -0.01)], nothing.astype(np.int64), nothing)
    assert found is not None
    assert (found.base_rate, found.base_within, found.base_n) == ((), (), 0)
    assert describe_crises([], nothing.astype(np.int64), nothing) is None
