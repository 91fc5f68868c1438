"""What became of listings: stated in the window, told in sentences, taken back and undone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QDate

from corridor_desktop.domain.listing_change import ChangeKind
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.settings.listings_card import ISIN, ListingsCard


@pytest.fixture
def card(sample: Application) -> ListingsCard:
    sample.window.go("settings")
    (found,) = sample.window.findChildren(ListingsCard)
    return found


def state_change(card: ListingsCard, holding: str, kind: str, **fields: str) -> None:
    card.holding.setCurrentIndex(card.holding.findData(holding))
    card.kind.setCurrentIndex(card.kind.findData(kind))
    if "into" in fields:
        card.into.setCurrentIndex(card.into.findData(fields.pop("into")))
    review = card._state.review
    assert review is not None
    card.day.setDate(QDate(review.as_of.year, review.as_of.month, review.as_of.day))
    for name, value in fields.items():
        getattr(card, name).setText(value)
    card.state_it.click()


def held(running: Application) -> list[str]:
    review = running.state.review
    assert review is not None
    return list(dict.fromkeys(line.instrument.id for line in review.valuation.lines))


def units(running: Application, key: str) -> Decimal:
    review = running.state.review
    assert review is not None
    found = [each.quantity for each in review.book.positions if each.instrument_id == key]
    return sum(found, Decimal(0))


def test_a_merger_moves_units_and_is_taken_back(sample: Application, card: ListingsCard) -> None:
    first, second = held(sample)[:2]
    before = units(sample, first), units(sample, second)
    state_change(card, first, str(ChangeKind.MERGED), into=second, ratio="0.5")
    assert units(sample, first) == 0
    assert units(sample, second) == before[1] + before[0] / 2
    assert "became 0.5 of" in card._model.rows[0][1]
    card._table.selectRow(0)
    card.back.click()
    assert (units(sample, first), units(sample, second)) == before
    assert not card._model.rows


def test_every_statement_can_be_undone_and_done_again(
    sample: Application, card: ListingsCard
) -> None:
    first, second = held(sample)[:2]
    before = units(sample, second)
    edits = sample.state.desk.edits
    state_change(card, first, str(ChangeKind.SPUN_OFF), into=second, ratio="2", share="12,5")
    after = units(sample, second)
    assert after == before + 2 * units(sample, first)
    assert "12.5" in card._model.rows[0][1]
    edits.undo()
    sample.state.look_again()
    assert (units(sample, second), card._model.rows) == (before, ())
    edits.redo()
    sample.state.look_again()
    assert units(sample, second) == after


def test_another_symbol_and_another_isin(sample: Application, card: ListingsCard) -> None:
    first = held(sample)[0]
    desk, review = sample.state.desk, sample.state.review
    assert review is not None
    old = review.instruments[first]
    state_change(card, first, str(ChangeKind.RENAMED), symbol="NEWSYM")
    state_change(card, first, ISIN, symbol="KR7005930003")
    now = sample.state.review
    assert now is not None
    listing = now.instruments[first].listing
    assert listing is not None
    assert (listing.symbol, now.instruments[first].isin) == ("NEWSYM", "KR7005930003")
    assert now.valuation.total == review.valuation.total, "the old symbol's closes still count"
    desk.edits.undo()
    desk.edits.undo()
    sample.state.look_again()
    again = sample.state.review
    assert again is not None
    assert again.instruments[first] == old


def test_what_is_no_number_is_said_and_fields_fit_the_kind(
    sample: Application, card: ListingsCard
) -> None:
    first, second = held(sample)[:2]
    state_change(card, first, str(ChangeKind.MERGED), into=second, ratio="half")
    assert "numbers" in card._wrong.text()
    assert not card._model.rows
    assert card.symbol.isHidden()
    assert card.share.isHidden()
    state_change(card, first, str(ChangeKind.MERGED), into=first, ratio="1")
    assert not card._model.rows, "a holding cannot become itself"
