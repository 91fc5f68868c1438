"""The shipped icons, recoloured for an appearance."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from corridor_desktop.services.resources import read_icon

SIZE = 20
_SCALES = (1, 2)


@cache
def icon(name: str, colour: str) -> QIcon:
    """Return an icon of ``resources/icons`` with its strokes in ``colour`` (``#rrggbb``)."""
    source = read_icon(name).replace("#000000", colour)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    made = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(QSize(SIZE * scale, SIZE * scale))
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made
