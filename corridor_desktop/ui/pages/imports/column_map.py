"""Columns onto fields: how any file that no profile knows is read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.fields import FIELDS
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.choices import is_about_columns
from corridor_desktop.ui.parts.layout import clear, column, grid, holding
from corridor_desktop.ui.parts.words import label

_WORDS = {
    "type": "what happened (buy, sell ...)", "side": "side (buy or sell)", "isin": "ISIN",
    "wkn": "WKN", "sedol": "SEDOL", "cusip": "CUSIP", "symbol": "ticker or code",
    "text": "description", "amount": "amount of money", "gross": "amount before costs",
    "fx_rate": "exchange rate", "unit_cost": "cost per unit", "as_of": "day of the snapshot",
    "settle_date": "settlement date", "other": "nothing we need",
}  # fmt: skip


class ColumnMap(QWidget):
    """One choice for each column; a change emits the whole map, header name to field."""

    mapped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._open = QPushButton("Columns\N{HORIZONTAL ELLIPSIS}")
        self._open.setProperty("role", "quiet")
        self._open.setCheckable(True)
        self._grid = grid(gap=UNIT // 2)
        self._grid.setColumnStretch(1, 1)
        self._table = holding(self._grid)
        self._table.hide()
        self._open.toggled.connect(self._table.setVisible)
        self._boxes: dict[str, QComboBox] = {}
        self.setLayout(column(self._open, self._table, gap=UNIT // 2))

    def show_reading(self, reading: FileReading) -> None:
        """Show which column was read as which field; opened by itself for an unknown file."""
        clear(self._grid)
        self._boxes = {}
        for place, name in enumerate(dict.fromkeys(title for title in reading.header if title)):
            box = QComboBox()
            box.addItem("not used", "")
            for field in FIELDS:
                box.addItem(_WORDS.get(field, field.replace("_", " ")), field)
            box.setCurrentIndex(max(box.findData(reading.columns.get(name, "")), 0))
            box.setAccessibleName(f"Column {name}")
            box.activated.connect(self._changed)
            self._boxes[name] = box
            self._grid.addWidget(label(name, "muted", wrap=True), place, 0)
            self._grid.addWidget(box, place, 1)
        asked = any(is_about_columns(question) for question in reading.questions)
        unknown = bool(reading.header) and (asked or reading.broker is None)
        self._open.setVisible(bool(reading.header))
        self._open.setChecked(unknown)

    def _changed(self) -> None:
        chosen = {name: str(box.currentData()) for name, box in self._boxes.items()}
        self.mapped.emit({name: field for name, field in chosen.items() if field})
