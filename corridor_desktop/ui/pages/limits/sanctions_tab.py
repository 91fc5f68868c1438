"""Sanctions lists that the user brings: their age, and which holdings should be checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from corridor_desktop.domain.message import Message
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.limits import sanctions_rows
from corridor_desktop.ui.pages.limits.sanctions_rows import HitRow, ListRow
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.list_shelf import Kept
    from corridor_desktop.services.screen_holdings import Screening
    from corridor_desktop.ui.appearance import Appearance

_FEW_ROWS = 200


class SanctionsTab(QWidget):
    """Emits what is wanted; ``show_lists`` and ``show_screening`` are its only writers."""

    filesWanted = Signal()
    removeWanted = Signal(str)
    noticeWanted = Signal()
    screenWanted = Signal()
    filesDropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._found: Screening | None = None
        self.lists: RowsModel[ListRow] = RowsModel(
            sanctions_rows.LIST_COLUMNS, lambda found: found.kept.role
        )
        self._list_table: DataTable[ListRow] = DataTable(self.lists, "Sanctions lists")
        self._list_table.setMaximumHeight(_FEW_ROWS)
        self.hits: RowsModel[HitRow] = RowsModel(sanctions_rows.HIT_COLUMNS, sanctions_rows.hit_key)
        self._hit_table: DataTable[HitRow] = DataTable(self.hits, "What met a list")
        self._sum = label("", "heading", wrap=True)
        self._what = selectable("", "muted")
        self._similar = QCheckBox("Show &similar names, probably not the same")
        self._similar.toggled.connect(self._draw_hits)
        self._hit_table.picked.connect(self._tell)
        self._list_table.picked.connect(self._allow)
        self.setAcceptDrops(True)
        self._lay_out()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take list files here; elsewhere in the window a file is a statement."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring dropped list files."""
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.filesDropped.emit(paths)

    def _lay_out(self) -> None:
        bring = QPushButton("Bring list files\N{HORIZONTAL ELLIPSIS}")
        bring.setProperty("role", "primary")
        bring.clicked.connect(self.filesWanted)
        self._remove = QPushButton("Take away")
        self._remove.setEnabled(False)
        self._remove.clicked.connect(self._want_removed)
        again = QPushButton("Screen again")
        again.clicked.connect(self.screenWanted)
        read = QPushButton("Sanctions notice")
        read.setProperty("role", "quiet")
        read.clicked.connect(self.noticeWanted)
        tools = row(bring, self._remove, again, gap=UNIT)
        tools.addStretch(1)
        tools.addWidget(read)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, UNIT, 0, 0)
        layout.setSpacing(UNIT)
        note = label(say(Message.of("screening.limits")), "small", wrap=True)
        shown = (holding(tools), self._list_table, self._sum, self._similar, self._hit_table)
        for part in (*shown, self._what, note):
            layout.addWidget(part)
        layout.setStretch(4, 1)

    def show_lists(self, kept: Sequence[Kept], today: date) -> None:
        """Show which lists are here."""
        self.lists.set_rows(tuple(ListRow(found, today) for found in kept))
        self._list_table.setVisible(bool(kept))
        if not kept:
            self._sum.setText(say(Message.of("screening.no_lists")))
        self._allow()

    def show_screening(self, found: Screening | None) -> None:
        """Show what was met; ``None`` while nothing was screened."""
        self._found = found
        if found is not None:
            self._sum.setText(sanctions_rows.summary(found))
        self._draw_hits()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self.lists.dress(look)
        self.hits.dress(look)

    def _draw_hits(self) -> None:
        found, similar = self._found, self._similar.isChecked()
        rows = sanctions_rows.hit_rows(found, similar=similar) if found else ()
        self.hits.set_rows(rows)
        self._hit_table.setVisible(bool(rows))
        self._similar.setVisible(found is not None and bool(found.similar))
        self._tell()

    def _tell(self) -> None:
        chosen = self._hit_table.selected()
        words = sanctions_rows.HIT_COLUMNS[0].tip
        self._what.setText(words(chosen[0]) if chosen and words else "")

    def _allow(self) -> None:
        self._remove.setEnabled(bool(self._list_table.selected()))

    def _want_removed(self) -> None:
        chosen = self._list_table.selected()
        if chosen:
            self.removeWanted.emit(chosen[0].kept.role)
