"""A tree map: tiles as large as the money in them; a click picks one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen

from corridor_desktop.ui.appearance import BODY, SMALL, UNIT, Appearance
from corridor_desktop.ui.charts import paint
from corridor_desktop.ui.charts.chart import Mark, PaintedChart
from corridor_desktop.ui.charts.contract import Table
from corridor_desktop.ui.charts.squarify import Box, squarify


@dataclass(frozen=True, slots=True)
class TreeTile:
    """A tile: its area is the absolute ``value``; a negative one (a short) is hatched."""

    key: str
    label: str
    value: float
    text: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class TreeMapData:
    """Tiles in any order; ``chosen`` is outlined."""

    tiles: tuple[TreeTile, ...]
    name: str = "Exposure"
    unit: str = "amount"
    chosen: str = ""


class TreeMap(PaintedChart):
    """Tiles are laid out from large to small and coloured by key."""

    topic = "Parts as tiles"

    def __init__(self) -> None:
        super().__init__("Exposure", pickable=True)
        self._data = TreeMapData(())

    def set_data(self, data: TreeMapData, look: Appearance) -> None:
        """Show tiles in the colours of an appearance."""
        self._data = data
        self.title = self.title if self.subtitle else data.name
        self.setAccessibleName(self.title)
        self.refresh(look)

    def summary(self) -> str:
        """Return the largest tiles in words."""
        tiles = self._ranked()
        if not tiles:
            return f"{self._data.name}: nothing to show."
        said = ", ".join(f"{tile.label} {tile.text}" for tile in tiles[:8])
        more = f", and {len(tiles) - 8} more" if len(tiles) > 8 else ""
        return f"{self._data.name}: {said}{more}."

    def table(self) -> Table:
        """Return the tiles from large to small."""
        rows = tuple((tile.label, tile.value) for tile in self._ranked())
        return Table(("Name", f"Value ({self._data.unit})"), rows)

    def sizeHint(self) -> QSize:
        """Return a size at which labels can be read."""
        return QSize(60 * UNIT, 34 * UNIT)

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(24 * UNIT, 20 * UNIT)

    def draw(self, painter: QPainter, size: QSizeF) -> Sequence[Mark]:
        """Draw every tile."""
        tiles = self._ranked()
        tones = paint.colours(self.look, [tile.key for tile in tiles])
        whole = Box(0.0, 0.0, size.width(), size.height())
        boxes = squarify([abs(tile.value) for tile in tiles], whole)
        marks = [
            self._draw_tile(painter, tile, box, tones[tile.key])
            for tile, box in zip(tiles, boxes, strict=True)
        ]
        for mark in marks:
            if mark.key == self._data.chosen:
                painter.setPen(QPen(QColor(self.look.text), 3))
                painter.drawRect(mark.rect.adjusted(1, 1, -1, -1))
        return marks

    def _ranked(self) -> tuple[TreeTile, ...]:
        shown = (tile for tile in self._data.tiles if tile.value)
        return tuple(sorted(shown, key=lambda tile: -abs(tile.value)))

    def _draw_tile(self, painter: QPainter, tile: TreeTile, box: Box, colour: str) -> Mark:
        rect = QRectF(box.x, box.y, max(box.width - 2, 0.5), max(box.height - 2, 0.5))
        hatched = tile.key in paint.PLAIN or tile.value < 0
        paint.fill(painter, rect, colour, hatched=hatched)
        inner = rect.adjusted(UNIT * 0.75, UNIT / 2, -UNIT / 2, -UNIT / 2)
        if inner.width() >= 28 and inner.height() >= 14:
            tone = paint.ink(colour)
            size = BODY if inner.width() >= 90 and inner.height() >= 36 else SMALL
            line = QRectF(inner.x(), inner.y(), inner.width(), size + 5.0)
            paint.write(painter, line, tile.label, tone, size=size, bold=True)
            if inner.height() >= 2 * line.height():
                below = line.translated(0, line.height())
                paint.write(painter, below, tile.text, tone, size=size)
        return Mark(rect, tile.key, tile.tip or f"{tile.label}: {tile.text}")
