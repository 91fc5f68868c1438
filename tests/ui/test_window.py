"""The window as a user meets it: welcome, pages, keyboard, decisions, wrong files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.finding import State
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.appearance import DARK
from corridor_desktop.ui.pages.limits.detail import FindingPane
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.shell.window import PAGES
from corridor_desktop.ui.tables.view import DataTable

KEYS = [key for key, _, _ in PAGES]


def texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def page(running: Application) -> Page:
    found = running.window.page
    assert found is not None
    return found


def test_without_a_portfolio_there_are_three_ways_to_begin(running: Application) -> None:
    running.window.show()
    running.state.look_again()
    welcome = running.window.welcome
    assert welcome.isVisible()
    words = [button.text().strip() for button in welcome.findChildren(QPushButton)]
    assert words == ["Import a broker file", "Open the sample portfolio", "Restore a backup"]


@pytest.mark.parametrize("key", KEYS)
def test_every_page_shows_the_sample(sample: Application, key: str) -> None:
    sample.window.go(key)
    shown = page(sample)
    assert shown.key == key
    assert shown.body.isVisible()
    assert "SIMULATED" in texts(sample.window)


@pytest.mark.parametrize("key", KEYS)
def test_every_page_takes_the_dark_appearance_live(sample: Application, key: str) -> None:
    sample.window.go(key)
    sample.state.dress(DARK)
    assert DARK.window in sample.window.styleSheet()
    assert page(sample).body.isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_every_page_bears_an_empty_portfolio(
    running: Application, tmp_path: Path, key: str
) -> None:
    running.state.desk.new(tmp_path / "empty.corridor", "EUR", "Empty")
    running.window.show()
    running.state.look_again()
    running.window.go(key)
    assert texts(page(running))


def test_pages_are_reached_by_keyboard(sample: Application, qtbot: QtBot) -> None:
    with qtbot.waitActive(sample.window):
        sample.window.activateWindow()
    for number, key in enumerate(KEYS, 1):
        qtbot.keyClick(
            sample.window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier
        )
        assert page(sample).key == key


def test_open_breaches_are_counted_on_the_rail(sample: Application) -> None:
    review = sample.state.review
    assert review is not None
    words = [button.text() for button in sample.window.rail.findChildren(QPushButton)]
    assert any(f"({len(review.open_breaches)})" in word for word in words)


def test_a_breach_is_acknowledged_with_a_reason_and_an_end(
    sample: Application, qtbot: QtBot
) -> None:
    sample.window.go("limits")
    pane = page(sample).findChild(FindingPane)
    assert pane is not None
    reason = next(f for f in pane.findChildren(QLineEdit) if "accept" in f.placeholderText())
    button = next(b for b in pane.findChildren(QPushButton) if b.text() == "Acknowledge")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "reason" in texts(sample.window.trouble)
    reason.setText("Rebalancing next month")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    review = sample.state.review
    assert review is not None
    assert not review.open_breaches
    accepted = [found for found in review.findings if found.state is State.ACKNOWLEDGED]
    assert [found.reason for found in accepted] == ["Rebalancing next month"]


def test_dropping_a_file_that_is_no_export_says_so(sample: Application, tmp_path: Path) -> None:
    wrong = tmp_path / "report.pdf"
    wrong.write_bytes(b"%PDF-1.7 not a statement")
    sample.files.take([wrong])
    assert page(sample).key == "imports"
    assert "PDF" in texts(page(sample))


def test_a_file_is_read_checked_and_booked(
    sample: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    export = tmp_path / "export.csv"
    export.write_text(
        "Date,Action,Symbol,Description,Quantity,Price,Amount,Currency\n"
        "2026-03-02,Buy,ZZTOP,ZZ TOPLINE INC,10,5.50,-55.00,USD\n"
        "2026-03-03,Sell,ZZTOP,ZZ TOPLINE INC,-4,6.00,24.00,USD\n",
        encoding="utf-8",
    )
    sample.files.take([export])
    button = next(
        b for b in page(sample).findChildren(QPushButton) if b.text() == "Import" and b.isVisible()
    )
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    review = sample.state.review
    assert review is not None
    held = {review.instruments[p.instrument_id].ticker: p.quantity for p in review.book.positions}
    assert held["ZZTOP"] == 6


def test_trouble_is_told_in_place(sample: Application, tmp_path: Path) -> None:
    missing = tmp_path / "gone.corridor"
    sample.files.open_path(missing)
    assert sample.window.trouble.isVisible()
    assert "gone.corridor" in texts(sample.window.trouble)
    assert sample.state.review is not None


def test_the_palette_finds_holdings_by_name(sample: Application) -> None:
    titles = [entry.title for entry in sample._entries()]
    review = sample.state.review
    assert review is not None
    for line in review.valuation.lines:
        assert any(line.instrument.name in title for title in titles)


def test_geometry_and_page_are_remembered(sample: Application) -> None:
    sample.window.go("limits")
    sample.window.close()
    assert "limits" in sample._start.settings.read_text(encoding="utf-8")


def test_filter_grouping_sorting_and_columns_are_remembered(
    sample: Application, qtbot: QtBot
) -> None:
    from corridor_desktop.ui.page_makers import page_makers
    from corridor_desktop.ui.shell.window import MainWindow

    def parts(window: MainWindow) -> tuple[QLineEdit, QComboBox, DataTable[object]]:
        window.go("holdings")
        page = window.page
        assert page is not None
        named = {widget.accessibleName(): widget for widget in page.findChildren(QWidget)}
        words, group = named["Filter holdings"], named["Group holdings"]
        table = named["Holdings"]
        assert isinstance(words, QLineEdit)
        assert isinstance(group, QComboBox)
        assert isinstance(table, DataTable)
        return words, group, table

    words, group, table = parts(sample.window)
    words.setText("a")
    group.setCurrentIndex(group.findData("account"))
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    hide = next(action for action in table.columns_menu().actions() if action.text() == "Gain")
    hide.trigger()
    order = [str(row) for row in table.rows_model.rows]
    sample.window.close()
    settings = QSettings(str(sample._start.settings), QSettings.Format.IniFormat)
    again = MainWindow(sample.state, page_makers(), settings)
    qtbot.addWidget(again)
    words, group, other = parts(again)
    assert (words.text(), group.currentData()) == ("a", "account")
    assert other.sort_state() == table.sort_state() == "name:1"
    assert other.columns_state() == table.columns_state()
    assert any(other.isColumnHidden(place) for place in range(len(other.rows_model.columns)))
    assert sorted(str(row) for row in other.rows_model.rows) == sorted(order)


def test_a_file_that_cannot_be_opened_leaves_the_ways_to_begin(
    running: Application, tmp_path: Path
) -> None:
    running.window.show()
    running.files.open_path(tmp_path / "gone.corridor")
    assert running.window.trouble.isVisible()
    assert running.window.welcome.isVisible()


def test_refreshing_has_one_key(sample: Application) -> None:
    """Two widgets with the same key would make it ambiguous, and neither would answer."""
    keys = [action.shortcut().toString() for action in sample.window.findChildren(QAction)]
    buttons = [button.shortcut().toString() for button in sample.window.findChildren(QPushButton)]
    wanted = QKeySequence(QKeySequence.StandardKey.Refresh).toString()
    assert (keys + buttons).count(wanted) == 1
