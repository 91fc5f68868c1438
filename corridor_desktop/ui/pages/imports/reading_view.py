"""What was understood of a file, with the evidence, and the ways to say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox, QWidget

from corridor_desktop.importers.contract import Answers, FileReading, StatementKind
from corridor_desktop.services.import_desk import profiles
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.choices import AUTOMATIC, READING_CHOICES, is_about_columns
from corridor_desktop.ui.pages.imports.column_map import ColumnMap
from corridor_desktop.ui.pages.imports.questions import QuestionsBox
from corridor_desktop.ui.parts.layout import clear, column, grid, holding
from corridor_desktop.ui.parts.spin import number_field
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGridLayout

    from corridor_desktop.ui.pages.imports.rows import PlanRows

_KINDS = tuple((str(kind), str(kind)) for kind in StatementKind)


class ReadingView(QWidget):
    """Guesses with their evidence; every change is emitted as (name, value)."""

    overridden = Signal(str, str)
    answered = Signal(object, str)
    mapped = Signal(object)
    formatWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(gap=UNIT)
        self.setLayout(self._layout)

    def show_nothing(self) -> None:
        """Show that no file is in view."""
        clear(self._layout)

    def show_reading(self, reading: FileReading, answers: Answers, rows: PlanRows) -> None:
        """Show how a file was read and what is still to be answered."""
        replaced = set(self.findChildren(QWidget))
        name = self._focused()
        clear(self._layout)
        if reading.questions:
            box = QuestionsBox(reading.questions)
            box.answered.connect(self.answered)
            self._layout.addWidget(box)
        columns = ColumnMap()
        columns.show_reading(reading, taught=bool(answers.columns))
        columns.mapped.connect(self.mapped)
        columns.formatWanted.connect(self.formatWanted)
        asked = any(is_about_columns(question) for question in reading.questions)
        if asked:
            self._layout.addWidget(columns)
        self._layout.addWidget(label("What we understood", "heading"))
        self._layout.addWidget(self._guesses(reading, answers, rows))
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

    def _guesses(self, reading: FileReading, answers: Answers, rows: PlanRows) -> QWidget:
        table = grid(gap=UNIT)
        table.setColumnStretch(2, 1)
        evidence = reading.reading.evidence
        broker = self._box("profile", "Broker", self._profile(reading, answers), profiles())
        self._line(table, "Broker", broker, evidence.get("profile", ""))
        if reading.kind is not None:
            self._line(table, "Holds", *self._kind(reading, answers))
        if rows.period is not None:
            first, last = rows.period
            period = fmt.day(first) if first == last else f"{fmt.day(first)} to {fmt.day(last)}"
            self._line(table, "Period", label(period), "first and last day of its rows")
        for name, title, choices in READING_CHOICES:
            found = getattr(reading.reading, name)
            box = self._box(name, title, found, choices)
            self._line(table, title, box, evidence.get(name, ""))
        why = "the line that names the columns; 0 lets it be found"
        self._line(table, "Header line", self._header(reading.reading.header_line or 0), why)
        if reading.positions or answers.as_of:
            days = [answers.as_of] if answers.as_of else rows.days
            why = "the day on which these holdings were true"
            shown = days[0].isoformat() if len(days) == 1 else ""
            self._line(table, "As of", self._text("as_of", "As of", shown, "YYYY-MM-DD"), why)
        if answers.account_currency:
            field = self._text("account_currency", "Currency", answers.account_currency, "EUR")
            self._line(table, "Currency", field, "of rows that name none; chosen by you")
        return holding(table)

    @staticmethod
    def _profile(reading: FileReading, answers: Answers) -> str | None:
        if answers.profile:
            return answers.profile
        return reading.profile if reading.broker else None

    def _kind(self, reading: FileReading, answers: Answers) -> tuple[QWidget, str]:
        """Return what a file holds: a profile says so, otherwise it can be overridden."""
        kind = str(reading.kind)
        if reading.broker:
            return label(kind), "what this export of the broker holds"
        why = "chosen by you" if answers.kind else "by whether a column says what happened"
        return self._box("kind", "Holds", kind, _KINDS), why

    def _line(self, table: QGridLayout, title: str, field: QWidget, why: str) -> None:
        place = table.rowCount()
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
            none = "not recognised" if name == "profile" else "not in this file"
            box.insertItem(0, none, AUTOMATIC)
        elif name == "profile":
            box.insertItem(0, "let it be recognised", AUTOMATIC)
        box.setCurrentIndex(max(box.findData(found if found is not None else AUTOMATIC), 0))
        box.setProperty("guess", name)
        box.activated.connect(self._overridden)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        box.setMinimumWidth(UNIT * 22)
        box.setMaximumWidth(UNIT * 30)
        return box

    def _header(self, line: int) -> QSpinBox:
        field = number_field()
        field.setRange(0, 9999)
        field.setValue(line)
        field.lineEdit().setTextMargins(UNIT - 2, 0, 0, 0)
        field.setKeyboardTracking(False)
        field.setAccessibleName("Header line")
        field.valueChanged.connect(self._header_chosen)
        return field

    def _text(self, name: str, title: str, value: str, hint: str) -> QLineEdit:
        field = QLineEdit(value)
        field.setPlaceholderText(hint)
        field.setAccessibleName(title)
        field.setProperty("guess", name)
        field.setProperty("before", value)
        field.editingFinished.connect(self._typed)
        return field

    def _header_chosen(self, line: int) -> None:
        self.overridden.emit("header_line", str(line))

    def _overridden(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.overridden.emit(str(box.property("guess")), str(box.currentData()))

    def _typed(self) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit) and field.text().strip() != field.property("before"):
            self.overridden.emit(str(field.property("guess")), field.text().strip())
