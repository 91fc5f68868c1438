"""A price by hand, for what no source lists: the day, the price, its currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QFormLayout, QLineEdit, QPushButton, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.ui.pages.holdings.rows import HoldingRow


class PriceByHand(QWidget):
    """Emits day, price and currency; says itself what is no number."""

    stated = Signal(object, object, str)

    def __init__(self) -> None:
        super().__init__()
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(UNIT)
        self._day = QDateEdit()
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMM yyyy")
        self._price, self._currency = QLineEdit(), QLineEdit()
        self._price.setPlaceholderText("per share, like 12.50")
        self._currency.setPlaceholderText("three letters, like KRW")
        self._currency.setMaxLength(3)
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        keep = QPushButton("Keep price")
        keep.clicked.connect(self._keep)
        form.addRow(label("A price by hand", "heading"))
        form.addRow("&Day", self._day)
        form.addRow("&Price", self._price)
        form.addRow("C&urrency", self._currency)
        form.addRow(self._wrong)
        form.addRow("", keep)

    def show_row(self, row: HoldingRow, today: date) -> None:
        """Begin with the currency that the holding is priced in."""
        self._wrong.hide()
        self._price.clear()
        last = QDate(today.year, today.month, today.day)
        self._day.setMaximumDate(last)
        self._day.setDate(last)
        listing = row.instrument.listing
        priced = row.line.price.currency if row.line is not None else ""
        self._currency.setText(priced or (listing.currency if listing else ""))

    def _keep(self) -> None:
        text = self._price.text().strip().replace("\N{NARROW NO-BREAK SPACE}", "")
        try:
            price = Decimal(text.replace(" ", "").replace(",", "."))
        except InvalidOperation:
            self._wrong.setText("A price is a number, like 12.50. Nothing was changed.")
            self._wrong.show()
            return
        self._wrong.hide()
        chosen = self._day.date()
        on = date(chosen.year(), chosen.month(), chosen.day())
        self.stated.emit(on, price, self._currency.text().strip().upper())
