"""Of which funds it is known what they hold, and lists to bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.fund_desk import FundPair, FundStatus
    from corridor_desktop.ui.appearance import Appearance

COLUMNS: tuple[Column[FundStatus], ...] = (
    Column("fund", "Fund", lambda f: f.fund.name, lambda f: f.fund.name, width=260),
    Column("as_of", "As of", lambda f: f.as_of.isoformat() if f.as_of else None,
           lambda f: fmt.day(f.as_of), numeric=True, width=110),
    Column("count", "Constituents", lambda f: float(f.count), lambda f: fmt.count(f.count),
           numeric=True, width=110),
    Column("named", "Named", lambda f: float(f.named), lambda f: fmt.percent(float(f.named)),
           tip=lambda _: "The rest stays with the fund.", numeric=True, width=90),
    Column("known", "Known here", lambda f: float(f.known), lambda f: fmt.count(f.known),
           tip=lambda _: "Constituents that this portfolio names, so that their tags count.",
           numeric=True, width=100),
    Column("source", "Source", lambda f: f.source, lambda f: f.source, width=240),
)  # fmt: skip


PAIRS: tuple[Column[FundPair], ...] = (
    Column("one", "Fund", lambda p: p.one, lambda p: p.one, width=240),
    Column("other", "and fund", lambda p: p.other, lambda p: p.other, width=240),
    Column("shared", "The same in both", lambda p: float(p.shared),
           lambda p: fmt.percent(float(p.shared)), numeric=True, width=130,
           tip=lambda _: "The sum of the smaller weights, of what both lists name."),
    Column("largest", "Most of it", lambda p: ", ".join(p.largest), lambda p: ", ".join(p.largest),
           width=320),
)  # fmt: skip


class FundsCard(Card):
    """Emits what is wanted; ``show_funds`` is its only writer."""

    listWanted = Signal()
    forgetWanted = Signal(str)
    countWanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__("What your funds hold")
        self._model: RowsModel[FundStatus] = RowsModel(COLUMNS, lambda found: found.fund.id)
        self._table: DataTable[FundStatus] = DataTable(self._model, "What your funds hold")
        self._note = label(
            "Bring the list of holdings that a fund's issuer publishes (CSV or XLSX), and the "
            "fund can be looked through.", "muted", wrap=True,
        )  # fmt: skip
        self._counts = QCheckBox("Limits and stress &count what funds hold")
        self._counts.setToolTip(
            "Companies, themes, countries, currencies and sectors inside of funds then count in "
            "limits, and the themes of a stress. What no list names stays with the fund."
        )
        self._counts.clicked.connect(self.countWanted)
        self._pairs: RowsModel[FundPair] = RowsModel(PAIRS, lambda pair: f"{pair.one}|{pair.other}")
        self._shared: DataTable[FundPair] = DataTable(self._pairs, "What two funds share")
        self._shared_head = label("What two of your funds share", "muted")
        bring = QPushButton("Bring a list of holdings\N{HORIZONTAL ELLIPSIS}")
        bring.clicked.connect(self.listWanted)
        self._forget = QPushButton("Forget it")
        self._forget.clicked.connect(self._want_forgotten)
        self._table.picked.connect(self._allow)
        tools = row(bring, self._forget)
        tools.addStretch(1)
        self.set_body(
            self._note, self._table, holding(tools), self._counts, self._shared_head, self._shared,
            stretch=False,
        )  # fmt: skip
        self.show_funds(())

    def show_funds(
        self,
        found: Sequence[FundStatus],
        pairs: Sequence[FundPair] = (),
        counted: bool | None = None,
    ) -> None:
        """Show which lists are here and what funds share.

        ``counted`` tells whether limits count what funds hold, ``None`` that none can.
        """
        self._counts.setVisible(counted is not None)
        self._counts.setChecked(bool(counted))
        self._pairs.set_rows(tuple(pairs))
        for widget in (self._shared_head, self._shared):
            widget.setVisible(bool(pairs))
        self._shared.fit_height(6)
        self._model.set_rows(tuple(found))
        self._table.setVisible(bool(found))
        self._table.fit_height(6)
        self._note.setVisible(not found)
        self._allow()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
        self._pairs.dress(look)

    def _allow(self) -> None:
        self._forget.setEnabled(bool(self._table.selected()))

    def _want_forgotten(self) -> None:
        chosen = self._table.selected()
        if chosen:
            self.forgetWanted.emit(chosen[0].fund.id)
