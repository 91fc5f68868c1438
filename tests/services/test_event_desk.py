"""Own crises and milestones: kept, changed, removed, and refused with a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from corridor_desktop.domain.episode import OWN, Episode
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from tests.conftest import StoppedClock

DRILL = Episode(date(2025, 3, 3), "crisis", "missile", " A  drill ", "own notes", "", OWN)


def no_feed() -> PriceFeed:
    raise AssertionError("nothing here asks a price source")


@pytest.fixture
def desk(tmp_path: Path, clock: StoppedClock) -> Desk:
    made = Desk(clock, no_feed)
    made.open_sample(tmp_path)
    return made


def test_an_own_crisis_is_measured_like_the_shipped_ones(desk: Desk) -> None:
    before = len(desk.review().stress.episodes)
    number = desk.events.add(DRILL)
    rows = desk.review().stress.episodes
    assert len(rows) == before + 1
    (own,) = [row for row in rows if row.episode.number == number]
    assert (own.episode.title, own.episode.checked) == ("A drill", OWN)
    assert own.kospi_first is not None
    assert own.felt is not None


def test_it_can_be_changed_and_removed(desk: Desk) -> None:
    number = desk.events.add(DRILL)
    desk.events.change(number, replace(DRILL, title="Another", end=date(2025, 3, 5)))
    assert desk.events.own()[number].title == "Another"
    assert desk.events.own()[number].end == date(2025, 3, 5)
    desk.events.remove(number)
    assert desk.events.own() == {}
    for verb in (lambda: desk.events.remove(number), lambda: desk.events.change(number, DRILL)):
        with pytest.raises(UsageTrouble, match="no event"):
            verb()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "bad_title"),
        ({"title": "x" * 201}, "bad_title"),
        ({"kind": "party"}, "bad_kind"),
        ({"topic": ""}, "no_topic"),
        ({"day": date(2099, 1, 1)}, "future_crisis"),
        ({"end": date(2025, 3, 2)}, "ends_first"),
        ({"address": "javascript:alert(1)"}, "bad_address"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_kept(
    desk: Desk, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(UsageTrouble) as caught:
        desk.events.add(replace(DRILL, **change))
    assert caught.value.code == code
    assert desk.events.own() == {}


def test_a_milestone_may_lie_ahead(desk: Desk, clock: StoppedClock) -> None:
    ahead = replace(DRILL, kind="milestone", day=clock.today() + timedelta(days=90))
    number = desk.events.add(ahead)
    rows = desk.events.rows(desk.review())
    assert [row.episode.day for row in rows] == sorted((r.episode.day for r in rows), reverse=True)
    (row,) = [row for row in rows if row.episode.number == number]
    assert (row.kospi_first, row.why and row.why.code) == (None, "events.to_come")


def test_the_path_around_a_session_stands_beside_any_session(desk: Desk) -> None:
    number = desk.events.add(DRILL)
    (row,) = [row for row in desk.review().stress.episodes if row.episode.number == number]
    assert row.episode.reaction is not None
    path = desk.events.path(row.episode.reaction.session)
    assert path is not None
    assert path.moves[path.offsets.index(0)] == pytest.approx(row.kospi_first)
    assert path.n > 1000
    assert desk.events.path(date(1980, 1, 7)) is None


def test_without_closes_there_is_no_path(clock: StoppedClock, tmp_path: Path) -> None:
    desk = Desk(clock, no_feed)
    desk.new(tmp_path / "bare.corridor", "EUR")
    assert desk.events.benchmark() is None
    assert desk.events.path(date(2025, 3, 3)) is None
