"""The guide: a list of pages and the page that is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.services.guide import PAGES, read_page
from corridor_desktop.ui.appearance import UNIT


class GuideDialog(QDialog):
    """Stays beside the window while one works; links lead from page to page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = QListWidget()
        self.pages.setAccessibleName("Pages of the guide")
        self.pages.addItems([page.title for page in PAGES])
        self.pages.setFixedWidth(UNIT * 34)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Page of the guide")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.pages.currentRowChanged.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        middle = QHBoxLayout()
        middle.addWidget(self.pages)
        middle.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.addLayout(middle)
        layout.addWidget(buttons)
        self.resize(UNIT * 120, UNIT * 80)
        self.pages.setCurrentRow(0)

    def _show(self, row: int) -> None:
        self.text.setMarkdown(read_page(PAGES[row].name))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "https":
            QDesktopServices.openUrl(link)
            return
        name = link.path().removesuffix(".md")
        for row, page in enumerate(PAGES):
            if page.name == name:
                self.pages.setCurrentRow(row)
