"""The line in which one change is put together."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPushButton, QWidget

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.planning.changes import Changes
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.what_if import steps
from corridor_desktop.ui.parts.flow import FlowRow

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review

TRADE, CASH, PRICE, RATE, TAG = range(5)
_KINDS = ("Buy or sell", "Cash in or out", "Price move", "Currency move", "Theme share")
_HINTS = (
    "units, - sells",
    "amount, - takes out",
    "per cent, for example -20",
    "per cent, for example -10",
    "per cent of it",
)


class Editor(QWidget):
    """Emits that a change is wanted; ``onto`` puts it on top of others.

    ``more`` are widgets that stand at the end of the line.
    """

    wanted = Signal()

    def __init__(self, *more: QWidget) -> None:
        super().__init__()
        self._kind, self._thing = QComboBox(), QComboBox()
        self._account, self._theme = QComboBox(), QComboBox()
        self._currency = QComboBox()
        self._size = QLineEdit()
        self._add = QPushButton("&Add")
        for words in _KINDS:
            self._kind.addItem(words)
        self._thing.setEditable(True)
        self._thing.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self._thing.model(), self._thing)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._thing.setCompleter(completer)
        named = {
            "Kind of change": self._kind,
            "Holding": self._thing,
            "Account": self._account,
            "Theme": self._theme,
            "Currency": self._currency,
            "How much": self._size,
        }
        for name, field in named.items():
            field.setAccessibleName(name)
        self._thing.setMinimumWidth(UNIT * 26)
        self._account.setMaximumWidth(UNIT * 24)
        self._size.setMaximumWidth(UNIT * 24)
        fields = (self._kind, self._thing, self._currency, self._account, self._theme)
        self.setLayout(FlowRow(*fields, self._size, self._add, *more))
        self._kept_in: dict[str, str] = {}
        self._thing.currentIndexChanged.connect(self._follow)
        self._kind.currentIndexChanged.connect(self._turn)
        self._add.clicked.connect(self.wanted)
        self._size.returnPressed.connect(self.wanted)
        self._turn(TRADE)

    def show_review(self, review: Review) -> None:
        """Offer what the portfolio knows, what is held first; keep what was chosen."""
        lines = sorted(review.valuation.lines, key=lambda line: line.value.amount)
        self._kept_in = {line.instrument.id: line.account.id for line in lines}
        held = set(self._kept_in)
        things = sorted(
            review.instruments.values(), key=lambda one: (one.id not in held, one.label)
        )
        _fill(self._thing, [(f"{one.label}  {one.name}", one.id) for one in things])
        _fill(self._account, [(one.name, one.id) for one in review.accounts])
        _fill(self._theme, [(one.name, one.id) for one in review.tags.themes])
        codes = {line.price.currency for line in review.valuation.lines}
        codes |= {line.balance.currency for line in review.valuation.cash}
        _fill(self._currency, [(code, code) for code in sorted(codes - {review.base})])
        self._follow()

    def _follow(self) -> None:
        """Go to the account that most of a holding is kept in."""
        place = self._account.findData(self._kept_in.get(str(self._thing.currentData() or "")))
        if place >= 0:
            self._account.setCurrentIndex(place)

    def _turn(self, kind: int) -> None:
        self._thing.setVisible(kind in {TRADE, PRICE, TAG})
        self._account.setVisible(kind in {TRADE, CASH})
        self._theme.setVisible(kind == TAG)
        self._currency.setVisible(kind == RATE)
        self._size.setPlaceholderText(_HINTS[kind])

    def onto(self, changes: Changes) -> Changes:
        """Return ``changes`` with what the line says. Raises UsageTrouble."""
        kind, size = self._kind.currentIndex(), self._number()
        thing, account = self._chosen(), str(self._account.currentData() or "")
        if kind == TRADE:
            found = steps.with_trade(changes, thing, account, size)
        elif kind == CASH:
            found = steps.with_cash(changes, account, size)
        elif kind == PRICE:
            found = steps.with_price(changes, thing, _fraction(size))
        elif kind == RATE:
            found = steps.with_rate(changes, str(self._currency.currentData()), _fraction(size))
        else:
            share = size / 100
            if not 0 <= share <= 1:
                raise UsageTrouble("bad_share", "A theme share lies between 0 and 100 per cent.")
            found = steps.with_tag(changes, thing, str(self._theme.currentData()), share)
        self._size.clear()
        return found

    def _chosen(self) -> str:
        text = self._thing.currentText().strip().casefold()
        for place in range(self._thing.count()):
            if self._thing.itemText(place).casefold().startswith(text) and text:
                return str(self._thing.itemData(place))
        if self._kind.currentIndex() in {TRADE, PRICE, TAG}:
            raise UsageTrouble("unknown_holding", "Choose a holding from the list.")
        return ""

    def _number(self) -> Decimal:
        text = self._size.text().strip().replace("\N{MINUS SIGN}", "-").rstrip("%").strip()
        text = text.replace(" ", "").replace("\N{NARROW NO-BREAK SPACE}", "")
        if text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        try:
            found = Decimal(text)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            raise UsageTrouble(
                "bad_number", f"{self._size.text()!r} is no number.", "Write it like 120 or -45.5."
            )
        return found


def _fraction(per_cent: Decimal) -> Decimal:
    if per_cent <= -100:
        raise UsageTrouble("bad_move", "Nothing can fall by all of its value or more.")
    return per_cent / 100


def _fill(box: QComboBox, items: list[tuple[str, str]]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, data in items:
        box.addItem(text, data)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.blockSignals(False)
