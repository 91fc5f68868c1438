"""What the window remembers of each page: widths of columns, which are shown, splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter

if TYPE_CHECKING:
    from corridor_desktop.ui.pages.page import Page


def remember_page(settings: QSettings, page: Page) -> None:
    """Write the state of a page's tables and splitters."""
    from corridor_desktop.ui.tables.view import DataTable

    for table in page.findChildren(DataTable):
        key = f"{page.key}/columns/{table.accessibleName()}"
        settings.setValue(key, table.columns_state())
    for place, splitter in enumerate(page.findChildren(QSplitter)):
        settings.setValue(f"{page.key}/splitter/{place}", splitter.saveState())


def recall_page(settings: QSettings, page: Page) -> None:
    """Put back what was written; what does not fit any more is left as it is."""
    from corridor_desktop.ui.tables.view import DataTable

    for table in page.findChildren(DataTable):
        state = settings.value(f"{page.key}/columns/{table.accessibleName()}")
        if isinstance(state, str):
            table.recall_columns(state)
    for place, splitter in enumerate(page.findChildren(QSplitter)):
        state = settings.value(f"{page.key}/splitter/{place}")
        if isinstance(state, QByteArray):
            splitter.restoreState(state)
