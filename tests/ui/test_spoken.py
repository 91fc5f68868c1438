"""The window writes days and amounts one way, and leaves what people typed alone."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import QLabel

from corridor_desktop.domain.message import Message
from corridor_desktop.services.words import catalogue
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.limits import rows
from corridor_desktop.ui.pages.limits.page import LimitsPage
from corridor_desktop.ui.shell.window import PAGES
from corridor_desktop.ui.spoken import say, written

FREQUENCY = Message.of(
    "stress.frequency_fall", size="5.0 %", sessions=5, count=56, windows=12895, clusters=26,
    start="2022-10-10", end="2026-03-20",
)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-03-20", "20 Mar 2026"),
        ("2026-02-30", "2026-02-30"),
        ("4,561.85 EUR", "4\N{NARROW NO-BREAK SPACE}561.85\N{NO-BREAK SPACE}EUR"),
        ("-19 %", "\N{MINUS SIGN}19\N{NO-BREAK SPACE}%"),
        ("12895", "12\N{NARROW NO-BREAK SPACE}895"),
        ("2026", "2026"),
        ("HGIL.SIM", "HGIL.SIM"),
        ("Plan of 2026-03-20", "Plan of 2026-03-20"),
    ],
)
def test_values_are_written_as_everywhere_in_the_window(given: str, shown: str) -> None:
    assert written(given) == shown


def test_only_values_are_rewritten() -> None:
    said = say(FREQUENCY)
    assert "from 10 Oct 2022 to 20 Mar 2026" in said
    assert "12\N{NARROW NO-BREAK SPACE}895 windows" in said
    assert "edits.account" in catalogue()
    assert "2026-03-20" in say(Message.of("edits.account", name="2026-03-20"))


def test_counts_in_sentences_are_words_up_to_nine() -> None:
    assert fmt.of_them(0, "limit") == "no limits"
    assert fmt.of_them(1, "limit is", "limits are") == "one limit is"
    assert fmt.of_them(9, "holding") == "nine holdings"
    assert fmt.of_them(1234, "holding") == "1\N{NARROW NO-BREAK SPACE}234 holdings"
    assert fmt.sentence("one limit is broken (HGIL)") == "One limit is broken (HGIL)"


def test_no_page_shows_a_day_as_a_computer_writes_it(sample: Application) -> None:
    for key, _, _ in PAGES:
        sample.window.go(key)
        QEventLoop().processEvents()
        page = sample.window.page
        assert page is not None
        for label in page.findChildren(QLabel):
            # A portfolio file is called what its owner calls it; help shows how days are typed.
            spared = "file" in label.text() or "like" in label.text()
            found = re.search(r"\d{4}-\d\d-\d\d", label.text())
            assert spared or found is None, label.text()


def test_names_of_limits_are_whole_on_a_small_screen(sample: Application) -> None:
    sample.window.resize(1280, 800)
    sample.window.go("limits")
    QEventLoop().processEvents()
    page = sample.window.page
    assert isinstance(page, LimitsPage)
    table = page._table
    metrics = QFontMetrics(table.font())
    names = {rows.title(found.limit) for found in page._model.rows}
    place = [column.key for column in page._model.columns].index("limit")
    assert max(map(metrics.horizontalAdvance, names)) + 20 <= table.columnWidth(place)


def test_the_search_shows_its_key(sample: Application) -> None:
    sample.window.resize(1280, 800)
    QEventLoop().processEvents()
    shown = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
    assert sample.window.header._search.text().endswith(shown)


def test_a_column_head_sorts_fits_and_hides(sample: Application) -> None:
    sample.window.go("limits")
    page = sample.window.page
    assert isinstance(page, LimitsPage)
    table = page._table
    place = [column.key for column in page._model.columns].index("measured")
    menu = table.header_menu(place)
    by_text = {action.text(): action for action in menu.actions()}
    by_text["Largest first"].trigger()
    assert table.sort_state() == "measured:1"
    by_text["As it came"].trigger()
    assert table.sort_state() == ""
    by_text["Hide this column"].trigger()
    assert table.isColumnHidden(place)
    menu.close()
