"""How the smallest trades may look."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QWidget

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.money import ZERO
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.planning.fix import Terms

_SIDES = (("Buy and sell", "both"), ("Sell only", "sell"), ("Buy only", "buy"))


class TermsForm(QWidget):
    """Emits that the smallest trades are wanted; ``terms`` says how they may look."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sides = QComboBox()
        self._sides.setAccessibleName("Buy or sell")
        for words, key in _SIDES:
            self._sides.addItem(words, key)
        self._whole = QCheckBox("&Whole units")
        self._whole.setChecked(True)
        self._warn = QCheckBox("Down to the warning level")
        self._fee = _field("Fee per trade")
        self._rate = _field("Fee in per cent")
        self._least = _field("Smallest order")
        self._locked = QLineEdit()
        self._locked.setPlaceholderText("symbols not to be touched")
        self._locked.setAccessibleName("Holdings not to be touched")
        self._locked.setMinimumWidth(UNIT * 26)
        find = QPushButton("Find the s&mallest trades")
        find.setProperty("role", "primary")
        find.clicked.connect(self.wanted)
        first = row(find, self._sides, self._whole, self._warn, gap=UNIT * 2)
        first.addStretch(1)
        costs = row(gap=UNIT)
        for words, field in (
            ("Fee", self._fee),
            ("plus %", self._rate),
            ("Smallest order", self._least),
        ):
            costs.addWidget(label(words, "muted"))
            costs.addWidget(field)
        costs.addWidget(self._locked)
        costs.addStretch(1)
        self.setLayout(column(holding(first), holding(costs)))

    @property
    def locked(self) -> tuple[str, ...]:
        """Return the symbols that are not to be touched."""
        return tuple(
            part for part in self._locked.text().replace(";", ",").split(",") if part.strip()
        )

    def terms(self) -> Terms:
        """Return how the trades may look, holdings not to be touched apart. Raises UsageTrouble."""
        from corridor_desktop.planning.fix import Terms

        return Terms(
            str(self._sides.currentData()),
            self._whole.isChecked(),
            _amount(self._fee),
            _amount(self._rate) / 100,
            _amount(self._least),
            to_warn=self._warn.isChecked(),
        )


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText("0")
    field.setAccessibleName(name)
    field.setMaximumWidth(UNIT * 9)
    return field


def _amount(field: QLineEdit) -> Decimal:
    text = field.text().strip().replace(",", ".")
    if not text:
        return ZERO
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        name = field.accessibleName()
        raise UsageTrouble("bad_number", f"{name}: {text!r} is no number of zero or more.")
    return found
