"""Does the history agree with the broker? Every account that has both, and opening balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from corridor_desktop.services.opening_balances import missing_units
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.comparison import ComparisonView
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.services.reconcile import AccountComparison
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState


class CompareFace(QWidget):
    """The latest positions of each account beside its history."""

    finished = Signal()
    told = Signal(str)

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state
        self._found: tuple[AccountComparison, ...] = ()
        self._account = QComboBox()
        self._account.setAccessibleName("Account")
        self._account.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._view = ComparisonView()
        self._none = label(
            "There is nothing to compare yet: it takes an account with a history and a list of "
            "positions. Import the broker's positions file too, under the same account name.",
            "muted",
            wrap=True,
        )
        self._book = QPushButton("Book opening balances")
        self._back = QPushButton("Back to the imports")
        head = row(label("Account"), self._account, gap=UNIT)
        head.addStretch(1)
        self._head = holding(head)
        foot = row(gap=UNIT)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._book)
        layout = column(self._head, self._none, gap=UNIT)
        layout.addWidget(self._view, 1000)
        layout.addStretch(1)
        layout.addWidget(holding(foot))
        self.setLayout(layout)
        self._account.activated.connect(self._show)
        self._book.clicked.connect(self._open_balances)
        self._back.clicked.connect(self.finished)

    def begin(self) -> None:
        """Compare anew."""
        desk = self._state.desk.imports
        self._state.runner.submit(
            "compare", "store", lambda _: desk.reconcile(), self._take, title="Comparing"
        )

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._view.dress(look)

    def _take(self, found: tuple[AccountComparison, ...]) -> None:
        self._found = found
        self._account.clear()
        self._account.addItems([each.account for each in found])
        for widget in (self._head, self._view):
            widget.setVisible(bool(found))
        self._none.setVisible(not found)
        self._show()

    def _show(self) -> None:
        place = max(self._account.currentIndex(), 0)
        now = self._found[place : place + 1]
        self._view.show_comparisons(now)
        missing = sum(len(missing_units(each)) for each in now)
        self._book.setEnabled(missing > 0)
        self._book.setText(
            f"Book {missing} opening balances" if missing > 1 else "Book the opening balance"
        )

    def _open_balances(self) -> None:
        desk = self._state.desk.imports
        chosen = self._found[max(self._account.currentIndex(), 0)]
        self._state.do(
            "openings",
            "store",
            lambda _: desk.open_balances(chosen),
            lambda batch: self._booked(batch.imported),
            title="Booking opening balances",
        )

    def _booked(self, count: int) -> None:
        words = "1 opening balance was" if count == 1 else f"{count} opening balances were"
        self.told.emit(f"{words} booked. It can be taken back like an import.")
        self.finished.emit()
