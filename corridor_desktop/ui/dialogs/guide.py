"""The guide: a list of pages and the page that is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.services.guide import PAGES, Found, read_page, search
from corridor_desktop.ui.appearance import UNIT

MOST = 60
"""Passages that are listed."""


class GuideDialog(QDialog):
    """Stays beside the window while one works; links lead from page to page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the guide")
        self.field.setAccessibleName("Search the guide")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.hits = QListWidget()
        self.hits.setAccessibleName("Found in the guide")
        self.hits.currentRowChanged.connect(self._show_hit)
        self.hits.hide()
        self._found: tuple[Found, ...] = ()
        self.pages = QListWidget()
        self.pages.setAccessibleName("Pages of the guide")
        self.pages.addItems([page.title for page in PAGES])
        self.text = QTextBrowser()
        self.text.setAccessibleName("Page of the guide")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.pages.currentRowChanged.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        middle = QHBoxLayout()
        left = QVBoxLayout()
        for widget in (self.field, self.pages, self.hits):
            widget.setFixedWidth(UNIT * 34)
            left.addWidget(widget)
        middle.addLayout(left)
        middle.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.addLayout(middle)
        layout.addWidget(buttons)
        self.resize(UNIT * 120, UNIT * 80)
        self.pages.setCurrentRow(0)

    def _search(self, words: str) -> None:
        """List the passages that hold every word; without words the pages again."""
        self._found = search(words)[:MOST]
        asked = bool(words.strip())
        self.pages.setVisible(not asked)
        self.hits.setVisible(asked)
        self.hits.clear()
        for found in self._found:
            self.hits.addItem(found.heading)
            self.hits.item(self.hits.count() - 1).setToolTip(PAGES[found.row].title)
        if not asked:
            self._show(max(self.pages.currentRow(), 0))
        elif not self._found:
            self.text.setPlainText("Nothing in the guide holds all of these words.")
        else:
            self.hits.setCurrentRow(0)

    def _show_hit(self, row: int) -> None:
        """Open the page of a passage at its heading."""
        if 0 <= row < len(self._found):
            found = self._found[row]
            self._show(found.row)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(found.heading)

    def _show(self, row: int) -> None:
        self.text.setMarkdown(read_page(PAGES[row].name))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() == "https":
            QDesktopServices.openUrl(link)
            return
        self.field.clear()
        name = link.path().removesuffix(".md")
        for row, page in enumerate(PAGES):
            if page.name == name:
                self.pages.setCurrentRow(row)
