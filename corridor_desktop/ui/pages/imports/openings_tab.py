"""A history that starts in the middle: what is missing before it, and opening balances for it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from corridor_desktop.services.openings import Opening
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridor_desktop.ui.appearance import Appearance


@dataclass(frozen=True, slots=True)
class Offer:
    """What is missing, and what the user agreed to; ``None`` while nothing was agreed."""

    opening: Opening
    agreed: Decimal | None


def _agreed(offer: Offer) -> str:
    if offer.agreed is None:
        return "not booked"
    verb = "is booked" if offer.agreed > 0 else "is taken out"
    return f"{fmt.quantity(abs(offer.agreed))} {verb}"


def _why(offer: Offer) -> str:
    opening = offer.opening
    if opening.units < 0:
        return "An earlier opening balance stands for trades that this file tells now."
    where = f" (line {opening.lines[0]})" if opening.lines else ""
    return f"More is sold than was bought{where}: the history starts in the middle."


COLUMNS: tuple[Column[Offer], ...] = (
    Column("name", "Instrument", lambda o: o.opening.label, lambda o: o.opening.label,
           lambda o: o.opening.label, width=200),
    Column("account", "Account", lambda o: o.opening.account, lambda o: o.opening.account,
           width=150),
    Column("units", "Missing", lambda o: float(o.opening.units),
           lambda o: fmt.quantity(o.opening.units), numeric=True, width=90),
    Column("day", "On", lambda o: o.opening.day.isoformat(), lambda o: fmt.day(o.opening.day),
           width=110),
    Column("agreed", "Opening balance", _agreed, _agreed, width=140,
           tone=lambda o: "warning" if o.agreed is None else ""),
    Column("why", "Why", _why, _why, _why, width=340),
)  # fmt: skip


class OpeningsTab(QWidget):
    """Emits the answers for openings: units by key, ``None`` for not booking one."""

    agreed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model: RowsModel[Offer] = RowsModel(COLUMNS, lambda offer: offer.opening.key)
        self.table: DataTable[Offer] = DataTable(self._model, "Missing before the history")
        about = label(
            "An opening balance says how much was held before the first line, at a cost that "
            "nobody recorded. Without it the holding shows as oversold, never as zero. An older "
            "export of the same account is better where the broker has one.",
            "muted",
            wrap=True,
        )
        book, leave = QPushButton("Book opening balances"), QPushButton("Leave them out")
        tools = row(book, leave, gap=UNIT)
        tools.addStretch(1)
        layout = column(about, self.table, gap=UNIT)
        layout.addLayout(tools)
        self.setLayout(layout)
        book.clicked.connect(self._book)
        leave.clicked.connect(self._leave)

    def show_openings(self, openings: Sequence[Opening], said: Mapping[str, Decimal]) -> None:
        """Show what a plan lacks, and what was agreed to."""
        self._model.set_rows(tuple(Offer(each, said.get(each.key)) for each in openings))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def _book(self) -> None:
        self.agreed.emit({offer.opening.key: offer.opening.units for offer in self._meant()})

    def _leave(self) -> None:
        self.agreed.emit({offer.opening.key: None for offer in self._meant()})

    def _meant(self) -> Sequence[Offer]:
        return self.table.selected() or self._model.rows
