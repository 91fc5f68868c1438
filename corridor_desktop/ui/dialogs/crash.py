"""A bug, told calmly: what happened, that the file is unharmed, and a report to copy."""

from __future__ import annotations

import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label


class CrashDialog(QDialog):
    """Shows a report without any amount: file names of the program, lines and the error's kind."""

    def __init__(self, parent: QWidget, error: Exception) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self._report = report_of(error)
        text = QPlainTextEdit(self._report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Close)
        copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 3, UNIT * 2, UNIT * 3, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        words = "This is a mistake in the program. Your portfolio file was not changed by it."
        layout.addWidget(label(words, wrap=True))
        layout.addWidget(text)
        layout.addWidget(buttons)
        self.resize(UNIT * 80, UNIT * 50)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)


def report_of(error: BaseException) -> str:
    """Return where an error arose, without its message, which may hold data of the user."""
    frames = traceback.extract_tb(error.__traceback__)
    places = (
        f"  {frame.filename.rsplit('corridor_desktop', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in frames
    )
    return "\n".join((type(error).__name__, *places))
