"""Crises as event studies: planted effects are found, absent ones are not."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_desktop.domain.episode import Episode
from corridor_desktop.stress.crises import study_crises
from corridor_desktop.stress.detail import CrisisStudy
from corridor_desktop.stress.events import study_dimson, study_event, study_market
from corridor_desktop.stress.regress import dimson_design, ols_design
from corridor_desktop.stress.returns import read_track
from corridor_desktop.stress.stress import measure_stress
from tests.stress.worlds import AS_OF, World, closes, series, valuation

ROWS = tuple(range(400, 1700, 65))


def planted(kospi_effect: float = 0.0, own_effect: float = 0.0) -> World:
    world = World(1800, beta=0.8, seed=23)
    world.kospi[list(ROWS)] += kospi_effect
    world.far[list(ROWS)] += own_effect
    world.all["^KS11"] = series("^KS11", "KRW", world.days, closes(world.kospi, 2500))
    world.all["FAR"] = series("FAR", "USD", world.days, closes(world.far))
    return world


def crises(world: World) -> list[Episode]:
    return [Episode(world.days[at], "crisis", "t", f"Crisis {at}", "s", "", "seen") for at in ROWS]


def study(world: World, weights: dict[str, str] | None = None) -> CrisisStudy:
    held = valuation(weights or {"FAR": "1"})
    found = measure_stress(held, None, world.all, "USD", crises(world), AS_OF).study
    assert found is not None
    return found


def test_what_was_planted_in_kospi_is_found_and_random_dates_are_not_like_it() -> None:
    found = study(planted(kospi_effect=-0.02))
    abnormal = [row.kospi for row in found.rows if row.kospi is not None]
    assert len(abnormal) == len(ROWS)
    assert np.mean(abnormal) == pytest.approx(-0.02, abs=0.004)
    tests = {one.what: one for one in found.placebos}
    assert set(tests) == {"first", "own_news", "worst_within"}
    assert tests["first"].chance < 0.001
    assert tests["own_news"].chance < 0.001
    assert tests["own_news"].n == len(ROWS)
    assert abs(tests["first"].random_mean) < 0.002


def test_nothing_planted_is_like_random_dates() -> None:
    found = study(planted())
    for test in found.placebos:
        assert 0.01 < test.chance < 0.99
    values = [row.kospi_t for row in found.rows if row.kospi_t is not None]
    assert np.mean(np.abs(values) > 1.97) < 0.25


def test_what_kospi_explains_is_not_abnormal_for_the_holding() -> None:
    # NEAR.KS answers Seoul's day with 1.2 and nothing else, in won.
    world = planted(kospi_effect=-0.02)
    for effect, expected in ((0.0, 0.024), (-0.024, 0.0), (-0.074, -0.05)):
        path = world.near.copy()
        path[list(ROWS)] += effect
        world.all["NEAR.KS"] = series("NEAR.KS", "KRW", world.days, closes(path, 50000))
        held = valuation({"NEAR.KS": "1"}, base="KRW")
        found = measure_stress(held, None, world.all, "KRW", crises(world), AS_OF).study
        assert found is not None
        own = [row.own for row in found.rows if row.own is not None]
        assert np.mean(own) == pytest.approx(expected, abs=0.004)


def test_newest_event_comes_first_and_short_estimation_has_no_figure() -> None:
    world = planted()
    early = Episode(world.days[100], "crisis", "t", "Early", "s", "", "seen")
    late = Episode(world.days[-2], "crisis", "t", "Late", "s", "", "seen")
    found = measure_stress(
        valuation({"FAR": "1"}), None, world.all, "USD", [early, *crises(world), late], AS_OF
    ).study
    assert found is not None
    assert [row.day for row in found.rows] == sorted((row.day for row in found.rows), reverse=True)
    by = {row.title: row for row in found.rows}
    for title in ("Early", "Late"):
        assert by[title].kospi is None
        assert by[title].own is None
        assert by[title].why is not None
    assert by["Crisis 400"].kospi is not None
    assert by["Crisis 400"].why is None


def test_without_new_york_only_the_holding_is_studied() -> None:
    world = planted()
    del world.all["^GSPC"]
    found = study(world)
    assert found.proxy is None
    assert all(row.kospi is None for row in found.rows)
    assert any(row.own is not None for row in found.rows)
    assert {one.what for one in found.placebos} == {"first", "worst_within"}


def test_a_young_portfolio_is_not_guessed() -> None:
    world = planted()
    n = 300
    world.all["FAR"] = series("FAR", "USD", world.days[-n:], closes(world.far[-n:]))
    found = study(world)
    assert all(row.own is None and row.why is not None for row in found.rows)
    assert {row.why.code for row in found.rows if row.why} == {"stress.mostly_estimated"}


def test_no_crisis_no_study() -> None:
    world = World(500)
    track = read_track(world.all["^KS11"])
    assert study_crises((), track, world.all, ["^GSPC"], ()) is None
    old = Episode(world.days[0].replace(year=1990), "crisis", "t", "Old", "s", "", "seen")
    bridge = Episode(world.days[300], "milestone", "t", "Bridge", "s", "", "seen")
    assert study_crises((old, bridge), track, world.all, ["^GSPC"], ()) is None


def test_the_same_data_give_the_same_chance() -> None:
    one, other = study(planted()), study(planted())
    assert one == other


def test_wrappers_are_the_general_study() -> None:
    world = planted()
    y, k = world.far, world.kospi
    plain, general = study_market(y, k, 900), study_event(y, ols_design(k)[0], 900)
    assert plain.total == general.total
    wide = study_dimson(y, k, 900)
    same = study_event(y[1:-1], dimson_design(k)[0], 899)
    assert wide.total == same.total
    assert wide.dof == 246
    assert wide.abnormal[0] == pytest.approx(y[900] - dimson_design(k)[0][899] @ wide.coef)


@pytest.mark.parametrize(
    ("row", "length", "estimation", "said"),
    [
        (259, 5, (-260, -11), "are needed"),
        (1796, 5, (-260, -11), "are needed"),
        (900, 0, (-260, -11), "are needed"),
        (900, 5, (-12, -11), "cannot carry"),
    ],
)
def test_windows_that_do_not_fit_are_refused(
    row: int, length: int, estimation: tuple[int, int], said: str
) -> None:
    world = planted()
    with pytest.raises(ValueError, match=said):
        study_market(world.far, world.kospi, row, length, estimation)


def test_a_missing_value_inside_is_refused() -> None:
    world = planted()
    world.far[700] = np.nan
    with pytest.raises(ValueError, match="missing"):
        study_market(world.far, world.kospi, 900)
