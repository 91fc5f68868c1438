"""The timeline: pick by chart or table, filter, add, change and remove own events."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.episode import OWN, Episode
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.charts.timeline_chart import TimelineChart
from corridor_desktop.ui.dialogs.event import EventDialog
from corridor_desktop.ui.pages.timeline.page import TimelinePage
from corridor_desktop.ui.parts.episode_words import move

DRILL = Episode(date(2025, 3, 3), "crisis", "missile", "A drill", "notes", "", OWN)


@pytest.fixture
def page(sample: Application, qtbot: QtBot) -> TimelinePage:
    sample.window.go("timeline")
    found = sample.window.page
    assert isinstance(found, TimelinePage)
    qtbot.waitUntil(lambda: found._chart is not None)
    return found


def titles(page: TimelinePage) -> list[str]:
    return [row.episode.title for row in page._model.rows]


def chart(page: TimelinePage) -> TimelineChart:
    assert page._chart is not None
    return page._chart


def test_every_event_stands_in_table_and_chart(page: TimelinePage) -> None:
    assert len(page._model.rows) == 78
    assert len(chart(page)._happenings) == 78
    assert "Crises: 55; Milestones: 23" in chart(page).accessibleDescription()
    table = chart(page).table()
    assert table.header[-1] == "What happened"
    told = [str(row[-1]) for row in table.rows if row[0] == date(2011, 12, 19)]
    assert "Kim Jong-il" in told[0]


def test_filters_narrow_both(page: TimelinePage, qtbot: QtBot) -> None:
    page._kind.setCurrentIndex(page._kind.findData("milestone"))
    page._topic.setCurrentIndex(page._topic.findData("tourism and education"))
    assert {row.episode.topic for row in page._model.rows} == {"tourism and education"}
    assert {row.episode.kind for row in page._model.rows} == {"milestone"}
    qtbot.waitUntil(lambda: len(chart(page)._happenings) == len(page._model.rows))


def test_picking_in_the_chart_opens_the_event_with_its_path(page: TimelinePage) -> None:
    wanted = next(r for r in page._model.rows if r.episode.day == date(2022, 12, 26))
    chart(page).picked.emit(f"{wanted.episode.day}|{wanted.episode.title}")
    assert page._pane._title.text() == wanted.episode.title
    assert page._pane._chart is not None
    assert page._pane._chart.isVisibleTo(page._pane)
    assert "sessions" in page._pane._chart.accessibleDescription()


def test_an_event_before_the_stored_closes_says_so(page: TimelinePage) -> None:
    old = next(r for r in page._model.rows if r.episode.day == date(1998, 12, 18))
    page.focus_on(f"{old.episode.day}|{old.episode.title}")
    assert "not stored" in page._pane._path_words.text()
    assert move(old.kospi_first) in page._pane._facts.text(), "the shipped figure is there"


def test_own_events_come_change_and_go(sample: Application, page: TimelinePage) -> None:
    desk = sample.state.desk
    number = desk.events.add(DRILL)
    sample.state.look_again()
    assert "A drill" in titles(page)
    page.focus_on("2025-03-03|A drill")
    assert page._pane._remove.isVisibleTo(page._pane)
    page._pane._remove.click()
    assert "A drill" not in titles(page)
    assert number not in desk.events.own()


def test_shipped_events_cannot_be_removed(page: TimelinePage) -> None:
    assert not page._pane._remove.isVisibleTo(page._pane)
    assert not page._pane._change.isVisibleTo(page._pane)


def test_the_dialog_says_what_is_missing_and_keeps_what_is_whole(
    page: TimelinePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: EventDialog) -> int:
        dialog._keep()
        assert "title" in dialog._wrong.text()
        assert dialog.result() == 0
        dialog.title.setText("Balloons again")
        dialog.topic.setCurrentText("leaflets")
        dialog._keep()
        return dialog.result()

    monkeypatch.setattr(EventDialog, "exec", fill)
    page._add.click()
    assert "Balloons again" in titles(page)
    page._topic.setCurrentIndex(page._topic.findData("leaflets"))
    assert titles(page) == ["Balloons again"]
