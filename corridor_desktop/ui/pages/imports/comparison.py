"""What the history makes beside what the broker states, instrument by instrument."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from corridor_desktop.ledger.reconcile import Agreement, Compared
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.services.reconcile import AccountComparison
    from corridor_desktop.ui.appearance import Appearance

_WORDS = {
    ("history", Agreement.MATCHED): "agrees",
    ("history", Agreement.ONLY_SNAPSHOT): "only at the broker",
    ("history", Agreement.ONLY_HISTORY): "only in the history",
    ("history", Agreement.DIFFERS): "differs",
    ("statement", Agreement.MATCHED): "unchanged",
    ("statement", Agreement.ONLY_SNAPSHOT): "added",
    ("statement", Agreement.ONLY_HISTORY): "gone",
    ("statement", Agreement.DIFFERS): "changed",
}


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One instrument of one account."""

    account: str
    name: str
    against: str
    line: Compared

    @property
    def word(self) -> str:
        """Return the result in a word or two."""
        return _WORDS[self.against, self.line.agreement]


def _order(row: ComparedRow) -> bool:
    return row.line.agreement is Agreement.MATCHED


COLUMNS: tuple[Column[ComparedRow], ...] = (
    Column("name", "Instrument", lambda r: r.name, lambda r: r.name, lambda r: r.name, width=240),
    Column("account", "Account", lambda r: r.account, lambda r: r.account, width=170),
    Column("held", "Held so far", lambda r: float(r.line.history or 0),
           lambda r: fmt.quantity(r.line.history) if r.line.history is not None else "nothing",
           numeric=True, width=110),
    Column("stated", "By the broker", lambda r: float(r.line.stated or 0),
           lambda r: fmt.quantity(r.line.stated) if r.line.stated is not None else "nothing",
           numeric=True, width=110),
    Column("gap", "Difference", lambda r: float(r.line.gap),
           lambda r: fmt.quantity(r.line.gap) if not _order(r) else "", numeric=True, width=100),
    Column("result", "Result", lambda r: r.word, lambda r: r.word, width=150,
           tone=lambda r: "" if _order(r) else "warning"),
)  # fmt: skip


def sentence(comparisons: Sequence[AccountComparison]) -> str:
    """Return what a comparison found, in one or two sentences."""
    parts = []
    for each in comparisons:
        agreed = len(each.lines) - len(each.open)
        day = fmt.day(each.day)
        if each.against == "history":
            parts.append(
                f"{each.account}, {day}: {agreed} of {len(each.lines)} holdings of the broker's "
                f"list {'agrees' if agreed == 1 else 'agree'} with the history."
            )
        else:
            parts.append(
                f"{each.account}, {day}: {agreed} of {len(each.lines)} holdings are as in the "
                f"list of {fmt.day(each.before)}. The new list takes its place."
            )
    return " ".join(parts)


class ComparisonView(QWidget):
    """A table of both sides; what does not agree stands first."""

    def __init__(self) -> None:
        super().__init__()
        self._model: RowsModel[ComparedRow] = RowsModel(
            COLUMNS, lambda row: f"{row.account}/{row.line.instrument_id}"
        )
        self.table: DataTable[ComparedRow] = DataTable(self._model, "History and broker")
        self._about = label("", "muted", wrap=True)
        self.setLayout(column(self._about, self.table, gap=UNIT))

    def show_comparisons(self, comparisons: Sequence[AccountComparison]) -> None:
        """Show one or more accounts."""
        rows = [
            ComparedRow(each.account, each.names[line.instrument_id], each.against, line)
            for each in comparisons
            for line in each.lines
        ]
        self._model.set_rows(tuple(sorted(rows, key=_order)))
        self._about.setText(sentence(comparisons))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
