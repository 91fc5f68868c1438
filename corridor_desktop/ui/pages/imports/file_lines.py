"""The file as it is written: every physical line with its number and the bin that it ended in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from corridor_desktop.ui.appearance import LIGHT, SMALL, UNIT, Appearance
from corridor_desktop.ui.pages.imports.rows import STATUSES, tone_of

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
SHOWN_BYTES = 40_000_000
"""Of a longer file only the beginning is shown as text; its records are all shown below."""
_LONGEST = 600
_HEIGHT = 22


def lines_of(data: bytes, encoding: str | None) -> list[str]:
    """Return the lines of a file as text, by the line ends that the reader counts."""
    if encoding is None and b"\0" in data[:4096]:
        return ["This file is not text; its rows are shown below."]
    try:
        text = data[:SHOWN_BYTES].decode(encoding or "utf-8", errors="replace")
    except LookupError:
        return ["This file is not text; its rows are shown below."]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


class LinesModel(QAbstractTableModel):
    """Three columns: the number of the line, what became of it, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[str] = ()
        self._marks: bytes | bytearray = b""
        self._look = LIGHT
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._fixed.setPixelSize(SMALL + 1)

    def show_lines(self, lines: Sequence[str], marks: bytes | bytearray = b"") -> None:
        """Show a file; ``marks`` holds by line a place in ``STATUSES`` plus one."""
        self.beginResetModel()
        self._lines, self._marks = lines, marks
        self.endResetModel()

    def dress(self, look: Appearance) -> None:
        """Use the colours of an appearance."""
        self._look = look

    def status(self, place: int) -> str:
        """Return what became of the line at a place, empty for structure."""
        code = self._marks[place + 1] if place + 1 < len(self._marks) else 0
        return STATUSES[code - 1] if code else ""

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return 3."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks for."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        place, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            line = self._lines[place]
            shown = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}\N{HORIZONTAL ELLIPSIS}"
            return (str(place + 1), self.status(place), shown)[column]
        if role == Qt.ItemDataRole.FontRole:
            return self._fixed if column == 2 else None
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = "muted" if column == 0 else tone_of(self.status(place)) if column == 1 else ""
            return QColor(getattr(self._look, tone)) if tone else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class LinesView(QTableView):
    """Shows a file; ``pointed`` tells the line that was chosen, counted from 1."""

    pointed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.lines_model = LinesModel()
        self.setModel(self.lines_model)
        self.setAccessibleName("The file as text")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(_HEIGHT)
        vertical.setDefaultSectionSize(_HEIGHT)
        font = QFont(self.font())
        font.setPixelSize(SMALL)
        self.setFont(font)
        self.setColumnWidth(1, UNIT * 12)
        self._telling = True
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_file(self, lines: Sequence[str], marks: bytes | bytearray = b"") -> None:
        """Show a file from its first line."""
        self._telling = False
        self.lines_model.show_lines(lines, marks)
        self._telling = True
        digits = len(str(max(len(lines), 1)))
        self.setColumnWidth(0, UNIT * 2 + digits * UNIT)
        self.setColumnHidden(1, not marks)
        longest = max(map(len, lines[:400]), default=0)
        self.setColumnWidth(2, max(min(longest, _LONGEST) * UNIT + UNIT * 2, UNIT * 40))

    def point_at(self, line: int) -> None:
        """Bring a line into view, without telling."""
        if 0 < line <= self.lines_model.rowCount():
            self._telling = False
            index = self.lines_model.index(line - 1, 2)
            self.selectRow(line - 1)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.horizontalScrollBar().setValue(0)
            self._telling = True

    def _tell(self, current: QModelIndex) -> None:
        if self._telling and current.isValid():
            self.pointed.emit(current.row() + 1)
