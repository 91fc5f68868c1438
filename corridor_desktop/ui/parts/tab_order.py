"""Tab goes through a page as one reads it, also where parts were made later than the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QTabWidget, QWidget


def order_tabs(top: QWidget) -> None:
    """Chain everything below a widget that Tab stops at in the order of its layouts."""
    stops = [one for one in reading_order(top) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget, then what it holds, row by row."""
    yield widget
    inner: list[QWidget | None] = []
    if isinstance(widget, QScrollArea):
        inner = [widget.widget()]
    elif isinstance(widget, QSplitter | QStackedWidget):
        inner = [widget.widget(place) for place in range(widget.count())]
    elif isinstance(widget, QTabWidget):
        inner = [widget.tabBar(), *(widget.widget(place) for place in range(widget.count()))]
    for one in inner:
        if one is not None:
            yield from reading_order(one)
    layout = widget.layout()
    if not inner and layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, nested = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from reading_order(widget)
        elif nested is not None:
            yield from _laid_out(nested)
