"""Parts of a whole through time, stacked; negative parts hang below the zero line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.charts.band_labels import Band, BandLabels
from corridor_desktop.ui.charts.contract import Cell, Table
from corridor_desktop.ui.charts.day_axis import DAY, seconds
from corridor_desktop.ui.charts.line_chart import Event
from corridor_desktop.ui.charts.paint import PLAIN, colours
from corridor_desktop.ui.charts.plot_chart import PlotChart

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layer:
    """A part: one value for each day."""

    key: str
    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StackedAreaData:
    """Layers from the bottom up. ``style`` writes a value."""

    days: tuple[date, ...]
    layers: tuple[Layer, ...]
    name: str = "Through time"
    style: Callable[[float], str] = fmt.number
    events: tuple[Event, ...] = ()


class StackedArea(PlotChart):
    """Layers in their colours; the read-out names each of them."""

    topic = "Layers through time"

    def __init__(self) -> None:
        super().__init__("Through time", dated=True)
        self._data = StackedAreaData((), ())
        self._x: Array = np.empty(0)
        self._values: Array = np.empty((0, 0))
        self._labels: BandLabels | None = None

    def set_data(self, data: StackedAreaData, look: Appearance = LIGHT) -> None:
        """Show layers in the colours of an appearance."""
        self._data = data
        self._x = np.array([seconds(day) for day in data.days])
        self._values = np.array([layer.values for layer in data.layers], dtype=np.float64)
        self.title = self.title if self.subtitle else data.name
        self.dress(look)
        self.reset()

    def dress(self, look: Appearance) -> None:
        """Draw everything in the colours of an appearance."""
        self.start_drawing(look)
        self._labels = None
        self.item.getAxis("left").tickStrings = self._tick_strings
        if len(self._x) and len(self._values):
            self._draw_layers()
        for event in self._data.events:
            pen = pg.mkPen(QColor(look.muted), width=self.pen_width(1), style=Qt.PenStyle.DotLine)
            mark = pg.InfiniteLine(seconds(event.day), angle=90, pen=pen)
            mark.setZValue(20)
            self.item.addItem(mark, ignoreBounds=True)
        self.finish_drawing()

    def summary(self) -> str:
        """Return the first and the last value of each layer."""
        data = self._data
        if not data.days or not data.layers:
            return f"{data.name}: nothing to show."
        said = "; ".join(
            f"{layer.label} from {data.style(layer.values[0])} to {data.style(layer.values[-1])}"
            for layer in data.layers
        )
        return f"{data.name}, {fmt.day(data.days[0])} to {fmt.day(data.days[-1])}: {said}."

    def table(self) -> Table:
        """Return a row for each day."""
        header = ("Day", *(layer.label for layer in self._data.layers))
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (day, *(layer.values[place] for layer in self._data.layers))
            for place, day in enumerate(self._data.days)
        )
        return Table(header, rows)

    def reset(self) -> None:
        """Show all days."""
        if not len(self._x) or not len(self._values):
            return
        left, right = float(self._x[0]), float(self._x[-1])
        box = self.item.getViewBox()
        box.setLimits(xMin=left, xMax=max(right, left + DAY), minXRange=10 * DAY)
        box.setXRange(left, max(right, left + DAY), padding=0)
        high = float(np.clip(self._values, 0, None).sum(axis=0).max())
        low = float(np.clip(self._values, None, 0).sum(axis=0).min())
        box.setYRange(low, high if high > low else low + 1, padding=0)

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return every layer on the nearest day, the topmost first."""
        if not len(self._x):
            return None
        after = bisect_left(self._x, place)
        near = [i for i in (after - 1, after) if 0 <= i < len(self._x)]
        at = min(near, key=lambda i: abs(self._x[i] - place))
        day = self._data.days[at]
        lines = [fmt.day(day, weekday=True)]
        lines += [
            f"{layer.label}: {self._data.style(layer.values[at])}"
            for layer in reversed(self._data.layers)
        ]
        lines += [e.label for e in self._data.events if abs((e.day - day).days) <= 10]
        return float(self._x[at]), "\n".join(lines)

    def _tick_strings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [self._data.style(value) for value in values]

    def _draw_layers(self) -> None:
        tones = colours(self.look, [layer.key for layer in self._data.layers])
        above = np.zeros(len(self._x))
        below = np.zeros(len(self._x))
        bands: list[Band] = []
        for layer, values in zip(self._data.layers, self._values, strict=True):
            upper = above + np.clip(values, 0, None)
            lower = below + np.clip(values, None, 0)
            for start, end in ((above, upper), (lower, below)):
                if (end > start).any():
                    self._fill(start, end, tones[layer.key], plain=layer.key in PLAIN)
            bands.append(self._band(layer, tones[layer.key], (above, upper), (lower, below)))
            above, below = upper, lower
        self._labels = BandLabels(self.item, self._x, tuple(bands))
        self.redraw_lines()

    def _band(
        self, layer: Layer, tone: str, over: tuple[Array, Array], under: tuple[Array, Array]
    ) -> Band:
        """Return the larger side of a layer, which is the one that is named."""
        larger = max((over, under), key=lambda ends: float((ends[1] - ends[0]).sum()))
        plain = layer.key in PLAIN
        return Band(layer.label, self.look.surface if plain else tone, *larger)

    def redraw_lines(self) -> None:
        """Write the names where they fit in what is in view."""
        if self._labels is not None:
            box = self.item.getViewBox()
            self._labels.place(box.viewRange(), box.size())

    def _fill(self, low: Array, high: Array, colour: str, *, plain: bool) -> None:
        none = pg.mkPen(None)
        edges = [pg.PlotCurveItem(self._x, values, pen=none) for values in (low, high)]
        fill = QColor(colour)
        fill.setAlphaF(0.55 if plain else 0.9)
        area = pg.FillBetweenItem(*edges, brush=pg.mkBrush(fill))
        self.item.addItem(area)
        if plain:
            lines = QColor(self.look.text)
            lines.setAlphaF(0.28)
            hatch = pg.mkBrush(lines)
            hatch.setStyle(Qt.BrushStyle.BDiagPattern)
            self.item.addItem(pg.FillBetweenItem(*edges, brush=hatch))
        line = pg.PlotCurveItem(self._x, high, pen=self.pen(self.look.surface, 1), antialias=True)
        line.setSegmentedLineMode("on")
        self.item.addItem(line)
