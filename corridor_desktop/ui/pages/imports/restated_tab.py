"""Rows that look like booked ones with one thing changed: both side by side, the user decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from corridor_desktop.importers.contract import CanonicalRow
from corridor_desktop.importers.duplicates import ANOTHER, SAME, Probable
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.ui.appearance import Appearance


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the file beside the booked one, and what was decided about them."""

    part: Probable
    decided: bool

    @property
    def line(self) -> int:
        """Return the first line of the row."""
        return self.part.row.lines[0]


def _text(one: CanonicalRow) -> str:
    kind = str(one.kind).replace("_", " ")
    price = "" if one.price is None else f" at {fmt.quantity(one.price)} {one.currency}"
    return f"{fmt.day(one.date)}  {kind} {fmt.quantity(one.quantity)}{price}"


def _differs(pair: Pair) -> str:
    row_, known = pair.part.row, pair.part.known
    found = [
        name
        for name, differs in (
            ("day", row_.date != known.date),
            ("quantity", row_.quantity != known.quantity),
            ("price", row_.price != known.price),
            ("reference", row_.reference != known.reference),
        )
        if differs
    ]
    return ", ".join(found) or "money"


def _name(pair: Pair) -> str:
    return pair.part.row.instrument.name or pair.part.row.instrument.label


def _decision(pair: Pair) -> str:
    return "the same: left out" if pair.decided else "open: left out"


COLUMNS: tuple[Column[Pair], ...] = (
    Column("line", "Line", lambda p: float(p.line), lambda p: str(p.line), numeric=True, width=48),
    Column("name", "Instrument", _name, _name, _name, width=150),
    Column("file", "In this file", lambda p: p.part.row.date.isoformat(),
           lambda p: _text(p.part.row), lambda p: _text(p.part.row), width=250),
    Column("book", "In the portfolio", lambda p: p.part.known.date.isoformat(),
           lambda p: _text(p.part.known), lambda p: _text(p.part.known), width=250),
    Column("differs", "Differs in", _differs, _differs, width=90),
    Column("decision", "Decision", _decision, _decision, width=130,
           tone=lambda p: "muted" if p.decided else "warning"),
)  # fmt: skip


class RestatedTab(QWidget):
    """Emits the first lines of rows and the answer about them."""

    decided = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._model: RowsModel[Pair] = RowsModel(COLUMNS, lambda pair: str(pair.line))
        self.table: DataTable[Pair] = DataTable(self._model, "Rows that look restated")
        about = label(
            "Brokers restate trades after settlement. These rows differ from a booked one in one "
            "thing only. They stay out until you say that they are trades of their own; what you "
            "say is remembered.",
            "muted",
            wrap=True,
        )
        self._same = QPushButton("The same trade: leave it out")
        self._another = QPushButton("Another trade: take it in")
        tools = row(self._same, self._another, gap=UNIT)
        tools.addStretch(1)
        layout = column(about, self.table, gap=UNIT)
        layout.addLayout(tools)
        self.setLayout(layout)
        self._same.clicked.connect(self._call_same)
        self._another.clicked.connect(self._call_another)

    def show_pairs(self, still_open: Sequence[Probable], same: Sequence[Probable]) -> None:
        """Show the pairs of a plan, undecided ones first."""
        pairs = [Pair(part, decided=False) for part in still_open]
        self._model.set_rows((*pairs, *(Pair(part, decided=True) for part in same)))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def _call_same(self) -> None:
        self._tell(SAME)

    def _call_another(self) -> None:
        self._tell(ANOTHER)

    def _tell(self, word: str) -> None:
        """Answer for the selected rows; for all of them when none is selected."""
        pairs = self.table.selected() or self._model.rows
        if pairs:
            self.decided.emit([pair.line for pair in pairs], word)
