"""Nothing is cut off: every visible label has the room that its text needs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.shell.window import PAGES

SIZES = ((960, 600), (1280, 800), (2560, 1440))
SLACK = 2
"""Pixels that rounding may cost."""


def cut(window: QWidget) -> list[str]:
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or label.pixmap().width():
            continue
        if label.wordWrap():
            short = label.height() + SLACK < label.heightForWidth(label.width())
        else:
            short = label.width() + SLACK < label.sizeHint().width()
        if short:
            found.append(label.text())
    found += [
        button.text()
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.width() + SLACK < button.sizeHint().width()
    ]
    return found


def settle() -> None:
    for _ in range(4):
        QEventLoop().processEvents()
        QCoreApplication.sendPostedEvents()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", [key for key, _, _ in PAGES])
def test_no_word_of_a_page_is_cut(sample: Application, key: str, size: tuple[int, int]) -> None:
    sample.window.resize(*size)
    sample.window.go(key)
    settle()
    assert cut(sample.window) == []


@pytest.mark.parametrize("size", SIZES)
def test_no_word_of_the_welcome_is_cut(running: Application, size: tuple[int, int]) -> None:
    running.window.resize(*size)
    running.window.show()
    settle()
    assert cut(running.window) == []


def test_a_label_that_is_too_narrow_is_found(running: Application) -> None:
    running.window.show()
    label = QLabel("a rather long sentence that does not fit", running.window)
    label.setFixedWidth(20)
    label.show()
    assert cut(running.window) == [label.text()]
