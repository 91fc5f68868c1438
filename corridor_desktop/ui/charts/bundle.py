"""Many lines over the same days as one item: thinned once for each level of zoom, then only cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

Array = npt.NDArray[np.float64]


def thin(x: Array, values: Array, wide: int) -> tuple[Array, Array]:
    """Return the lowest and the highest point of each ``wide`` places of every line.

    Parameters
    ----------
    x
        Rising places, length n.
    values
        Lines (L x n); NaN is a gap. A group of places with a gap ends with one.
    wide
        Places in a group; 1 returns everything.

    Returns
    -------
    tuple of array
        Places and values (L x m), m = 2 or, where any line has gaps, 3 for each group.
    """
    lines, n = values.shape
    if wide <= 1 or n == 0:
        return np.broadcast_to(x, values.shape), values
    rows = -(-n // wide)
    filled = np.concatenate([values, np.repeat(values[:, -1:], rows * wide - n, axis=1)], axis=1)
    parts = filled.reshape(lines, rows, wide)
    gaps = np.isnan(parts)
    start = np.arange(rows, dtype=np.int64) * wide
    lowest = start + np.where(gaps, np.inf, parts).argmin(axis=2)
    highest = start + np.where(gaps, -np.inf, parts).argmax(axis=2)
    pairs = [np.minimum(lowest, highest), np.maximum(lowest, highest)]
    places = np.stack(pairs, axis=2).clip(0, n - 1)
    found = np.take_along_axis(values, places.reshape(lines, -1), axis=1).reshape(places.shape)
    if gaps.any():
        places = np.concatenate([places, places[:, :, 1:]], axis=2)
        last = np.where(gaps.any(axis=2), np.nan, found[:, :, 1])
        found = np.concatenate([found, last[:, :, None]], axis=2)
    return x[places.reshape(lines, -1)], found.reshape(lines, -1)


class Bundle(pg.GraphicsObject):  # type: ignore[misc]
    """Hairlines. ``pens`` has one cosmetic pen for each row of ``values`` (L x n)."""

    def __init__(self, x: Array, values: Array, pens: Sequence[QPen]) -> None:
        super().__init__()
        self._x, self._values, self._pens = x, values, tuple(pens)
        known = values[~np.isnan(values)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        self._bounds = QRectF(float(x[0]), low, float(x[-1] - x[0]), high - low)
        self._levels: dict[int, tuple[Array, Array]] = {}
        self._shown: list[tuple[int, QPolygonF]] = []

    def look_at(self, left: float, right: float, columns: int) -> None:
        """Cut out what lies between two places, with about two points for each pixel column."""
        start = max(int(np.searchsorted(self._x, left)) - 1, 0)
        end = min(int(np.searchsorted(self._x, right)) + 2, len(self._x))
        wide = 1
        while (end - start) > 2 * columns * wide:
            wide *= 2
        x, y = self._level(wide)
        points = x.shape[1] / (-(-len(self._x) // wide)) if wide > 1 else 1
        first, last = int(start // wide * points), int(-(-end // wide) * points)
        self._shown = [
            (place, polygon)
            for place in range(len(y))
            for polygon in _polygons(x[place, first:last], y[place, first:last])
        ]
        self.update()

    def _level(self, wide: int) -> tuple[Array, Array]:
        if wide not in self._levels:
            self._levels[wide] = thin(self._x, self._values, wide)
        return self._levels[wide]

    def boundingRect(self) -> QRectF:
        """Return the room that all lines take, in the units of the data."""
        return self._bounds

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw every line; hairlines need no smoothing."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for place, polygon in self._shown:
            painter.setPen(self._pens[place])
            painter.drawPolyline(polygon)


def _polygons(x: Array, y: Array) -> list[QPolygonF]:
    """Return a line as polygons, one for each run without a gap."""
    known = ~np.isnan(y)
    if known.all():
        return [_polygon(x, y)] if len(x) else []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(np.int8), [0]])))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [_polygon(x[start:end], y[start:end]) for start, end in runs]


def _polygon(x: Array, y: Array) -> QPolygonF:
    made: QPolygonF = pg.functions.create_qpolygonf(len(x))
    points = pg.functions.ndarray_from_qpolygonf(made)
    points[:, 0], points[:, 1] = x, y
    return made
