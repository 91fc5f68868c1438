"""The wizard: the file as text, what was understood, every row with its status; then one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.importers.contract import Answers, Outcome, Question
from corridor_desktop.services.words import say
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports import choices
from corridor_desktop.ui.pages.imports.reading_view import ReadingView
from corridor_desktop.ui.pages.imports.rows import COLUMNS, FileRow, rows_of
from corridor_desktop.ui.parts.layout import column, holding, row, scrolling
from corridor_desktop.ui.parts.words import label, restyle
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.import_statement import StatementPlan
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState

SHOWN_CHARACTERS = 60_000


class ImportWizard(QWidget):
    """Nothing is written before "Import"; afterwards the import can be taken back."""

    finished = Signal()

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._plans: list[StatementPlan] = []
        self._paths: list[Path] = []
        self._answers: list[Answers] = []
        self._files = QComboBox()
        self._files.setAccessibleName("File")
        self._files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._account = QLineEdit()
        self._account.setPlaceholderText("as the broker is called")
        self._account.setAccessibleName("Account")
        self._account.setMaximumWidth(UNIT * 30)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName("The file as text")
        self._view = ReadingView()
        self._model: RowsModel[FileRow] = RowsModel(
            COLUMNS, lambda found: f"{found.lines}{found.status}{found.what}"
        )
        self._table: DataTable[FileRow] = DataTable(self._model, "Rows of the file")
        self._result = label("", "muted", wrap=True)
        self._import = QPushButton("Import")
        self._import.setProperty("role", "primary")
        self._cancel = QPushButton("Cancel")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        head = row(label("File"), self._files, label("Account"), self._account, gap=UNIT)
        head.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._text)
        split.addWidget(scrolling(self._view))
        split.setSizes([UNIT * 70, UNIT * 70])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(UNIT * 2)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(split)
        whole.addWidget(self._table)
        whole.setSizes([UNIT * 36, UNIT * 30])
        whole.setChildrenCollapsible(False)
        whole.setHandleWidth(UNIT)
        foot = row(gap=UNIT)
        foot.addWidget(self._result, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._import)
        layout: QVBoxLayout = column(gap=UNIT)
        layout.addLayout(head)
        layout.addWidget(whole, 1)
        layout.addWidget(holding(foot))
        self.setLayout(layout)

    def _wire(self) -> None:
        self._files.activated.connect(self._show)
        self._account.editingFinished.connect(self._read_again)
        self._view.overridden.connect(self._override)
        self._view.answered.connect(self._answer)
        self._view.mapped.connect(self._map_columns)
        self._table.picked.connect(self._show_line)
        self._import.clicked.connect(self._commit)
        self._cancel.clicked.connect(self.finished)

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def begin(self, paths: Sequence[Path]) -> None:
        """Read files and show the first."""
        self._paths = list(paths)
        self._answers = [Answers() for _ in paths]
        self._files.clear()
        self._files.addItems([path.name for path in paths])
        self._result.setText("Reading\N{HORIZONTAL ELLIPSIS}")
        self._import.setEnabled(False)
        self._read_again()

    def _read_again(self) -> None:
        if not self._paths:
            return
        desk, account = self._state.desk, self._account.text().strip() or None
        pairs = list(zip(self._paths, self._answers, strict=True))

        def read(job: Job) -> list[StatementPlan]:
            return [desk.imports.read([path], answers, account, job)[0] for path, answers in pairs]

        self._state.runner.submit(
            "read", "math", read, self._take, title="Reading files", trouble=self._failed
        )

    def _take(self, plans: list[StatementPlan]) -> None:
        self._plans = plans
        self._show()

    def _failed(self, trouble: Exception) -> None:
        self._plans = []
        self._text.clear()
        self._model.set_rows(())
        if isinstance(trouble, CorridorError):
            self._result.setText(f"{trouble.sentence} {trouble.remedy}")
            restyle(self._result, "danger")

    def _show(self) -> None:
        place = max(self._files.currentIndex(), 0)
        if place >= len(self._plans):
            return
        plan = self._plans[place]
        encoding = plan.reading.reading.encoding or "utf-8"
        text = plan.data[: SHOWN_CHARACTERS * 2].decode(encoding, errors="replace")
        self._text.setPlainText(text[:SHOWN_CHARACTERS])
        self._view.show_reading(plan.reading)
        self._model.set_rows(rows_of(plan.reading))
        self._tell()

    def _tell(self) -> None:
        place = max(self._files.currentIndex(), 0)
        plan = self._plans[place]
        self._result.setText(result_of(plan))
        self._result.setToolTip(self._result.text())
        restyle(self._result, "danger" if plan.reading.outcome is Outcome.REFUSED else "muted")
        ready = sum(bookable(found) for found in self._plans)
        self._import.setEnabled(ready > 0)
        single = len(self._plans) == 1
        self._import.setText("Import" if single or not ready else f"Import {ready} files")

    def _override(self, name: str, value: str) -> None:
        place = max(self._files.currentIndex(), 0)
        self._answers[place] = choices.override(self._answers[place], name, value)
        self._read_again()

    def _answer(self, question: Question, value: str) -> None:
        place = max(self._files.currentIndex(), 0)
        try:
            self._answers[place] = choices.answer(self._answers[place], question, value)
        except CorridorError as trouble:
            self._state.troubleRaised.emit(trouble)
            return
        self._read_again()

    def _map_columns(self, columns: dict[str, str]) -> None:
        place = max(self._files.currentIndex(), 0)
        self._answers[place] = replace(self._answers[place], columns=columns)
        self._read_again()

    def _show_line(self) -> None:
        chosen = self._table.selected()
        if chosen and chosen[0].lines:
            block = self._text.document().findBlockByNumber(chosen[0].lines[0] - 1)
            cursor = self._text.textCursor()
            cursor.setPosition(block.position())
            cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
            self._text.setTextCursor(cursor)

    def _commit(self) -> None:
        desk, plans = self._state.desk, list(self._plans)
        account = self._account.text().strip() or None
        self._state.do(
            "import",
            "store",
            lambda job: desk.imports.commit(plans, job, account),
            lambda _: self.finished.emit(),
            title="Importing",
        )


def bookable(plan: StatementPlan) -> bool:
    """Tell whether a file would bring something."""
    from corridor_desktop.services.import_desk import is_bookable

    return is_bookable(plan)


def result_of(plan: StatementPlan) -> str:
    """Return what would happen, and that every line is accounted for."""
    reading, lines = plan.reading, plan.reading.lines
    if reading.reason is not None and reading.outcome is Outcome.REFUSED:
        words = say(reading.reason)
        if reading.reason.code == "import.refused_no_header":
            words += " If one does, give its number as the header line and map the columns."
        return words
    if plan.already is not None:
        return say(plan.already)
    words = (
        f"{lines.physical} lines: {lines.imported} read, {lines.skipped} skipped with a reason, "
        f"{lines.needs_you} need you, {lines.structure} titles and blanks. "
        f"{plan.new} new, {plan.duplicates} already in the book; account {plan.account}."
    )
    if plan.probable:
        words += f" {len(plan.probable)} look like restated rows and are left out."
    notes = " ".join(say(notice.message) for notice in reading.notices[:2])
    return f"{words} {notes}".strip()
