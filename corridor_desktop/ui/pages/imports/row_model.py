"""The table of a file's records, made row by row as they come into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from corridor_desktop.ui.pages.imports.rows import COLUMNS, FileRow, PlanRows
from corridor_desktop.ui.tables.model import RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

SORTED_AT_MOST = 5_000
"""Rows that are sorted at once on the GUI thread; longer files stay in the order of their lines."""


class FileRowsModel(RowsModel[FileRow]):
    """Shows the records of one plan, of one status or of all."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, lambda row: f"{row.lines[0] if row.lines else 0}")
        self._plan_rows: PlanRows | None = None
        self._status = ""

    def show_rows(self, rows: PlanRows | None, shown: Sequence[FileRow], status: str = "") -> None:
        """Show records; ``shown`` are those of ``rows`` with a status, chosen off this thread."""
        self._plan_rows, self._status = rows, status
        self._all = shown
        self._arrange()

    def place_of(self, key: str) -> int:
        """Return where the record of a line stands, without making any record."""
        if self._plan_rows is None or self._status or self._sort is not None:
            few = len(self._shown) <= SORTED_AT_MOST
            return super().place_of(key) if few else -1
        return self._plan_rows.at_line(int(key))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort what is short enough."""
        if len(self._all) <= SORTED_AT_MOST or column < 0:
            super().sort(column, order)
