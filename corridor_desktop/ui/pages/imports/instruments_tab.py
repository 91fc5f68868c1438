"""The distinct instruments of a file: what each is taken for, and a choice where that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from corridor_desktop.services.named_instruments import Named
from corridor_desktop.services.resolve_instruments import LATER, SYMBOL
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.ui.appearance import Appearance


def _name(each: Named) -> str:
    return each.identity.name or each.identity.label


def _ids(each: Named) -> str:
    found = (each.identity.isin, each.identity.wkn, each.identity.symbol, each.identity.market)
    return " ".join(filter(None, found))


COLUMNS: tuple[Column[Named], ...] = (
    Column("name", "Instrument", _name, _name, _name, width=220),
    Column("ids", "As the file writes it", _ids, _ids, _ids, width=210),
    Column("lines", "Lines", lambda n: float(len(n.lines)), lambda n: str(len(n.lines)),
           numeric=True, width=56),
    Column("symbol", "Price symbol", lambda n: n.symbol, lambda n: n.symbol or "open", width=120,
           tone=lambda n: "" if n.symbol else "warning"),
    Column("how", "Why", lambda n: say(n.how), lambda n: say(n.how), lambda n: say(n.how),
           width=320, tone=lambda n: "warning" if n.doubtful else "muted"),
)  # fmt: skip


class InstrumentsTab(QWidget):
    """Emits the key of an instrument and the answer for it."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._model: RowsModel[Named] = RowsModel(COLUMNS, lambda each: each.key)
        self.table: DataTable[Named] = DataTable(self._model, "Instruments of the file")
        self._about = label("", "muted", wrap=True)
        self._answer = QComboBox()
        self._answer.setEditable(True)
        self._answer.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._answer.setAccessibleName("Price symbol or instrument")
        field = self._answer.lineEdit()
        if field is not None:
            field.setPlaceholderText("Price symbol, like 005930.KS")
        self._answer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._answer.setMinimumWidth(UNIT * 30)
        self._answer.setMaximumWidth(UNIT * 40)
        self._use = QPushButton("Use it")
        self._later = QPushButton("Decide later")
        tools = row(label("It is"), self._answer, self._use, self._later, gap=UNIT)
        tools.addStretch(1)
        layout = column(self._about, self.table, gap=UNIT)
        layout.addLayout(tools)
        self.setLayout(layout)
        self.table.picked.connect(self._picked)
        self._use.clicked.connect(self._take)
        self._later.clicked.connect(self._leave)
        self._picked()

    def show_instruments(self, instruments: Sequence[Named]) -> None:
        """Show the instruments of a plan; those that ask for a look stand first."""
        self._model.set_rows(tuple(instruments))
        still_open = sum(each.doubtful for each in instruments)
        words = "Every instrument is known or has a price symbol."
        if still_open:
            words = (
                f"{still_open} of {len(instruments)} ask for a look. Choose what each is, once; "
                "the choice is remembered in this portfolio. What you decide later stays in the "
                "book and is counted, without a price; the Holdings page takes it up again."
            )
        self._about.setText(words)
        if instruments and not self.table.selected():
            self.table.select([instruments[0].key])
        self._picked()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def _picked(self) -> None:
        chosen = self.table.selected()
        self._answer.clear()
        for each in chosen[:1]:
            for candidate in each.candidates:
                self._answer.addItem(say(candidate.text), candidate.value)
            if not each.candidates and each.symbol:
                self._answer.setEditText(each.symbol)
            elif not each.candidates:
                self._answer.clearEditText()
        for widget in (self._answer, self._use, self._later):
            widget.setEnabled(bool(chosen))

    def _take(self) -> None:
        text = self._answer.currentText().strip()
        place = self._answer.findText(text)
        value = str(self._answer.itemData(place)) if place >= 0 else f"{SYMBOL}{text}"
        if text:
            for each in self.table.selected()[:1]:
                self.chosen.emit(each.key, value)

    def _leave(self) -> None:
        for each in self.table.selected():
            self.chosen.emit(each.key, LATER)
