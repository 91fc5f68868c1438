"""What a page is: a header with a finding, a body, and one way to draw a review."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState


class Page(QWidget):
    """A page of the window. ``draw`` is the only writer of its widgets and may be called often."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    empty: ClassVar[str] = "Nothing to show yet. Import a broker file to begin."

    wantsPage = Signal(str, object)

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self.state = state
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        outer.setSpacing(UNIT * 2)
        self._title = label(self.title, "title")
        self._finding = label("", "muted", wrap=True)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(UNIT)
        head = QHBoxLayout()
        head.setSpacing(UNIT * 2)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._finding)
        head.addLayout(words, 1)
        head.addLayout(self.buttons)
        outer.addLayout(head)
        self._stack = QStackedWidget()
        self._nothing = _Nothing(self.empty)
        self.body = QWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.body)
        outer.addWidget(self._stack, 1)

    def show_review(self, review: Review | None) -> None:
        """Show a review; ``None`` (no portfolio) and an empty one show the invitation."""
        if review is None or self.is_empty(review):
            self._finding.setText("")
            self._stack.setCurrentWidget(self._nothing)
            return
        self._stack.setCurrentWidget(self.body)
        self._finding.setText(self.finding(review))
        self.draw(review)

    def is_empty(self, review: Review) -> bool:
        """Tell whether there is nothing to show on this page."""
        return not review.book.positions and not review.book.cash

    def finding(self, review: Review) -> str:
        """Return the one sentence under the title; none unless a page has something to say."""
        return ""

    def draw(self, review: Review) -> None:
        """Write the widgets from a review; a page that shows no review has nothing to write."""

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""

    def focus_on(self, detail: object) -> None:
        """Bring something into view that another page points to."""


class _Nothing(QWidget):
    """The designed empty state."""

    def __init__(self, text: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        words = label(text, "muted", wrap=True)
        words.setAlignment(words.alignment().AlignCenter)
        layout.addWidget(words)
        layout.addStretch(2)
