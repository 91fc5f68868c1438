"""Create a portfolio: what to call it, in which currency to think, where to keep the file."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label

CURRENCIES = ("EUR", "USD", "KRW", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN",
              "HKD", "SGD", "CNY", "INR", "BRL")  # fmt: skip
SUFFIX = ".corridor"


class NewPortfolioDialog(QDialog):
    """Asks three things; ``answer`` gives them once it was accepted."""

    def __init__(self, parent: QWidget | None, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("New portfolio")
        self._folder = folder
        self._name = QLineEdit("My portfolio")
        self._base = QComboBox()
        self._base.addItems(list(CURRENCIES))
        self._base.setEditable(True)
        self._path = QLineEdit(str(self._proposed("My portfolio")))
        choose = QPushButton("Choose\N{HORIZONTAL ELLIPSIS}")
        choose.clicked.connect(self._choose)
        form = QFormLayout()
        form.setSpacing(UNIT + UNIT // 2)
        form.addRow("&Name", self._name)
        form.addRow("&Currency", self._base)
        form.addRow("&File", holding(row(self._path, choose)))
        self.encrypt = QCheckBox("&Encrypt it under a passphrase")
        form.addRow("", self.encrypt)
        self._wrong = label("", "danger", wrap=True)
        self._wrong.hide()
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText("Create")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(label("All amounts are shown in the currency you choose.", "muted"))
        layout.addLayout(form)
        layout.addWidget(self._wrong)
        layout.addWidget(buttons)
        self.setMinimumWidth(UNIT * 64)
        self._name.textChanged.connect(self._rename)

    def answer(self) -> tuple[Path, str, str]:
        """Return file, currency and name."""
        path = Path(self._path.text().strip())
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        return path, self._base.currentText().strip().upper(), self._name.text().strip()

    def _proposed(self, name: str) -> Path:
        clean = re.sub(r'[\\/:*?"<>|]+', " ", name).strip() or "Portfolio"
        path, count = self._folder / f"{clean}{SUFFIX}", 1
        while path.exists():
            count += 1
            path = self._folder / f"{clean} {count}{SUFFIX}"
        return path

    def _rename(self, name: str) -> None:
        self._path.setText(str(self._proposed(name)))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Where to keep the portfolio", self._path.text(), f"Portfolio (*{SUFFIX})"
        )
        if chosen:
            self._path.setText(chosen)

    def _accept(self) -> None:
        path, base, name = self.answer()
        wrong = ""
        if not name:
            wrong = "Give the portfolio a name."
        elif not re.fullmatch(r"[A-Z]{3}", base):
            wrong = "A currency has three letters, like EUR."
        elif path.exists():
            wrong = f"{path.name} exists already. Choose another name."
        elif not path.parent.is_dir():
            wrong = f"There is no folder {path.parent}."
        if wrong:
            self._wrong.setText(wrong)
            self._wrong.show()
        else:
            self.accept()
