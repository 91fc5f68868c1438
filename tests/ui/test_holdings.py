"""The holdings page: grouping, chips, own themes, prices by hand."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.appearance import LIGHT
from corridor_desktop.ui.pages.holdings.page import HoldingsPage
from corridor_desktop.ui.pages.holdings.pricing import PriceByHand
from corridor_desktop.ui.pages.holdings.rows import HoldingRow, group_words, rows_of
from corridor_desktop.ui.shell.window import MainWindow


@pytest.fixture
def page(sample: Application) -> HoldingsPage:
    sample.window.go("holdings")
    found = sample.window.page
    assert isinstance(found, HoldingsPage)
    return found


def rows(page: HoldingsPage) -> tuple[HoldingRow, ...]:
    assert page.state.review is not None
    return rows_of(page.state.review)


def missing(found: Iterable[HoldingRow]) -> HoldingRow:
    return next(row for row in found if row.line is None)


def test_qt_accepts_the_model(page: HoldingsPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page._model)


def test_what_has_no_value_is_shown_with_its_reason(page: HoldingsPage) -> None:
    row = missing(rows(page))
    place = page._model.place_of(row.key)
    keys = [column.key for column in page._model.columns]
    cell = page._model.index(place, keys.index("weight"))
    assert page._model.data(cell) == "n/a"
    assert page._model.data(cell, Qt.ItemDataRole.ToolTipRole) == row.why != ""


def test_chips_carry_every_tag_largest_first(page: HoldingsPage) -> None:
    tagged = [row for row in rows(page) if row.tags]
    assert tagged
    for row in tagged:
        assert {chip.colour for chip in row.chips} == {tag.theme_id for tag in row.tags}
        shares = [float(chip.text.split()[-2]) for chip in row.chips]
        assert shares == sorted(shares, reverse=True)


def test_groups_say_their_weights_and_keep_rows_together(page: HoldingsPage) -> None:
    page._group.setCurrentIndex(page._group.findData("account"))
    page._narrow()
    accounts = [row.account for row in page._model.rows]
    assert accounts == sorted(accounts, key=str.casefold)
    words = group_words(rows(page), "account")
    assert all(account in words for account in accounts)
    assert group_words(rows(page), "") == ""


def test_a_price_by_hand_gives_a_value(page: HoldingsPage) -> None:
    row = missing(rows(page))
    page._table.select((row.key,))
    form = page._pane.findChild(PriceByHand)
    assert form is not None
    button = form.findChild(QPushButton)
    assert button is not None
    form._price.setText("twelve")
    button.click()
    assert "number" in form._wrong.text()
    assert missing(rows(page)).key == row.key
    form._price.setText("12,50")
    form._currency.setText("EUR")
    button.click()
    found = next(part for part in rows(page) if part.key == row.key)
    assert found.line is not None
    assert found.line.price.price == Decimal("12.5")
    assert "stated by you" in found.line.price.source


def test_a_theme_of_ones_own_can_be_tagged(page: HoldingsPage) -> None:
    key = next(row.key for row in rows(page) if not row.tags)
    page._table.select((key,))
    page._add_theme("Ports of the east")
    assert page.state.review is not None
    themes = page.state.review.tags.themes
    own = next(part for part in themes if part.name == "Ports of the east")
    page._tag({own.id: 1000}, "It owns two piers", "annual report")
    tagged = next(row for row in rows(page) if row.key == key)
    assert [chip.text for chip in tagged.chips] == ["Ports of the east 10 %"]


def test_more_than_the_whole_holding_is_refused_in_place(page: HoldingsPage) -> None:
    before = rows(page)[0]
    page._table.select((before.key,))
    page._tag({"tourism_education": 9000}, "", "")
    assert rows(page)[0].tags == before.tags
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.trouble.isVisible()


def test_gains_are_red_where_the_user_says_so(sample: Application) -> None:
    sample.state.desk.settings.set("appearance", "light")
    sample.state.desk.settings.set("rise_colour", "red")
    sample.state.look_again()
    look = sample.state.appearance
    assert look.positive == LIGHT.negative
    assert look.negative == LIGHT.info
    assert look.danger == LIGHT.danger
