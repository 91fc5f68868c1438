"""What the window remembers of each page: columns, sorting, filters, choices and splitters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSplitter, QWidget

from corridor_desktop.ui.parts.remembered import REMEMBERED

if TYPE_CHECKING:
    from corridor_desktop.ui.pages.page import Page


def remember_page(settings: QSettings, page: Page) -> None:
    """Write the state of a page's tables, fields and splitters."""
    from corridor_desktop.ui.tables.view import DataTable

    for table in page.findChildren(DataTable):
        name = table.accessibleName()
        settings.setValue(f"{page.key}/columns/{name}", table.columns_state())
        settings.setValue(f"{page.key}/sort/{name}", table.sort_state())
    for name, field in _fields(page):
        settings.setValue(f"{page.key}/choice/{name}", _choice(field))
    for place, splitter in enumerate(page.findChildren(QSplitter)):
        settings.setValue(f"{page.key}/splitter/{place}", splitter.saveState())


def recall_page(settings: QSettings, page: Page) -> None:
    """Put back what was written; what does not fit any more is left as it is."""
    from corridor_desktop.ui.tables.view import DataTable

    for table in page.findChildren(DataTable):
        name = table.accessibleName()
        state = settings.value(f"{page.key}/columns/{name}")
        if isinstance(state, str):
            table.recall_columns(state)
        state = settings.value(f"{page.key}/sort/{name}")
        if isinstance(state, str):
            table.recall_sort(state)
    for name, field in _fields(page):
        state = settings.value(f"{page.key}/choice/{name}")
        if isinstance(state, str):
            _choose(field, state)
    for place, splitter in enumerate(page.findChildren(QSplitter)):
        state = settings.value(f"{page.key}/splitter/{place}")
        if isinstance(state, QByteArray):
            splitter.restoreState(state)


def _fields(page: Page) -> list[tuple[str, QWidget]]:
    found = ((widget.property(REMEMBERED), widget) for widget in page.findChildren(QWidget))
    return [(name, widget) for name, widget in found if isinstance(name, str)]


def _choice(field: QWidget) -> str:
    if isinstance(field, QComboBox):
        return str(field.currentData())
    if isinstance(field, QLineEdit):
        return field.text()
    return str(int(isinstance(field, QAbstractButton) and field.isChecked()))


def _choose(field: QWidget, choice: str) -> None:
    if isinstance(field, QComboBox):
        known = [str(field.itemData(place)) for place in range(field.count())]
        if choice in known:
            field.setCurrentIndex(known.index(choice))
    elif isinstance(field, QLineEdit):
        field.setText(choice)
    elif isinstance(field, QAbstractButton) and choice == "1" and not field.isChecked():
        field.setChecked(True)
