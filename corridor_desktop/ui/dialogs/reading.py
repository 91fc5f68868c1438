"""A page of text to read: help, notices."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT


class ReadingDialog(QDialog):
    """Shows Markdown; web links open in the browser, others are told by ``followed``."""

    followed = Signal(str)

    def __init__(self, parent: QWidget, title: str, markdown: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        browser = QTextBrowser()
        browser.setMarkdown(markdown)
        browser.setOpenLinks(False)
        browser.anchorClicked.connect(self._follow)
        browser.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.addWidget(browser)
        layout.addWidget(buttons)
        self.resize(UNIT * 84, UNIT * 64)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)
        else:
            self.followed.emit(link.toString())
