"""Figures in the window answer where they come from, by mouse and by key, as everywhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from corridor_desktop.services.trail_words import tell
from corridor_desktop.services.trails import trail_of
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.appearance import DARK
from corridor_desktop.ui.charts.chart import PaintedChart
from corridor_desktop.ui.charts.plot_chart import PlotChart
from corridor_desktop.ui.charts.range_bars import RangeBars
from corridor_desktop.ui.parts.figures import FigureLabel
from corridor_desktop.ui.parts.trail_popover import TrailPopover
from corridor_desktop.ui.tables.view import DataTable

PAGES = ("overview", "holdings", "exposure", "stress", "limits", "timeline")


def settle() -> None:
    for _ in range(4):
        QEventLoop().processEvents()


def page_of(sample: Application, key: str) -> QWidget:
    sample.window.go(key)
    settle()
    assert sample.window.page is not None
    return sample.window.page


def opened() -> list[TrailPopover]:
    found = [one for one in QApplication.allWidgets() if isinstance(one, TrailPopover)]
    return [one for one in found if one.isVisible()]


def popover() -> TrailPopover:
    settle()
    shown = opened()
    assert len(shown) == 1
    return shown[0]


def places(page: QWidget) -> Iterator[str]:
    """Yield every place that something on a page would ask about."""
    for label in page.findChildren(FigureLabel):
        yield label.place
    for chart in page.findChildren(PaintedChart):
        yield chart.figure
        yield from chart.figures.values()
    for plot in page.findChildren(PlotChart):
        yield plot.figure
    for table in page.findChildren(DataTable):
        model = table.rows_model
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                yield table.figure_at(model.index(row, column))


@pytest.mark.parametrize("key", PAGES)
def test_every_figure_of_a_page_leads_to_its_trail(sample: Application, key: str) -> None:
    review = sample.state.review
    assert review is not None
    asked = [place for place in places(page_of(sample, key)) if place]
    assert asked
    for place in asked:
        assert trail_of(review, place).method.formula


@pytest.mark.parametrize("key", ["holdings", "stress", "limits", "exposure"])
def test_numeric_columns_of_figures_have_places(sample: Application, key: str) -> None:
    plain = {"part", "Crises and milestones"}
    for table in page_of(sample, key).findChildren(DataTable):
        if not table.figures or table.accessibleName() in plain:
            continue
        bare = {one.key for one in table.rows_model.columns if one.numeric} - set(table.figures)
        assert not bare, table.accessibleName()


def test_a_click_shows_the_same_as_every_other_door(sample: Application) -> None:
    page = page_of(sample, "overview")
    value = next(one for one in page.findChildren(FigureLabel) if one.place == "valuation.total")
    QTest.mouseClick(value, Qt.MouseButton.LeftButton)
    shown = popover()
    assert sample.window.page is page  # the card under it was not followed
    review = sample.state.review
    assert review is not None
    told = tell(trail_of(review, "valuation.total"), fmt.in_unit, fmt.day, 12)
    text = shown.text.toPlainText().replace("\N{NO-BREAK SPACE}", " ")
    for part in (told.title, told.sections[1].rows[0][0], told.sections[2].rows[0][0]):
        assert part in text
    assert value.text() == told.figure
    QTest.keyClick(shown.text, Qt.Key.Key_Escape)
    settle()
    assert not opened()


def test_keys_open_a_trail_too(sample: Application) -> None:
    page = page_of(sample, "stress")
    pane = next(one for one in page.findChildren(FigureLabel) if ".world.loss" in one.place)
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_Return)
    shown = popover()
    assert "Cost if the whole world falls" in shown.text.toPlainText()
    shown.close()
    settle()
    table = next(
        one for one in page.findChildren(DataTable) if one.accessibleName() == "Episodes"
    )  # fmt: skip
    keys = [column.key for column in table.rows_model.columns]
    table.setFocus()
    table.setCurrentIndex(table.rows_model.index(0, keys.index("first")))
    sample.window.explain()
    assert "Move of KOSPI on the first session" in popover().text.toPlainText()
    popover().close()


def test_a_click_elsewhere_closes_it(sample: Application) -> None:
    page_of(sample, "overview")
    sample.window.tell_trail("valuation.total")
    shown = popover()
    QTest.mouseClick(sample.window.rail, Qt.MouseButton.LeftButton)
    settle()
    assert not opened()
    assert not shown.isVisible()


def test_a_right_click_on_a_cell_opens_its_trail(sample: Application) -> None:
    page = page_of(sample, "limits")
    table = next(one for one in page.findChildren(DataTable) if one.accessibleName() == "Limits")
    keys = [column.key for column in table.rows_model.columns]
    index = table.rows_model.index(0, keys.index("measured"))
    table.customContextMenuRequested.emit(table.visualRect(index).center())
    assert "held against a limit" in popover().text.toPlainText()
    popover().close()


def test_a_bar_tells_the_trail_of_its_figure(sample: Application) -> None:
    page = page_of(sample, "overview")
    bars = next(one for one in page.findChildren(RangeBars) if one.figures)
    bars.grab()
    first = next(iter(bars.figures))
    mark = next(mark for mark in bars._marks if mark.key == first)
    where = mark.rect.center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert "Cost if" in popover().text.toPlainText()
    popover().close()


def test_a_sentence_tells_its_trail_on_a_right_click_only(sample: Application) -> None:
    page = page_of(sample, "overview")
    said = next(one for one in page.findChildren(FigureLabel) if one.place == "performance.twr")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(3, 3), QPoint(3, 3))
    QApplication.sendEvent(said, event)
    assert "Time-weighted return" in popover().text.toPlainText()
    popover().close()


def test_without_a_figure_in_focus_a_sentence_says_what_to_do(sample: Application) -> None:
    page_of(sample, "settings")
    sample.window.setFocus()
    sample.window.explain()
    assert not opened()


def test_the_popover_stays_in_its_window_in_both_appearances(sample: Application) -> None:
    for look in (sample.state.appearance, DARK):
        sample.state.dress(look)
        sample.window.tell_trail("stress.portfolio.correlation")
        shown = popover()
        shown.open_at(QPoint(100_000, 100_000))
        assert sample.window.rect().contains(shown.geometry())
        shown.close()
        settle()
