"""A card: a heading, a body, and perhaps a page it leads to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import clear
from corridor_desktop.ui.parts.words import label


class Card(QFrame):
    """A raised frame; with ``leads_to`` it is a button for mouse and keyboard."""

    activated = Signal(str)

    def __init__(self, heading: str = "", leads_to: str = "") -> None:
        super().__init__()
        self._leads_to = leads_to
        self.setProperty("role", "card")
        self.setProperty("clickable", "true" if leads_to else "false")
        self.setAccessibleName(heading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT + UNIT // 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        self.heading = label(heading, "heading")
        self.heading.setVisible(bool(heading))
        layout.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(UNIT)
        layout.addLayout(self.body, 1)
        if leads_to:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_body(self, *widgets: QWidget, stretch: bool = True) -> None:
        """Replace what the card shows."""
        clear(self.body)
        for widget in widgets:
            self.body.addWidget(widget)
        if stretch:
            self.body.addStretch(1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the card on a click."""
        if self._leads_to and event.button() is Qt.MouseButton.LeftButton:
            self.activated.emit(self._leads_to)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the card on Return or Space."""
        if self._leads_to and event.key() in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        }:
            self.activated.emit(self._leads_to)
            return
        super().keyPressEvent(event)
