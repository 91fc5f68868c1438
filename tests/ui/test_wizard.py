"""The wizard: every kind of question has an answer, and unknown files can be mapped by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.importers.contract import Answers, Question, StatementKind
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.imports import choices
from corridor_desktop.ui.pages.imports.wizard import ImportWizard

ODD = (
    "Kdy;Co;Papir;Ks;Kurz;Suma\n"
    "03.02.2026;K;Zinc Quarry AG;10;5,50;55,00\n"
    "13.02.2026;V;Zinc Quarry AG;4;6,00;24,00\n"
)
COLUMNS = {
    "Kdy": "date", "Co": "side", "Papir": "name", "Ks": "quantity", "Kurz": "price",
    "Suma": "amount",
}  # fmt: skip


def question(code: str, subject: str = "", lines: tuple[int, ...] = (4, 5)) -> Question:
    return Question(lines, "", code, Message.of(f"import.{code}"), (), subject)


@pytest.mark.parametrize(
    ("asked", "value", "expected"),
    [
        (question("unknown_word", "Zukauf"), "buy", Answers(words={"Zukauf": "buy"})),
        (question("unknown_text", "Bonus"), "ignore", Answers(words={"Bonus": "ignore"})),
        (question("unknown_status", "offen"), "ignore", Answers(words={"offen": "ignore"})),
        (question("price_currency", "currency of X"), "USD",
         Answers(words={"currency of X": "USD"})),
        (question("as_of", "as_of", ()), "2026-03-20", Answers(as_of=date(2026, 3, 20))),
        (question("account_currency", "account_currency", ()), "eur",
         Answers(account_currency="EUR")),
        (question("date_order", "date_order"), "DMY", Answers(date_order="DMY")),
        (question("doubtful_number", "decimal"), ",", Answers(decimal=",")),
        (question("choose_profile", "profile", ()), "own.x", Answers(profile="own.x")),
        (question("ask_kind", "kind"), "positions", Answers(kind=StatementKind.POSITIONS)),
        (question("missing_quantity"), "ignore", Answers(rows={4: "ignore", 5: "ignore"})),
    ],
)  # fmt: skip
def test_every_question_has_its_answer(asked: Question, value: str, expected: Answers) -> None:
    assert choices.answer(Answers(), asked, value) == expected


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (question("as_of", "as_of", ()), "20.3.26"),
        (question("account_currency", "account_currency", ()), "euros"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(asked: Question, value: str) -> None:
    with pytest.raises(UsageTrouble) as told:
        choices.answer(Answers(), asked, value)
    assert value in told.value.sentence


def test_the_header_line_is_a_number_or_left_to_be_found() -> None:
    given = choices.override(Answers(), "header_line", "7")
    assert given.header_line == 7
    assert choices.override(given, "header_line", "0").header_line is None


def wizard(running: Application) -> ImportWizard:
    found = running.window.page
    assert found is not None
    made = found.findChild(ImportWizard)
    assert made is not None
    return made


def button(made: ImportWizard) -> QPushButton:
    return next(b for b in made.findChildren(QPushButton) if b.text().startswith("Import"))


def shown(made: ImportWizard) -> str:
    return " ".join(label.text() for label in made.findChildren(QLabel) if label.isVisible())


def test_a_file_in_unknown_words_is_mapped_by_hand(sample: Application, tmp_path: Path) -> None:
    export = tmp_path / "odd.csv"
    export.write_text(ODD, encoding="utf-8")
    sample.files.take([export])
    made = wizard(sample)
    assert "header line" in shown(made)
    assert not button(made).isEnabled()
    made._override("header_line", "1")
    assert [box.accessibleName() for box in made.findChildren(QComboBox)].count("Column Ks") == 1
    made._map_columns(COLUMNS)
    assert not button(made).isEnabled()
    asked = made._plans[0].reading.questions
    assert [part.code for part in asked] == ["account_currency"]
    made._answer(asked[0], "EUR")
    assert button(made).isEnabled()
    button(made).click()
    review = sample.state.review
    assert review is not None
    names = {review.instruments[held.instrument_id].name: held.quantity
             for held in review.book.positions}  # fmt: skip
    assert names["Zinc Quarry AG"] == 6


def test_nothing_is_written_before_import(sample: Application, tmp_path: Path) -> None:
    before = sample.state.desk.imports.history()
    export = tmp_path / "odd.csv"
    export.write_text(ODD, encoding="utf-8")
    sample.files.take([export])
    made = wizard(sample)
    made._override("header_line", "1")
    made._map_columns(COLUMNS)
    assert sample.state.desk.imports.history() == before
