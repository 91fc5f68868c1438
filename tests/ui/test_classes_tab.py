"""Classes of another tracker in the wizard: one choice each, and where they are seen afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.holdings.origin import origin_of
from corridor_desktop.ui.pages.holdings.page import HoldingsPage
from corridor_desktop.ui.pages.imports.wizard import ImportWizard
from tests.golden.refresh import FOLDER

GHOSTFOLIO = FOLDER / "ghostfolio" / "profiles.json"


@pytest.fixture
def book(running: Application, tmp_path: Path) -> Application:
    running.state.desk.new(tmp_path / "own.corridor", "EUR", "Own")
    running.window.show()
    running.bind_keys()
    running.state.look_again()
    return running


def offer(book: Application) -> ImportWizard:
    book.files.take([GHOSTFOLIO])
    made = book.window.findChild(ImportWizard)
    assert made is not None
    return made


def click(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def test_each_class_is_answered_once_and_the_rest_stays_raw(book: Application) -> None:
    made = offer(book)
    tabs, tab = made._tabs, made._tabs.classes
    assert tabs.isTabVisible(5)
    assert tabs.tabText(5) == "Classes (7 open)"
    tabs.setCurrentIndex(5)
    tab.table.select(["Countries / KR"])
    tab._answer.setCurrentIndex(tab._answer.findData("resource_transit"))
    click(tab._use)
    assert tabs.tabText(5) == "Classes (6 open)"
    tab.table.select(["Tags / Rail"])
    click(tab._leave)
    assert tabs.tabText(5) == "Classes (5 open)"
    click(tab._later)
    assert tabs.tabText(5) == "Classes (6 open)"
    made._import.click()
    review = book.state.review
    assert review is not None
    shares = [tag.basis_points for tags in review.tags.at(review.as_of).values() for tag in tags]
    assert shares == [1235]
    book.window.go("holdings")
    page = book.window.page
    assert isinstance(page, HoldingsPage)
    text = origin_of(page._model.rows[0], page._files, page._classes)
    assert "Countries / KR: **12.3456 %**, theme resource_transit (profiles.json)" in text
    assert "Tags / Rail: **in part**, open (profiles.json)" in text


def test_several_classes_become_themes_of_their_names_at_once(book: Application) -> None:
    made = offer(book)
    tab = made._tabs.classes
    tab.table.select(["Countries / KR", "Countries / JP"])
    assert tab._answer.currentText() == "A new theme of each name"
    click(tab._use)
    made._import.click()
    names = {theme.name for theme in book.state.desk.tags.themes()}
    assert {"KR", "JP"} <= names
