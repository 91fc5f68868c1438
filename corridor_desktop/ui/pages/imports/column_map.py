"""Columns onto fields: how any file that no profile knows is read, by dragging or by choosing."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QMouseEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.fields import FIELDS, SUMMED
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.choices import is_about_columns
from corridor_desktop.ui.parts.flow import FlowRow
from corridor_desktop.ui.parts.layout import clear, column, grid, holding, row
from corridor_desktop.ui.parts.words import label

_WORDS = {
    "type": "what happened (buy, sell ...)", "side": "side (buy or sell)", "isin": "ISIN",
    "wkn": "WKN", "sedol": "SEDOL", "cusip": "CUSIP", "symbol": "ticker or code",
    "text": "description", "amount": "amount of money", "gross": "amount before costs",
    "fx_rate": "exchange rate", "unit_cost": "cost per unit", "as_of": "day of the snapshot",
    "settle_date": "settlement date", "accrued": "accrued interest",
    "cancelled": "cancelled on", "other": "nothing we need",
}  # fmt: skip
_MIME = "application/x-corridor-field"
SLOTS = ("date", "type", "side", "isin", "symbol", "name", "quantity", "price", "amount", "fee",
         "tax", "currency", "market_value", "reference")  # fmt: skip
"""The fields that can be dragged; the others are chosen in the list of a column."""


def words_of(field: str) -> str:
    """Return what a field is called on screen."""
    return _WORDS.get(field, field.replace("_", " "))


class FieldChip(QLabel):
    """A field that can be dragged onto a column."""

    def __init__(self, field: str, used: bool) -> None:
        super().__init__(words_of(field).split(" (")[0])
        self.field = field
        self.setProperty("role", "chip-used" if used else "chip")
        self.setToolTip(f"Drag it onto the column that holds the {words_of(field)}.")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._from = QPoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        moved = (event.position().toPoint() - self._from).manhattanLength()
        if moved < QApplication.startDragDistance():
            return
        drag = QDrag(self)
        data = QMimeData()
        data.setData(_MIME, self.field.encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.CopyAction)


class ColumnBox(QComboBox):
    """What one column is read as; a field can be dropped on it."""

    dropped = Signal(str)

    def __init__(self, name: str, field: str, choices: QStandardItemModel) -> None:
        super().__init__()
        self.setModel(choices)
        self.setCurrentIndex(max(self.findData(field), 0))
        self.setAccessibleName(f"Column {name}")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take fields."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read this column as the field."""
        field = bytes(event.mimeData().data(_MIME).data()).decode()
        place = self.findData(field)
        if place > 0:
            event.acceptProposedAction()
            self.setCurrentIndex(place)
            self.dropped.emit(field)


def field_choices(parent: QObject) -> QStandardItemModel:
    """Return the fields as the one list that the boxes of all columns share."""
    choices = QStandardItemModel(parent)
    for field in ("", *FIELDS):
        item = QStandardItem(words_of(field) if field else "not used")
        item.setData(field, Qt.ItemDataRole.UserRole)
        choices.appendRow(item)
    return choices


class ColumnMap(QWidget):
    """One choice for each column; a change emits the whole map, header name to field."""

    mapped = Signal(object)
    formatWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._open = QPushButton("Columns\N{HORIZONTAL ELLIPSIS}")
        self._open.setProperty("role", "quiet")
        self._open.setCheckable(True)
        self._chips = FlowRow(gap=UNIT // 2)
        self._grid = grid(gap=UNIT // 2)
        self._grid.setColumnStretch(1, 1)
        self._name = QLineEdit()
        self._name.setPlaceholderText("Name of the format")
        self._name.setAccessibleName("Name of the format")
        self._name.setMaximumWidth(UNIT * 30)
        self._name.editingFinished.connect(self._named)
        self._saving = holding(
            column(
                label(
                    "With the import these columns are kept as a format, and the next file with "
                    "the same columns is read by it.",
                    "small",
                    wrap=True,
                ),
                holding(row(label("Save as", "muted"), self._name, gap=UNIT)),
                gap=UNIT // 2,
            )
        )
        how = "Drag a field onto its column, or choose in the list beside it."
        self._table = holding(
            column(
                label(how, "small", wrap=True),
                holding(self._chips),
                holding(self._grid),
                self._saving,
                gap=UNIT,
            )
        )
        self._table.hide()
        self._open.toggled.connect(self._table.setVisible)
        self._boxes: dict[str, ColumnBox] = {}
        self.setLayout(column(self._open, self._table, gap=UNIT // 2))

    def show_reading(self, reading: FileReading, *, taught: bool = False) -> None:
        """Show which column was read as which field; opened by itself for an unknown file."""
        clear(self._grid)
        clear(self._chips)
        self._boxes = {}
        choices = field_choices(self)
        used = set(reading.columns.values())
        for field in SLOTS:
            self._chips.addWidget(FieldChip(field, field in used))
        for place, name in enumerate(dict.fromkeys(title for title in reading.header if title)):
            box = ColumnBox(name, reading.columns.get(name, ""), choices)
            box.activated.connect(self._changed)
            box.dropped.connect(self._dropped)
            self._boxes[name] = box
            self._grid.addWidget(label(name, "muted", wrap=True), place, 0)
            self._grid.addWidget(box, place, 1)
        asked = any(is_about_columns(question) for question in reading.questions)
        unknown = bool(reading.header) and (asked or reading.broker is None)
        self._saving.setVisible(taught)
        self._open.setVisible(bool(reading.header))
        self._open.setChecked(unknown)

    def _changed(self) -> None:
        chosen = {name: str(box.currentData()) for name, box in self._boxes.items()}
        self.mapped.emit({name: field for name, field in chosen.items() if field})

    def _dropped(self, field: str) -> None:
        """Let a field that was dropped go from where it was before; costs may stand twice."""
        kept = self.sender()
        for box in self._boxes.values():
            if box is not kept and box.currentData() == field and field not in SUMMED:
                box.setCurrentIndex(0)
        self._changed()

    def _named(self) -> None:
        if self._name.text().strip():
            self.formatWanted.emit(self._name.text().strip())
