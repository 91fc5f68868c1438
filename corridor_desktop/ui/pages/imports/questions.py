"""The few questions of a file: one for each distinct value, each with its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.choices import is_about_columns
from corridor_desktop.ui.parts.layout import column, holding
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.importers.contract import Question

SHOWN_QUESTIONS = 20
_SHOWN_LINES = 4


class QuestionsBox(QFrame):
    """Emits a question and its answer."""

    answered = Signal(object, str)

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        inner = column(gap=UNIT, margin=UNIT + UNIT // 2)
        inner.addWidget(label("Your answer is needed", "heading"))
        for question in questions[:SHOWN_QUESTIONS]:
            inner.addWidget(self._question(question))
        more = len(questions) - SHOWN_QUESTIONS
        if more > 0:
            inner.addWidget(label(f"{more} more follow once these are answered.", "small"))
        self.setLayout(inner)

    def _question(self, question: Question) -> QWidget:
        words = label(say(question.message), wrap=True)
        where = label(_where(question), "small", wrap=True)
        where.setVisible(bool(question.lines))
        if is_about_columns(question):
            return holding(column(words, where, gap=0))
        field: QComboBox | QLineEdit
        if question.choices:
            field = QComboBox()
            field.addItem("Choose\N{HORIZONTAL ELLIPSIS}", "")
            for choice in question.choices:
                field.addItem(choice.replace("_", " "), choice)
            field.activated.connect(self._answered)
        else:
            field = QLineEdit()
            field.setPlaceholderText("YYYY-MM-DD" if question.code == "as_of" else "Your answer")
            field.editingFinished.connect(self._answered)
        field.setAccessibleName(say(question.message))
        field.setProperty("question", question)
        field.setMaximumWidth(UNIT * 30)
        return holding(column(words, where, field, gap=UNIT // 2))

    def _answered(self) -> None:
        field = self.sender()
        if isinstance(field, QComboBox):
            value = str(field.currentData() or "")
        elif isinstance(field, QLineEdit):
            value = field.text().strip()
        else:
            return
        if value:
            self.answered.emit(field.property("question"), value)


def _where(question: Question) -> str:
    lines = question.lines
    shown = ", ".join(str(line) for line in lines[:_SHOWN_LINES])
    more = f" and {len(lines) - _SHOWN_LINES} more" if len(lines) > _SHOWN_LINES else ""
    return f"line {shown}{more}" if len(lines) == 1 else f"lines {shown}{more}"
