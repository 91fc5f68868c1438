"""Names written into bands where they fit, so that no legend has to be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor

from corridor_desktop.ui.appearance import SMALL, UNIT
from corridor_desktop.ui.charts.paint import font, ink, width_of

Array = npt.NDArray[np.float64]
HIGH = SMALL + 5.0
"""Pixels that a line of text takes."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A named band of one colour between two lines over the same places."""

    label: str
    colour: str
    low: Array
    high: Array


def roomiest(low: Array, high: Array, points: int) -> tuple[int, float]:
    """Return where a box ``points`` places wide has most room in a band, and how much.

    The place is that of the middle of the box; the room is in the units of the lines and negative
    where the band bends too much for any box. Lines are arrays of length n.
    """
    wide = min(max(points, 1), len(low))
    floors = np.lib.stride_tricks.sliding_window_view(low, wide).max(axis=1)
    roofs = np.lib.stride_tricks.sliding_window_view(high, wide).min(axis=1)
    room = roofs - floors
    best = int(room.argmax())
    return best + wide // 2, float(room[best])


class BandLabels:
    """The names of bands in one plotting area; placed again for every view."""

    def __init__(self, item: Any, x: Array, bands: tuple[Band, ...]) -> None:
        self._x, self._bands = x, bands
        self.shown: tuple[str, ...] = ()
        self._texts = []
        for band in bands:
            text = pg.TextItem(band.label, color=QColor(ink(band.colour)), anchor=(0.5, 0.5))
            text.setFont(font(bold=True))
            text.setZValue(30)
            text.hide()
            item.addItem(text, ignoreBounds=True)
            self._texts.append(text)

    def place(self, view: tuple[tuple[float, float], tuple[float, float]], size: Any) -> None:
        """Write every name that fits into its band; ``size`` is that of the area in pixels."""
        (left, right), (bottom, top) = view
        start, end = np.searchsorted(self._x, (left, right))
        if end - start < 2 or size.height() <= 0 or size.width() <= 0:
            return
        per_pixel = (end - start) / size.width()
        line = (top - bottom) / size.height() * HIGH
        shown = []
        for band, text in zip(self._bands, self._texts, strict=True):
            points = int((width_of(band.label, bold=True) + UNIT) * per_pixel) + 1
            fits = points < end - start
            low, high = (ends[start:end].clip(bottom, top) for ends in (band.low, band.high))
            at, room = roomiest(low, high, points)
            text.setVisible(fits and room >= line)
            if text.isVisible():
                half = points // 2
                cut = slice(max(start + at - half, 0), start + at + half + 1)
                middle = (band.low[cut].max() + band.high[cut].min()) / 2
                text.setPos(float(self._x[start + at]), float(middle))
                shown.append(band.label)
        self.shown = tuple(shown)
