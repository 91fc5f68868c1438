"""The header: which portfolio, in which currency, as of when, how fresh; search and refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT, Appearance
from corridor_desktop.ui.icons import icon
from corridor_desktop.ui.parts.words import label, restyle

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review

STALE_AFTER = 5
"""Calendar days after which the newest price is called old."""

NARROW = 880
"""Width in pixels below which buttons show their icon alone."""

LONGEST = 36
"""Letters of a portfolio's name that are shown."""


class Header(QFrame):
    """One line above every page."""

    searchAsked = Signal()
    refreshAsked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT, UNIT * 3, UNIT)
        layout.setSpacing(UNIT * 2)
        self._name = label("No portfolio open", "heading")
        self._simulated = label("SIMULATED PRICES", "simulated")
        self._simulated.hide()
        self._key = ""
        self._search = QPushButton("Search")
        self._search.setToolTip("Go to a page, an action or a holding")
        self._search.setAccessibleName("Search actions and holdings")
        self._search.clicked.connect(self.searchAsked)
        self._base = label("", "muted")
        self._as_of = label("", "muted")
        self._fresh = label("", "muted")
        self.refresh = QPushButton("Refresh prices")
        self.refresh.setAccessibleName("Refresh prices")
        self.refresh.clicked.connect(self.refreshAsked)
        layout.addWidget(self._name)
        layout.addWidget(self._simulated)
        layout.addStretch(1)
        for widget in (self._base, self._as_of, self._fresh, self._search, self.refresh):
            layout.addWidget(widget)
        self.show_review(None)

    def show_review(self, review: Review | None) -> None:
        """Say what is shown."""
        self.refresh.setEnabled(review is not None and not review.simulated)
        if review is None:
            for widget, text in (
                (self._name, "No portfolio open"),
                (self._base, ""),
                (self._as_of, ""),
                (self._fresh, ""),
            ):
                widget.setText(text)
            self._simulated.hide()
            return
        name = review.portfolio.replace(" (SIMULATED)", "")
        self._name.setText(_short(name))
        self._name.setToolTip(name)
        self._simulated.setVisible(review.simulated)
        self._base.setText(review.base)
        self._as_of.setText(f"as of {fmt.day(review.as_of, weekday=True)}")
        self._tell_age(review)

    def _tell_age(self, review: Review) -> None:
        sessions = [line.price.session for line in review.valuation.lines]
        if not sessions:
            self._fresh.setText("no prices yet")
            restyle(self._fresh, "warning")
            return
        days = (review.as_of - max(sessions)).days
        old = days > STALE_AFTER
        self._fresh.setText(
            f"\N{BLACK CIRCLE} prices {fmt.age(days)} old" if old else "prices current"
        )
        restyle(self._fresh, "warning" if old else "muted")
        self._fresh.setToolTip(f"The newest price is of {fmt.day(max(sessions))}.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of the buttons only where there is room for them."""
        super().resizeEvent(event)
        self._fit_words()

    def tell_key(self, key: str) -> None:
        """Show beside the search which key opens it."""
        self._key = key
        self._fit_words()

    def _fit_words(self) -> None:
        roomy = self.width() >= NARROW
        hint = f"Search   {self._key}".rstrip()
        self._search.setText(hint if roomy else "")
        self.refresh.setText("Refresh prices" if roomy else "")
        self.refresh.setToolTip("" if roomy else "Refresh prices")

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._search.setIcon(icon("search", look.muted))
        self.refresh.setIcon(icon("refresh", look.text))


def _short(name: str) -> str:
    """Return a name that leaves room for the rest of the line."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"
