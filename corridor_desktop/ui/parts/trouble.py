"""Trouble shown in place: what happened, what is unharmed, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column
from corridor_desktop.ui.parts.words import selectable

if TYPE_CHECKING:
    from corridor_desktop.domain.errors import CorridorError

_RESTORABLE = {"damaged", "not_a_portfolio", "missing_file"}


class TroubleStrip(QFrame):
    """A strip above the page; hidden until there is trouble, closed by the user.

    Where a file cannot be opened any more it offers to bring a backup back.
    """

    restoreAsked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "trouble")
        self.setAccessibleName("Trouble")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT, UNIT)
        self._what = selectable("", "heading")
        self._next = selectable("", "muted")
        layout.addLayout(column(self._what, self._next, gap=2), 1)
        self.restore = QPushButton("Restore a backup\N{HORIZONTAL ELLIPSIS}")
        self.restore.clicked.connect(self.restoreAsked)
        layout.addWidget(self.restore)
        close = QPushButton("Close")
        close.setProperty("role", "quiet")
        close.clicked.connect(self.hide)
        layout.addWidget(close)
        self.hide()

    def tell(self, trouble: CorridorError) -> None:
        """Show foreseen trouble."""
        self._what.setText(trouble.sentence)
        self._next.setText(trouble.remedy)
        self._next.setVisible(bool(trouble.remedy))
        self.restore.setVisible(trouble.code in _RESTORABLE)
        self.setAccessibleDescription(f"{trouble.sentence} {trouble.remedy}".strip())
        self.show()
