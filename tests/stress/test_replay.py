"""Falls of the past replayed: own moves, marked stand-ins, and no total that is mostly a guess."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_desktop.stress.replay import replay_falls
from corridor_desktop.stress.report import Pull, Replay
from corridor_desktop.stress.returns import Track
from corridor_desktop.stress.stakes import Stake

DAYS = np.arange(735_000, 735_040)
# up, down by a fifth from day 10 to day 20, and up again
RISE, FALL, BACK = np.linspace(90, 100, 11), np.linspace(98, 80, 10), np.linspace(82, 110, 19)
KOSPI = np.concatenate([RISE, FALL, BACK])
BENCHMARK = Track(DAYS, KOSPI)


def stake(key: str, weight: float, closes: Track | None) -> Stake:
    return Stake(key, key, weight, True, 1.0, 1.0, closes, closes, closes)


def replayed(*held: tuple[str, float, Track | None, float | None]) -> Replay:
    stakes = [stake(key, weight, closes) for key, weight, closes, _ in held]
    pulls = [
        Pull(key, key, None if beta is None else weight * beta, None)
        for key, weight, _, beta in held
    ]
    (found,) = replay_falls(BENCHMARK, stakes, pulls)
    return found


OLD = Track(DAYS, KOSPI**2)


def test_own_moves_count_and_add_up() -> None:
    found = replayed(("old", 0.6, OLD, 2.0), ("index", 0.4, BENCHMARK, 1.0))
    assert found.kospi == pytest.approx(-0.2)
    assert found.felt == pytest.approx(0.6 * (0.64 - 1) + 0.4 * -0.2)
    assert (found.proxied, found.why, found.rough) == (0.0, None, None)
    assert [part.proxied for part in found.parts] == [False, False]
    assert sum(part.move for part in found.parts) == pytest.approx(found.felt)


def test_a_stand_in_is_marked() -> None:
    found = replayed(("old", 0.6, OLD, 2.0), ("young", 0.4, None, 1.5))
    assert found.proxied == pytest.approx(0.4)
    assert found.felt == pytest.approx(0.6 * -0.36 + 0.4 * 1.5 * -0.2)
    assert {part.key: part.proxied for part in found.parts} == {"old": False, "young": True}


def test_a_figure_that_is_mostly_a_guess_is_only_about() -> None:
    found = replayed(("old", 0.4, OLD, 2.0), ("young", 0.6, None, 1.5))
    assert found.felt is None
    assert found.why is not None
    assert found.why.code == "stress.mostly_estimated"
    assert found.rough == pytest.approx(0.4 * -0.36 + 0.6 * 1.5 * -0.2)


def test_without_any_link_there_is_not_even_that() -> None:
    found = replayed(("old", 0.4, OLD, 2.0), ("unknown", 0.6, None, None))
    assert (found.felt, found.rough) == (None, None)
    assert [part.key for part in found.parts] == ["old"]
