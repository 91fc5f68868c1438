"""Whatever takes the keyboard has a name and a role that a screen reader can speak."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QPushButton, QScrollArea, QWidget

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.charts.chart import PaintedChart
from corridor_desktop.ui.shell.window import PAGES

NAME = QAccessible.Text.Name


def settle() -> None:
    for _ in range(4):
        QEventLoop().processEvents()


def unnamed(top: QWidget) -> list[str]:
    found = []
    for widget in top.findChildren(QWidget):
        inside = isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(top):
            continue
        if inside or isinstance(widget, QScrollArea):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if not told.text(NAME) or told.role() is QAccessible.Role.NoRole:
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("key", [key for key, _, _ in PAGES])
@pytest.mark.parametrize("state", ["shown", "empty", "stale", "trouble"])
def test_everything_that_takes_the_keyboard_has_a_name(
    running: Application, tmp_path: Path, key: str, state: str
) -> None:
    desk = running.state.desk
    if state == "empty":
        desk.new(tmp_path / "empty.corridor", "EUR")
    else:
        desk.open_sample(tmp_path)
    running.window.show()
    if state == "stale":
        review = desk.review()
        running.state.show(review, kept=True)
    else:
        running.state.look_again()
    if state == "trouble":
        running.state.troubleRaised.emit(FileTrouble("gone", "It is gone.", "Look elsewhere."))
    running.window.go(key)
    settle()
    assert unnamed(running.window) == []


@pytest.mark.parametrize("key", ["overview", "exposure", "stress"])
def test_charts_say_what_they_show(sample: Application, key: str) -> None:
    sample.window.go(key)
    settle()
    page = sample.window.page
    assert page is not None
    charts = [one for one in page.findChildren(PaintedChart) if one.isVisibleTo(page)]
    assert charts
    for chart in charts:
        assert chart.accessibleName()
        assert chart.accessibleDescription() == chart.summary()


def test_a_button_without_a_name_is_found(running: Application) -> None:
    running.window.show()
    button = QPushButton(running.window)
    button.show()
    assert unnamed(running.window) == ["QPushButton in MainWindow"]
