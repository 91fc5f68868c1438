"""What was understood of a file, with the evidence, and the ways to say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLineEdit, QSpinBox, QWidget

from corridor_desktop.importers.contract import FileReading, Question
from corridor_desktop.services.words import say
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.choices import AUTOMATIC, READING_CHOICES, is_about_columns
from corridor_desktop.ui.pages.imports.column_map import ColumnMap
from corridor_desktop.ui.parts.layout import clear, column, grid, holding
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QGridLayout

SHOWN_QUESTIONS = 20


class ReadingView(QWidget):
    """Guesses with their evidence; every change is emitted as (name, value)."""

    overridden = Signal(str, str)
    answered = Signal(object, str)
    mapped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(gap=UNIT)
        self.setLayout(self._layout)

    def show_reading(self, reading: FileReading) -> None:
        """Show how a file was read and what is still to be answered."""
        replaced = set(self.findChildren(QWidget))
        name = self._focused()
        clear(self._layout)
        if reading.questions:
            self._layout.addWidget(self._questions(reading.questions))
        columns = ColumnMap()
        columns.show_reading(reading)
        columns.mapped.connect(self.mapped)
        asked = any(is_about_columns(question) for question in reading.questions)
        if asked:
            self._layout.addWidget(columns)
        self._layout.addWidget(label("What we understood", "heading"))
        self._layout.addWidget(self._guesses(reading))
        if not asked:
            self._layout.addWidget(columns)
        self._layout.addStretch(1)
        for widget in self.findChildren(QWidget):
            if name and widget.accessibleName() == name and widget not in replaced:
                widget.setFocus()
                return

    def _focused(self) -> str:
        """Return the name of the field in use, so that a new reading does not lose the place."""
        field = QApplication.focusWidget()
        inside = field is not None and self.isAncestorOf(field)
        return field.accessibleName() if field is not None and inside else ""

    def _questions(self, questions: Sequence[Question]) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "notice")
        inner = column(gap=UNIT, margin=UNIT + UNIT // 2)
        inner.addWidget(label("Your answer is needed", "heading"))
        for question in questions[:SHOWN_QUESTIONS]:
            inner.addWidget(self._question(question))
        more = len(questions) - SHOWN_QUESTIONS
        if more > 0:
            inner.addWidget(label(f"{more} more follow once these are answered.", "small"))
        frame.setLayout(inner)
        return frame

    def _guesses(self, reading: FileReading) -> QWidget:
        table = grid(gap=UNIT)
        table.setColumnStretch(2, 1)
        broker = reading.broker or "not recognised"
        profile = reading.profile or "general reader"
        self._line(table, 0, "Broker", label(f"{broker} ({profile})"), "")
        for place, (name, title, choices) in enumerate(READING_CHOICES, 1):
            found = getattr(reading.reading, name)
            box = self._box(name, title, found, choices)
            self._line(table, place, title, box, reading.reading.evidence.get(name, ""))
        line = reading.reading.header_line
        why = "the line that names the columns; 0 lets it be found"
        self._line(table, len(READING_CHOICES) + 1, "Header line", self._header(line or 0), why)
        return holding(table)

    def _line(self, table: QGridLayout, place: int, title: str, field: QWidget, why: str) -> None:
        name = label(title, "muted")
        name.setBuddy(field)
        table.addWidget(name, place, 0)
        table.addWidget(field, place, 1)
        table.addWidget(label(why, "small", wrap=True), place, 2)

    def _box(
        self, name: str, title: str, found: str | None, choices: tuple[tuple[str, str], ...]
    ) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(title)
        known = dict(choices)
        if found is not None and found not in known:
            box.addItem(found, found)
        for value, text in choices:
            box.addItem(text, value)
        if found is None:
            box.insertItem(0, "not in this file", AUTOMATIC)
        box.setCurrentIndex(max(box.findData(found if found is not None else AUTOMATIC), 0))
        box.setProperty("guess", name)
        box.activated.connect(self._overridden)
        box.setMinimumWidth(UNIT * 18)
        return box

    def _header(self, line: int) -> QSpinBox:
        field = QSpinBox()
        field.setRange(0, 9999)
        field.setValue(line)
        field.lineEdit().setTextMargins(UNIT - 2, 0, 0, 0)
        field.setKeyboardTracking(False)
        field.setAccessibleName("Header line")
        field.valueChanged.connect(self._header_chosen)
        return field

    def _header_chosen(self, line: int) -> None:
        self.overridden.emit("header_line", str(line))

    def _overridden(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.overridden.emit(str(box.property("guess")), str(box.currentData()))

    def _question(self, question: Question) -> QWidget:
        words = label(say(question.message), wrap=True)
        if is_about_columns(question):
            return words
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
        return holding(column(words, field, gap=UNIT // 2))

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
