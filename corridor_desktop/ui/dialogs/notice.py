"""The sanctions notice, read before a direct link to the corridor is written down."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.ui.appearance import UNIT


class NoticeDialog(QDialog):
    """Accepted only after the box below the text was ticked."""

    def __init__(self, parent: QWidget, markdown: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sanctions notice")
        browser = QTextBrowser()
        browser.setMarkdown(markdown)
        browser.setOpenExternalLinks(True)
        browser.setAccessibleName("Sanctions notice")
        self.read = QCheckBox("I have read this &notice")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.keep = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.keep.setText("Go on")
        self.keep.setProperty("role", "primary")
        self.keep.setEnabled(False)
        self.read.toggled.connect(self.keep.setEnabled)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT * 2)
        for widget in (browser, self.read, buttons):
            layout.addWidget(widget)
        self.resize(UNIT * 84, UNIT * 64)
