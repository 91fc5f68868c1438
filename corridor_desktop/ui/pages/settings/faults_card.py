"""What looks wrong in the stored prices: a repair to accept, or to dismiss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.price_faults import FoundFault
    from corridor_desktop.ui.appearance import Appearance

TITLES = {
    "no_close": "No price", "bad_tick": "Wrong tick", "hundredfold": "Hundredfold",
    "hundredfold_since": "Hundredfold since", "split": "Unadjusted split",
    "capital_change": "Change of capital", "unconfirmed": "Unconfirmed",
    "beyond_limit": "Beyond daily limit", "outside_range": "Outside its range",
    "halted": "Halt", "repeated": "Repeated close", "odd_dividend": "Odd dividend",
    "null_rows": "Empty rows", "missing_sessions": "Missing sessions",
    "not_a_session": "No session", "stale": "Old", "delisted": "No longer traded",
    "corrected": "Corrected", "file": "Changed by a file", "rebased": "Restated by a ratio",
    "restated": "Restated", "other_source": "Sources differ", "disputed": "Sources differ",
}  # fmt: skip
STATES = {"open": "For you", "note": "Note", "accepted": "Repaired", "dismissed": "Dismissed"}


def _tip(found: FoundFault) -> str:
    return say(found.fault.message)


def _days(found: FoundFault) -> str:
    first, last = found.fault.first, found.fault.last
    return fmt.day(first) if first == last else f"{fmt.day(first)} to {fmt.day(last)}"


COLUMNS: tuple[Column[FoundFault], ...] = (
    Column("state", "State", lambda f: STATES[f.state], lambda f: STATES[f.state], width=100,
           tone=lambda f: "warning" if f.is_open else ""),
    Column("symbol", "Symbol", lambda f: f.fault.symbol, lambda f: f.fault.symbol, tip=_tip,
           width=120),
    Column("kind", "What", lambda f: TITLES.get(f.fault.kind, f.fault.kind),
           lambda f: TITLES.get(f.fault.kind, f.fault.kind), tip=_tip, width=170),
    Column("days", "When", lambda f: f.fault.first.isoformat(), _days, width=210),
    Column("used_for", "Used for", lambda f: f.used_for or None,
           lambda f: f.used_for or "not used now", width=220),
)  # fmt: skip


class FaultsCard(Card):
    """Emits what is wanted; ``show_faults`` is its only writer."""

    decisionWanted = Signal(str, bool)
    reopenWanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Prices to look at")
        self._found: tuple[FoundFault, ...] = ()
        self._model: RowsModel[FoundFault] = RowsModel(COLUMNS, lambda found: found.fault.key)
        self._table: DataTable[FoundFault] = DataTable(self._model, "Prices to look at")
        self._sum = label("", "muted", wrap=True)
        self._what = selectable("")
        self._accept = QPushButton("&Accept the repair")
        self._accept.setProperty("role", "primary")
        self._dismiss = QPushButton("&Dismiss")
        self._reopen = QPushButton("&Take the decision back")
        self._all = QCheckBox("Show &notes and decided ones")
        self._wire()
        tools = row(self._accept, self._dismiss, self._reopen)
        tools.addStretch(1)
        tools.addWidget(self._all)
        self._tools = holding(tools)
        self.set_body(self._sum, self._table, self._what, self._tools, stretch=False)
        self._draw()

    def _wire(self) -> None:
        self._accept.clicked.connect(self._want_accepted)
        self._dismiss.clicked.connect(self._want_dismissed)
        self._reopen.clicked.connect(self._want_reopened)
        self._all.toggled.connect(self._draw)
        self._table.picked.connect(self._tell)

    def show_faults(self, found: Sequence[FoundFault]) -> None:
        """Show what was found."""
        self._found = tuple(found)
        self._draw()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def _draw(self) -> None:
        waiting = [each for each in self._found if each.is_open]
        shown = self._found if self._all.isChecked() else tuple(waiting)
        self._model.set_rows(shown)
        self._table.setVisible(bool(shown))
        self._table.fit_height(8)
        self._tools.setVisible(bool(self._found))
        others = len(self._found) - len(waiting)
        if waiting:
            waits = fmt.sentence(fmt.in_words(len(waiting)))
            waits += " waits" if len(waiting) == 1 else " wait"
            text = f"{waits} for you. Nothing is repaired before you accept it."
        else:
            text = "Nothing waits for you."
        if others:
            more = fmt.of_them(others, "note or decision", "notes and decisions")
            text = f"{text} {fmt.sentence(more)}."
        self._sum.setText(text)
        self._tell()

    def _tell(self) -> None:
        chosen = self._table.selected()
        found = chosen[0] if chosen else None
        self._what.setText(say(found.fault.message) if found else "")
        self._what.setVisible(found is not None)
        undecided = found is not None and found.decision is None
        self._accept.setEnabled(undecided and found is not None and found.fault.repair is not None)
        self._dismiss.setEnabled(undecided)
        self._reopen.setEnabled(found is not None and found.decision is not None)

    def _key(self) -> str:
        chosen = self._table.selected()
        return chosen[0].fault.key if chosen else ""

    def _want_accepted(self) -> None:
        if key := self._key():
            self.decisionWanted.emit(key, True)

    def _want_dismissed(self) -> None:
        if key := self._key():
            self.decisionWanted.emit(key, False)

    def _want_reopened(self) -> None:
        if key := self._key():
            self.reopenWanted.emit(key)
