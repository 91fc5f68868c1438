"""Tab reaches everything on every page, comes round again, and shows where it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QMainWindow,
    QScrollArea,
    QWidget,
)

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.parts.tab_order import order_tabs, reading_order
from corridor_desktop.ui.shell.window import PAGES
from tests.support.hands import LONG

MOST = 600
"""Presses of Tab after which it has gone round every page."""


def settle() -> None:
    for _ in range(3):
        QEventLoop().processEvents()


def name_of(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {widget.accessibleName() or text or widget.objectName()}"


def stops(window: QWidget) -> list[QWidget]:
    """Return what a person would expect Tab to stop at."""
    found = []
    for one in window.findChildren(QWidget):
        inside = isinstance(one.parent(), QComboBox | QAbstractSpinBox)
        takes = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.focusProxy() is None
        if takes and not inside and one.isVisible() and one.isEnabled():
            found.append(one)
    return [one for one in found if not isinstance(one, QScrollArea)]


def walk(window: QWidget) -> list[QWidget]:
    """Press Tab until it comes round to where it was before; return the stops in order."""
    seen: list[QWidget] = []
    for _ in range(MOST):
        now = QApplication.focusWidget()
        # A date has stops of its own for day, month and year.
        if now is not None and now in seen[:-1]:
            return seen
        if now is not None and now not in seen:
            seen.append(now)
        QTest.keyClick(window if now is None else now, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come round: {[name_of(one) for one in seen[-3:]]}")


def seen_at(widget: QWidget) -> QImage:
    settle()
    return widget.grab().toImage()


@pytest.mark.qt_log_ignore("does not support")
@pytest.mark.parametrize("key", [key for key, _, _ in PAGES])
def test_tab_reaches_everything_and_comes_round(sample: Application, key: str) -> None:
    window = sample.window
    window.resize(1280, 800)
    window.go(key)
    settle()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, LONG)
    next(iter(window.rail._buttons.values())).setFocus()
    reached = walk(window)
    missed = [name_of(one) for one in stops(window) if one not in reached]
    assert missed == []
    unseen = set()
    for one in reached:
        one.setFocus(Qt.FocusReason.TabFocusReason)
        held = seen_at(one)
        one.clearFocus()
        # The window and what scrolls only hand the keyboard on.
        if held == seen_at(one) and not isinstance(one, QScrollArea | QMainWindow):
            unseen.add(name_of(one))
    assert unseen == set()


def test_late_parts_stand_where_they_are_seen(sample: Application) -> None:
    sample.window.go("stress")
    settle()
    page = sample.window.page
    assert page is not None
    order = [one for one in reading_order(page) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    names = [name_of(one) for one in order]
    fan = next(place for place, name in enumerate(names) if "Each further" in name)
    presets = next(place for place, name in enumerate(names) if "Worst crisis day" in name)
    reverse = next(place for place, name in enumerate(names) if "Loss of the portfolio" in name)
    assert presets < fan < reverse
    order_tabs(page)
    assert order[fan].nextInFocusChain() in {order[fan + 1], *order[fan].findChildren(QWidget)}
