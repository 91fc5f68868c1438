"""Rows and columns on the grid."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.ui.appearance import UNIT


def column(*widgets: QWidget, gap: int = UNIT, margin: int = 0) -> QVBoxLayout:
    """Return a vertical layout."""
    layout = QVBoxLayout()
    _set(layout, gap, margin)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def row(*widgets: QWidget, gap: int = UNIT, margin: int = 0) -> QHBoxLayout:
    """Return a horizontal layout."""
    layout = QHBoxLayout()
    _set(layout, gap, margin)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def grid(gap: int = UNIT) -> QGridLayout:
    """Return an empty grid."""
    layout = QGridLayout()
    _set(layout, gap, 0)
    return layout


def _set(layout: QLayout, gap: int, margin: int) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(margin, margin, margin, margin)


def holding(layout: QLayout) -> QWidget:
    """Return a bare widget with a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def scrolling(content: QWidget) -> QScrollArea:
    """Return a vertical scroll area around a widget."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


def clear(layout: QLayout) -> None:
    """Remove everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
