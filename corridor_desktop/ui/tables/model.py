"""One table model for every page: frozen rows, declared columns, its own sort and filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.tables.column import Column, Value

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SORT_ROLE = Qt.ItemDataRole.UserRole
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
CELL_ROLE = Qt.ItemDataRole.UserRole + 2


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows are reset whole. ``key`` names a row, so that a selection survives a reset."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], str]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self._all: Sequence[Row] = ()
        self._shown: Sequence[Row] = ()
        self._texts: dict[int, tuple[str, ...]] = {}
        self._filter = ""
        self._keep: Callable[[Row], bool] | None = None
        self._sort: tuple[int, bool] | None = None
        self._group: int | None = None
        self._look = LIGHT

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, sorted and filtered as before."""
        self._all = tuple(rows)
        self._arrange()

    def set_filter(self, text: str, keep: Callable[[Row], bool] | None = None) -> None:
        """Show only rows that hold every word of ``text`` in a cell, and that ``keep`` keeps."""
        self._filter, self._keep = text.casefold(), keep
        self._arrange()

    def dress(self, look: Appearance) -> None:
        """Use the colours of an appearance."""
        self._look = look
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])

    @property
    def look(self) -> Appearance:
        """Return the appearance in use."""
        return self._look

    def row(self, place: int) -> Row:
        """Return the row at a place of the view."""
        return self._shown[place]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows shown, in their order."""
        return tuple(self._shown)

    def given_at(self, row: Row) -> int:
        """Return at which place a row was given, whatever the order shown; -1 for no row."""
        return next((at for at, one in enumerate(self._all) if one is row), -1)

    def place_of(self, key: str) -> int:
        """Return where the row of a key stands, -1 when it is not shown."""
        return next((i for i, row in enumerate(self._shown) if self.key(row) == key), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks for; nothing is computed here."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts_of(index.row())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip(row) if column.tip else "") or None
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            tone = column.tone(row)
            return QColor(getattr(self._look, tone)) if tone else None
        if role == SORT_ROLE:
            return column.value(row)
        if role == CELL_ROLE:
            return (column.cell(row) if column.cell else None) or None
        return row if role == ROW_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return column titles."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; missing values go last either way."""
        self._sort = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._arrange()

    def set_group(self, key: str) -> None:
        """Keep rows together that share the value of a column; an empty key groups nothing."""
        keys = [column.key for column in self.columns]
        self._group = keys.index(key) if key in keys else None
        self._arrange()

    def _texts_of(self, place: int) -> tuple[str, ...]:
        """Return the texts of a shown row, made when it first comes into view."""
        found = self._texts.get(place)
        if found is None:
            row = self._shown[place]
            found = self._texts[place] = tuple(column.text(row) for column in self.columns)
        return found

    def _arrange(self) -> None:
        self.beginResetModel()
        rows: Sequence[Row] = self._all
        if self._keep is not None:
            rows = [row for row in rows if self._keep(row)]
        if self._sort is not None:
            rows = self._sorted(rows, *self._sort)
        if self._group is not None:
            rows = self._sorted(rows, self._group, False)
        words = self._filter.split()
        if words:
            texts = self.columns
            rows = [row for row in rows if _holds([cell.text(row) for cell in texts], words)]
        self._shown = rows
        self._texts = {}
        self.endResetModel()

    def _sorted(self, rows: Sequence[Row], column: int, descending: bool) -> Sequence[Row]:
        value = self.columns[column].value
        keyed = [(value(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: _sort_key(pair[0]), reverse=descending)
        return [row for _, row in known] + [row for found, row in keyed if found is None]


def _sort_key(value: Value) -> tuple[int, float, str]:
    if isinstance(value, str):
        return 1, 0.0, value.casefold()
    return 0, value or 0.0, ""


def _holds(texts: Sequence[str], words: Sequence[str]) -> bool:
    line = " ".join(texts).casefold()
    return all(word in line for word in words)
