"""No underlined letter of a page takes the key of a menu."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.shell.window import PAGES

_LETTER = re.compile(r"(?<!&)&([^&\s])")


def letters(top: QWidget) -> set[str]:
    buttons = [one.text() for one in top.findChildren(QAbstractButton)]
    labels = [one.text() for one in top.findChildren(QLabel) if one.buddy() is not None]
    return {found[1].upper() for text in buttons + labels if (found := _LETTER.search(text))}


@pytest.mark.parametrize("key", [key for key, _, _ in PAGES])
def test_letters_of_a_page_leave_the_menus_alone(sample: Application, key: str) -> None:
    menus = {found[1].upper() for action in sample.window.menuBar().actions()
             if (found := _LETTER.search(action.text()))}  # fmt: skip
    assert {"F", "E"} <= menus
    sample.window.go(key)
    page = sample.window.page
    assert page is not None
    assert letters(page) & menus == set()
