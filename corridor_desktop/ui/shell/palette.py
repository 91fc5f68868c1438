"""The command palette: every action and every holding, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT

MOST = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to go to or to do; ``words`` are what it is found by."""

    title: str
    words: str
    act: Callable[[], None]


class CommandPalette(QDialog):
    """Opens over the window, narrows as one types, acts on Return."""

    def __init__(self, parent: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("Search actions and holdings")
        self._entries = tuple(entries)
        self._found: list[Entry] = []
        self._field = QLineEdit()
        self._field.setPlaceholderText("Page, action, or a holding by name, ticker or ISIN")
        self._field.setAccessibleName("Search")
        self._list = QListWidget()
        self._list.setAccessibleName("Found")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.resize(UNIT * 64, UNIT * 46)
        self._field.textChanged.connect(self._narrow)
        self._field.installEventFilter(self)
        self._list.itemActivated.connect(self._act)
        self._narrow("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys and Return of the field work on the list."""
        if (
            watched is self._field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._act()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        matching = [
            entry for entry in self._entries if all(w in entry.words.casefold() for w in words)
        ]
        self._found = matching[:MOST]
        self._list.clear()
        for entry in self._found:
            self._list.addItem(QListWidgetItem(entry.title))
        self._list.setCurrentRow(0)

    def _act(self) -> None:
        place = self._list.currentRow()
        self.accept()
        if 0 <= place < len(self._found):
            self._found[place].act()
