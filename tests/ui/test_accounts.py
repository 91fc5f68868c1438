"""Accounts are renamed and get a cost method on the settings page; either is one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.settings.accounts_card import AccountsCard
from corridor_desktop.ui.pages.settings.page import SettingsPage


def opened(running: Application) -> AccountsCard:
    running.window.go("settings")
    page = running.window.page
    assert isinstance(page, SettingsPage)
    return page.accounts


def known(running: Application, key: str) -> Account:
    review = running.state.review
    assert review is not None
    return next(one for one in review.accounts if one.id == key)


def test_a_name_is_typed_kept_and_taken_back(sample: Application) -> None:
    card = opened(sample)
    key = next(iter(card.names))
    before = known(sample, key).name
    field = card.names[key]
    field.selectAll()
    QTest.keyClicks(field, "Rainy days")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert known(sample, key).name == "Rainy days"
    assert opened(sample).names[key].text() == "Rainy days"
    sample.state.desk.edits.undo()
    sample.state.look_again()
    assert known(sample, key).name == before
    assert opened(sample).names[key].text() == before


def test_a_cost_method_of_its_own_is_kept(sample: Application) -> None:
    card = opened(sample)
    key = next(iter(card.methods))
    box = card.methods[key]
    box.setCurrentIndex(box.findData("average"))
    box.activated.emit(box.currentIndex())
    assert known(sample, key).cost_method is CostMethod.AVERAGE


@pytest.mark.parametrize("taken", [True, False])
def test_a_name_that_cannot_be_is_refused_in_place(sample: Application, taken: bool) -> None:
    card = opened(sample)
    first, second = list(card.names)[:2]
    wrong = known(sample, second).name if taken else "  "
    before = known(sample, first).name
    card.names[first].setText(wrong)
    card.names[first].editingFinished.emit()
    assert known(sample, first).name == before
    assert card.names[first].text() == before
    assert sample.window.trouble.isVisible()


def test_no_choice_of_a_setting_is_cut(sample: Application) -> None:
    sample.window.resize(1280, 800)
    opened(sample)
    for _ in range(4):
        QEventLoop().processEvents()
    page = sample.window.page
    assert page is not None
    for box in page.findChildren(QComboBox):
        assert box.width() >= box.sizeHint().width(), box.currentText()
