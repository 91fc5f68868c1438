"""Paths around a session: exact on a made-up index, and honest about what any session does."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from corridor_desktop.stress.path import event_path

START = date(2020, 1, 6)


def sessions(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([(START + timedelta(days=at)).toordinal() for at in range(count)], np.int64)


def test_a_path_is_read_off_the_close_before() -> None:
    closes = np.full(60, 100.0)
    closes[30:] = 90.0
    found = event_path(sessions(60), closes, START + timedelta(days=30), before=2, after=3)
    assert found is not None
    assert found.offsets == (-2, -1, 0, 1, 2, 3)
    assert found.moves == pytest.approx((0.0, 0.0, -0.1, -0.1, -0.1, -0.1))
    assert found.n == 55, "every session with two before and three after it"


def test_the_band_is_that_of_every_session() -> None:
    chance = np.random.default_rng(5)
    closes = np.asarray(100 * np.cumprod(1 + chance.normal(0, 0.01, 400)), np.float64)
    found = event_path(sessions(400), closes, START + timedelta(days=200))
    assert found is not None
    place = found.offsets.index(3)
    moves = [closes[t + 3] / closes[t - 1] - 1 for t in range(5, 380)]
    assert (found.low[place], found.middle[place], found.high[place]) == pytest.approx(
        tuple(np.quantile(moves, (0.1, 0.5, 0.9)))
    )
    assert found.moves[found.offsets.index(-1)] == 0.0
    assert (found.start, found.end) == (START + timedelta(days=5), START + timedelta(days=379))


def test_a_path_that_runs_off_the_closes_ends_there() -> None:
    closes = np.linspace(100, 120, 80)
    found = event_path(sessions(80), closes, START + timedelta(days=77))
    assert found is not None
    assert found.moves[-1] is None
    assert found.moves[found.offsets.index(2)] is not None
    assert found.moves[found.offsets.index(3)] is None


@pytest.mark.parametrize("day", [-1, 3, 80, 300])
def test_without_the_session_or_what_lies_before_it_there_is_no_path(day: int) -> None:
    assert event_path(sessions(80), np.ones(80), START + timedelta(days=day)) is None


def test_too_few_sessions_make_no_band() -> None:
    assert event_path(sessions(40), np.ones(40), START + timedelta(days=10)) is None
