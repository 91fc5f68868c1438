"""What stands on every page while a promise is broken, or the log of promises was altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from corridor_desktop.domain.message import Message
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review

_NAMED = 2


class BreachBanner(QFrame):
    """One line above the page; it cannot be closed, only fixed or acknowledged."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "trouble")
        self.setAccessibleName("Broken limits")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT // 2, UNIT, UNIT // 2)
        self._words = selectable("", "danger")
        layout.addWidget(self._words, 1)
        button = QPushButton("Show the limits")
        button.setProperty("role", "quiet")
        button.clicked.connect(self.shown)
        layout.addWidget(button)
        self.hide()

    def show_review(self, review: Review | None) -> None:
        """Say what is broken; nothing is shown while all is inside or acknowledged."""
        words = "" if review is None else sentence(review)
        self._words.setText(words)
        self.setAccessibleDescription(words)
        self.setVisible(bool(words))


def sentence(review: Review) -> str:
    """Return what is broken in one or two sentences, empty when nothing is."""
    parts = [say(found) for found in review.clearance.tampering]
    broken = review.open_breaches
    if broken:
        named = ", ".join(
            f"{say(Message.of(f'rules.title_{found.limit}'))} ({found.label})"
            for found in broken[:_NAMED]
        )
        more = f" and {fmt.in_words(len(broken) - _NAMED)} more" if len(broken) > _NAMED else ""
        many = fmt.of_them(len(broken), "limit is", "limits are")
        parts.append(f"{fmt.sentence(many)} broken and not acknowledged: {named}{more}.")
    return " ".join(parts)


class NoteBanner(QFrame):
    """One quiet line above the page about how the file is open: to read only, elsewhere too."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setAccessibleName("How the file is open")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT, UNIT * 2, UNIT)
        self._words = selectable("")
        layout.addWidget(self._words, 1)
        self.hide()

    def tell(self, said: tuple[str, ...]) -> None:
        """Show the sentences, or nothing where there are none."""
        words = " ".join(said)
        self._words.setText(words)
        self.setAccessibleDescription(words)
        self.setVisible(bool(said))
