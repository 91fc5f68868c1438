"""The guide beside the window: every page shows, and links lead from page to page."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from corridor_desktop.services.guide import PAGES, passage, search
from corridor_desktop.services.settings import SETTINGS
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.charts.export import chart_menu
from corridor_desktop.ui.charts.plot_chart import PlotChart
from corridor_desktop.ui.dialogs.guide import GuideDialog
from tests.ui.test_charts import MAKERS


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_every_page_shows_and_links_lead_on(qtbot: QtBot, running: Application) -> None:
    running._verbs()["guide"]()
    dialog = running.window.findChild(GuideDialog)
    assert isinstance(dialog, GuideDialog)
    qtbot.addWidget(dialog)
    seen = set()
    for row in range(dialog.pages.count()):
        dialog.pages.setCurrentRow(row)
        assert len(dialog.text.toPlainText()) > 300
        seen.add(dialog.text.toPlainText())
    assert len(seen) == len(PAGES)
    dialog.text.anchorClicked.emit(QUrl("privacy.md"))
    assert "What leaves your machine" in dialog.text.toPlainText()
    dialog.text.anchorClicked.emit(QUrl("nowhere.md"))
    assert "What leaves your machine" in dialog.text.toPlainText()


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_the_guide_is_searched_by_any_word(qtbot: QtBot, running: Application) -> None:
    dialog = GuideDialog(running.window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.field, "pale band")
    assert dialog.hits.isVisible()
    assert dialog.hits.item(0).text() == "Loss by size of the fall"
    assert dialog.text.textCursor().selectedText() == "Loss by size of the fall"
    dialog.field.setText("zebra crossing")
    assert dialog.hits.count() == 0
    assert "Nothing in the guide" in dialog.text.toPlainText()
    dialog.field.clear()
    assert dialog.pages.isVisible()
    assert dialog.pages.item(0).text() == "Install and first look"


def test_headings_come_before_other_places() -> None:
    found = search("tornado")
    assert found == ()
    assert search("Cost method")[0].heading == "Cost method"
    assert search("   ") == ()


def test_every_setting_has_its_passage() -> None:
    for found in SETTINGS:
        assert found.help in passage("settings", found.title)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_every_chart_says_what_it_is(qtbot: QtBot, make: Any) -> None:
    chart = make()
    qtbot.addWidget(chart)
    assert passage("charts", chart.topic)
    menu = chart_menu(chart, chart)
    assert "What is this picture?" in [action.text() for action in menu.actions()]


def test_every_kind_of_plot_has_a_passage_of_its_own() -> None:
    from corridor_desktop.ui.charts.path_chart import PathChart
    from corridor_desktop.ui.charts.timeline_chart import TimelineChart

    kinds: tuple[type[PlotChart], ...] = (PathChart, TimelineChart)
    assert all(passage("charts", kind.topic) for kind in kinds)
