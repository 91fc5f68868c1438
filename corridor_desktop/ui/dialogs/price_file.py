"""Whose prices a file holds: the symbol, and the currency when the file does not say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label


class PriceFileDialog(QDialog):
    """Asks for a symbol; ``answer`` gives it with the currency, each ``None`` when left empty."""

    def __init__(self, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Prices of {path.name}")
        self._symbol = QLineEdit()
        self._symbol.setPlaceholderText("^KS11, 005930.KS, KRW=X \N{HORIZONTAL ELLIPSIS}")
        self._currency = QLineEdit()
        self._currency.setPlaceholderText("only if the file does not say, for example KRW")
        form = QFormLayout()
        form.setSpacing(UNIT + UNIT // 2)
        form.addRow("&Symbol", self._symbol)
        form.addRow("&Currency", self._currency)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText("Import")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        words = (
            "Whose closing prices are these? Use the symbol of your price source. "
            "KOSPI itself is ^KS11."
        )
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.setMinimumWidth(UNIT * 60)

    def answer(self) -> tuple[str | None, str | None]:
        """Return symbol and currency."""
        return self._symbol.text().strip() or None, self._currency.text().strip().upper() or None
