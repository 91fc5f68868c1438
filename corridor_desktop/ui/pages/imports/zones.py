"""Where the three zones of the wizard stand: text left, understanding right, rows below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column, holding, row, scrolling


def lay_out(
    head: Sequence[QWidget],
    text: QWidget,
    view: QWidget,
    tabs: QWidget,
    result: QWidget,
    foot: Sequence[QWidget],
) -> QVBoxLayout:
    """Return the layout of the wizard; the borders between zones can be moved."""
    top = row(*head, gap=UNIT)
    top.addStretch(1)
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setObjectName("import_zones")
    split.addWidget(text)
    split.addWidget(scrolling(view))
    split.setSizes([UNIT * 64, UNIT * 76])
    split.setChildrenCollapsible(False)
    split.setHandleWidth(UNIT * 2)
    whole = QSplitter(Qt.Orientation.Vertical)
    whole.setObjectName("import_rows")
    whole.addWidget(split)
    whole.addWidget(tabs)
    whole.setSizes([UNIT * 36, UNIT * 32])
    whole.setChildrenCollapsible(False)
    whole.setHandleWidth(UNIT)
    bottom = row(gap=UNIT)
    bottom.addWidget(result, 1)
    for widget in foot:
        bottom.addWidget(widget)
    layout = column(gap=UNIT)
    layout.addLayout(top)
    layout.addWidget(whole, 1)
    layout.addWidget(holding(bottom))
    return layout
