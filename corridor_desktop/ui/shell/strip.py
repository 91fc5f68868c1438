"""The status strip: what is running with a real fraction and a way to stop it; coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review


class Strip(QFrame):
    """One line below every page."""

    cancelAsked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setFixedHeight(UNIT * 4 + UNIT // 2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, 0, UNIT * 3, 0)
        layout.setSpacing(UNIT)
        self._what = label("", "small")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(UNIT * 20)
        self._cancel = QPushButton("Cancel")
        self._cancel.setProperty("role", "quiet")
        self._cancel.clicked.connect(self._ask)
        self._coverage = label("", "small")
        for widget in (self._what, self._bar, self._cancel):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._coverage)
        self._key = ""
        self._rest()

    def _rest(self) -> None:
        self._bar.hide()
        self._cancel.hide()

    def begin(self, key: str, title: str) -> None:
        """Say that something has begun."""
        self._key = key
        self._what.setText(title)
        self._bar.setValue(0)
        self._bar.setVisible(bool(title))
        self._cancel.setVisible(bool(title))

    def progress(self, key: str, fraction: float, text: str) -> None:
        """Say how far it is."""
        if key == self._key:
            self._bar.setValue(round(1000 * fraction))
            self._what.setText(text)

    def end(self, key: str) -> None:
        """Say that it has ended."""
        if key == self._key:
            self._what.setText("")
            self._rest()

    def tell(self, text: str) -> None:
        """Leave a quiet word about what was done."""
        self._what.setText(text)

    def _ask(self) -> None:
        self.cancelAsked.emit(self._key)

    def show_review(self, review: Review | None) -> None:
        """Say how much is priced."""
        if review is None:
            self._coverage.setText("")
            return
        missing = len(review.valuation.unpriced)
        words = f"{fmt.coverage(review.valuation.coverage)} priced"
        self._coverage.setText(f"{words}, {missing} without a value" if missing else words)
