"""The five definitions of stress, and how sessions become windows."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.links import Pair
from corridor_desktop.stress.returns import Track
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.sets import (
    Kind,
    StressChoice,
    define,
    make_marker,
    mark_events,
    mark_sessions,
    mark_spans,
    mark_windows,
)
from corridor_desktop.stress.windows import count_clusters, find_quantile, mark_worst
from tests.stress.worlds import World, closes, weekdays

DAYS = np.array([day.toordinal() for day in weekdays(400)])
PATH = closes(World(400, seed=2).kospi, 2500)


def seoul(window: int = 300, path: np.ndarray = PATH) -> Seoul:
    full = Track(DAYS, path)
    part = DAYS[-window:]
    return Seoul(full, part, np.log(path[-window:]), Message.of("stress.no_world_proxy"))


def at(row: int) -> date:
    return date.fromordinal(int(DAYS[row]))


def test_event_windows_are_five_sessions_from_the_first_that_could_react() -> None:
    saturday = next(at(i) + timedelta(days=1) for i in range(100, 110) if at(i).weekday() == 4)
    flags = mark_events(DAYS, [saturday])
    rows = np.flatnonzero(flags)
    assert len(rows) == 5
    assert at(int(rows[0])) == saturday + timedelta(days=2)
    assert not mark_events(DAYS, [at(0) - timedelta(days=30)]).any()
    assert not mark_events(DAYS, [at(-1) + timedelta(days=3)]).any()
    assert mark_events(DAYS, [at(-2)]).sum() == 2


def test_own_dates_count_both_ends() -> None:
    flags = mark_spans(DAYS, [(at(10), at(12)), (at(50), at(50))])
    assert np.flatnonzero(flags).tolist() == [10, 11, 12, 50]
    assert count_clusters(flags) == 2
    assert not mark_spans(DAYS, []).any()


def test_sessions_are_marked_on_the_window_only() -> None:
    here = seoul()
    moves = PATH[101:] / PATH[100:-1] - 1
    for choice in (StressChoice(Kind.SHOCKS, level=-0.015), StressChoice()):
        flags = mark_sessions(choice, here)
        assert len(flags) == 300
        expected = (
            moves <= -0.015
            if choice.kind is Kind.SHOCKS
            else mark_worst(PATH[100:] / PATH[99:-1] - 1)[1:]
        )
        assert flags[1:].tolist() == expected.tolist()


def test_a_fall_that_began_before_the_window_is_still_known() -> None:
    path = np.concatenate(
        [np.linspace(100, 120, 80), np.linspace(119, 60, 120), np.full(200, 61.0)]
    )
    flags = mark_sessions(StressChoice(Kind.FALLS, depth=0.20), seoul(250, path))
    assert flags[:50].all()
    assert not flags[50:].any()


def test_events_start_at_the_session_that_reacted() -> None:
    here = seoul()
    late = Reaction(at(203), -0.02)
    crisis = Episode(at(200), "crisis", "t", "A crisis", "s", "", "seen", reaction=late)
    milestone = Episode(at(250), "milestone", "t", "A bridge", "s", "", "seen")
    flags = mark_sessions(StressChoice(Kind.EVENTS), here, [crisis, milestone])
    assert np.flatnonzero(flags).tolist() == list(range(103, 108))


def pair(horizon: int, n: int = 300) -> Pair:
    k = np.log(PATH[-n:])
    rows = np.arange(horizon, n)
    move = k[horizon:] - k[:-horizon]
    return Pair(move, move, rows, horizon, (at(0), at(-1)))


def test_a_window_is_stress_when_most_of_it_is() -> None:
    flags = np.zeros(300, dtype=bool)
    flags[100:103] = True
    week = mark_windows(flags, pair(5))
    assert (np.flatnonzero(week) + 5).tolist() == [102, 103, 104]
    shocks = mark_windows(flags, pair(5), any_of=True)
    assert (np.flatnonzero(shocks) + 5).tolist() == list(range(100, 107))
    day = mark_windows(flags, pair(1))
    assert (np.flatnonzero(day) + 1).tolist() == [100, 101, 102]


def test_the_default_is_the_worst_tenth_of_the_pairs_own_windows() -> None:
    week = pair(5)
    marked = make_marker(StressChoice(), seoul(), ())(week)
    assert marked.tolist() == mark_worst(week.k).tolist()


def test_every_definition_has_a_sentence() -> None:
    found = {define(StressChoice(kind), 5, 100).code for kind in Kind}
    assert len(found) == len(Kind)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-1, 1), min_size=1, max_size=60),
    st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0])),
)
def test_quantiles_are_numpys_to_the_last_bit(values: list[float], q: float) -> None:
    array = np.array(values)
    assert find_quantile(array, q) == pytest.approx(float(np.quantile(array, q)), rel=0, abs=0)


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 6), st.integers(0, 1000))
def test_deeper_falls_lie_within_shallower_ones_in_number(step: int, seed: int) -> None:
    path = closes(0.02 * np.random.default_rng(seed).standard_normal(400))
    here = seoul(400, path)
    counts = [
        count_clusters(mark_sessions(StressChoice(Kind.FALLS, depth=depth), here))
        for depth in (0.05 * step, 0.05 * step + 0.1)
    ]
    assert counts[0] >= counts[1]
