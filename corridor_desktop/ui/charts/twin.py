"""The table twin: the numbers behind a chart, in a window beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.contract import Cell, Table
from corridor_desktop.ui.parts.layout import column
from corridor_desktop.ui.parts.words import selectable
from corridor_desktop.ui.tables.column import Column, Value
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

TwinRow = tuple[int, tuple[Cell, ...]]


class TableTwin(QDialog):
    """Shows a chart's summary and its numbers; rows are copied with the platform's shortcut."""

    def __init__(self, title: str, summary: str, table: Table, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        columns = [_column(table, place) for place in range(len(table.header))]
        self.model: RowsModel[TwinRow] = RowsModel(columns, lambda row: str(row[0]))
        self.model.set_rows(tuple(enumerate(table.rows)))
        view: DataTable[TwinRow] = DataTable(self.model, title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(selectable(summary), view, buttons, margin=UNIT * 2))


def _column(table: Table, place: int) -> Column[TwinRow]:
    cells = [row[place] for row in table.rows]
    numeric = any(isinstance(cell, float | int) for cell in cells)
    longest = max((len(_text(cell)) for cell in cells[:200]), default=0)
    width = min(max(longest, len(table.header[place])) * 8 + 24, 360)
    return Column(
        str(place),
        table.header[place],
        lambda row: _value(row[1][place]),
        lambda row: _text(row[1][place]),
        numeric=numeric,
        width=width,
    )


def _value(cell: Cell) -> Value:
    return float(cell.toordinal()) if isinstance(cell, date) else cell


def _text(cell: Cell) -> str:
    if cell is None:
        return fmt.MISSING
    if isinstance(cell, date):
        return fmt.day(cell)
    if isinstance(cell, str):
        return cell
    return fmt.number(cell, 0 if abs(cell) >= 1000 else 4)
