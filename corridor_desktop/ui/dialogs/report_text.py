"""A text about the program itself that a person can copy: a system report, a key shown once."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label


class ReportDialog(QDialog):
    """Shows a text with a way to copy it."""

    def __init__(
        self, parent: QWidget, title: str, words: str, text: str, copy: str = "Copy report"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._text = text
        field = QPlainTextEdit(text)
        field.setReadOnly(True)
        field.setAccessibleName(title)
        field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        button = buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        layout.addWidget(label(words, wrap=True))
        layout.addWidget(field, 1)
        layout.addWidget(buttons)
        lines = min(max(text.count("\n") + 1, 3), 26)
        self.resize(UNIT * 88, UNIT * 22 + lines * UNIT * 2)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
