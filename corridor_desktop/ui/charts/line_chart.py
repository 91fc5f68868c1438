"""Lines through time, with ribbons of uncertainty, shaded windows and marked events."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.charts.bundle import Bundle
from corridor_desktop.ui.charts.contract import Cell, Table
from corridor_desktop.ui.charts.day_axis import DAY, seconds
from corridor_desktop.ui.charts.decimate import decimate
from corridor_desktop.ui.charts.paint import colours, font, width_of
from corridor_desktop.ui.charts.plot_chart import PlotChart

Array = npt.NDArray[np.float64]


FEW = 8
"""Up to so many lines are thick and smooth; more are hairlines, which are drawn far faster."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line; ``None`` is a gap. ``low``/``high`` draw a ribbon around it.

    ``tone`` names a colour token; empty takes the categorical colour of ``key``.
    """

    key: str
    label: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Shade:
    """A window of time that is shaded."""

    start: date
    end: date
    label: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A day that is marked."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class LineChartData:
    """Lines over the same days. ``style`` writes a value; ``level`` draws a reference line."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    name: str = "Through time"
    unit: str = ""
    style: Callable[[float], str] = fmt.number
    shades: tuple[Shade, ...] = ()
    events: tuple[Event, ...] = ()
    level: float | None = None
    low: float | None = None
    high: float | None = None


class LineChart(PlotChart):
    """Lines with direct labels at their ends."""

    topic = "Lines through time"

    def __init__(self) -> None:
        super().__init__("Through time", dated=True)
        self._data = LineChartData((), ())
        self._x: Array = np.empty(0)
        self._drawn: list[tuple[Any, Array]] = []
        self._bundle: Bundle | None = None

    def set_data(self, data: LineChartData, look: Appearance = LIGHT) -> None:
        """Show lines in the colours of an appearance."""
        self._data = data
        self._x = np.array([seconds(day) for day in data.days])
        self.title = self.title if self.subtitle else data.name
        self.dress(look)
        self.reset()

    def dress(self, look: Appearance) -> None:
        """Draw everything in the colours of an appearance."""
        self.start_drawing(look)
        self._drawn, self._bundle = [], None
        axis = self.item.getAxis("left")
        axis.tickStrings = self._tick_strings
        for shade in self._data.shades:
            self._shade(shade)
        tones = colours(look, [line.key for line in self._data.lines])
        inks = [getattr(look, one.tone) if one.tone else tones[one.key] for one in self._data.lines]
        if len(inks) > FEW:
            self._hairlines(inks)
        else:
            for line, ink in zip(self._data.lines, inks, strict=True):
                self._line(line, ink)
        if self._data.level is not None:
            pen = pg.mkPen(QColor(look.muted), width=self.pen_width(1))
            self.item.addItem(pg.InfiniteLine(self._data.level, angle=0, pen=pen))
        for event in self._data.events:
            self._event(event)
        self.redraw_lines()
        self.finish_drawing()

    def summary(self) -> str:
        """Return where each line starts, ends and how far it went."""
        data = self._data
        said = [text for line in data.lines if (text := self._said(line))]
        if not said:
            return f"{data.name}: nothing to show."
        span = f"{fmt.day(data.days[0])} to {fmt.day(data.days[-1])}"
        return f"{data.name}, {span}: {'; '.join(said)}."

    def table(self) -> Table:
        """Return a row for each day."""
        header, columns = ["Day"], []
        for line in self._data.lines:
            header.append(line.label)
            columns.append(line.values)
            if line.low and line.high:
                header += [f"{line.label} low", f"{line.label} high"]
                columns += [line.low, line.high]
        rows: list[tuple[Cell, ...]] = []
        for place, day in enumerate(self._data.days):
            rows.append((day, *(column[place] for column in columns)))
        return Table(tuple(header), tuple(rows))

    def reset(self) -> None:
        """Show all days and all values."""
        if not len(self._x):
            return
        left, right = float(self._x[0]), float(self._x[-1])
        margin = max((right - left) * 0.01, DAY)
        box = self.item.getViewBox()
        box.setLimits(xMin=left - margin, xMax=right + margin, minXRange=10 * DAY)
        box.setXRange(left, right + margin, padding=0)
        low, high = self._reach()
        box.setYRange(low, high, padding=0.04)

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return the values of the nearest day."""
        if not len(self._x):
            return None
        after = bisect_left(self._x, place)
        near = [i for i in (after - 1, after) if 0 <= i < len(self._x)]
        at = min(near, key=lambda i: abs(self._x[i] - place))
        return float(self._x[at]), "\n".join(self._read(at))

    def redraw_lines(self) -> None:
        """Draw two points for each pixel column of what is in view."""
        if not len(self._x):
            return
        (left, right), _ = self.item.getViewBox().viewRange()
        if self._bundle is not None:
            self._bundle.look_at(left, right, self.columns())
        start = max(int(np.searchsorted(self._x, left)) - 1, 0)
        end = int(np.searchsorted(self._x, right)) + 2
        # A line two pixels wide shows nothing more with a point for each of its pixels.
        columns = self.columns() // 2
        for curve, values in self._drawn:
            x, y = decimate(self._x[start:end], values[start:end], columns)
            curve.setData(x, y, connect="finite")

    def _tick_strings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [self._data.style(value) for value in values]

    def _line(self, line: Line, colour: str) -> None:
        values = as_array(line.values)
        if line.low and line.high:
            self._ribbon(line, colour)
        curve = pg.PlotCurveItem(pen=self.pen(colour, 2), antialias=True)
        curve.setSegmentedLineMode("on")
        curve.setZValue(20)
        self.item.addItem(curve)
        self._drawn.append((curve, values))
        if len(self._data.lines) > 1:
            self._label(line, values, colour)

    def _hairlines(self, inks: list[str]) -> None:
        """Draw more lines than can be labelled; the read-out and the twin name them."""
        if not len(self._x):
            return
        values = np.array([as_array(line.values) for line in self._data.lines])
        self._bundle = Bundle(self._x, values, [pg.mkPen(QColor(ink), width=1) for ink in inks])
        self._bundle.setZValue(20)
        self.item.addItem(self._bundle)

    def _ribbon(self, line: Line, colour: str) -> None:
        low, high = as_array(line.low), as_array(line.high)
        known = ~(np.isnan(low) | np.isnan(high))
        if not known.any():
            return
        edges = []
        for values in (low, high):
            edge = pg.PlotCurveItem(pen=pg.mkPen(None))
            edge.setData(*decimate(self._x[known], values[known], 800))
            edges.append(edge)
        fill = QColor(colour)
        fill.setAlphaF(0.18)
        ribbon = pg.FillBetweenItem(*edges, brush=pg.mkBrush(fill))
        ribbon.setZValue(10)
        self.item.addItem(ribbon)

    def _label(self, line: Line, values: Array, colour: str) -> None:
        known = np.flatnonzero(~np.isnan(values))
        if not len(known):
            return
        last = int(known[-1])
        veil = QColor(self.look.surface)
        veil.setAlphaF(0.6)
        text = pg.TextItem(
            line.label, color=colour, anchor=(1, self._side(line)), fill=pg.mkBrush(veil)
        )
        text.setFont(font())
        text.setPos(float(self._x[last]), self._beside(line, values[: last + 1]))
        text.setZValue(30)
        self.item.addItem(text, ignoreBounds=True)

    def _beside(self, line: Line, values: Array) -> float:
        """Return the height at which a label above or below its line's end meets no part of it."""
        seconds_a_pixel = np.ptp(self._x) / max(self.view.width(), 320)
        left = self._x[len(values) - 1] - 2 * width_of(line.label) * seconds_a_pixel
        near = values[int(np.searchsorted(self._x, left)) :]
        return float(np.nanmax(near) if self._side(line) else np.nanmin(near))

    def _side(self, line: Line) -> int:
        """Return 0 to write a label below its line's end (the lowest of all), 1 above it."""
        ends = {
            one.key: next((v for v in reversed(one.values) if v is not None), np.inf)
            for one in self._data.lines
        }
        return 0 if ends[line.key] == min(ends.values()) else 1

    def _shade(self, shade: Shade) -> None:
        fill = QColor(self.look.muted)
        fill.setAlphaF(0.14)
        region = pg.LinearRegionItem(
            (seconds(shade.start), seconds(shade.end)),
            movable=False,
            brush=pg.mkBrush(fill),
            pen=pg.mkPen(None),
        )
        region.setZValue(0)
        self.item.addItem(region, ignoreBounds=True)

    def _event(self, event: Event) -> None:
        pen = pg.mkPen(QColor(self.look.muted), width=self.pen_width(1), style=Qt.PenStyle.DotLine)
        mark = pg.InfiniteLine(seconds(event.day), angle=90, pen=pen)
        mark.setZValue(5)
        self.item.addItem(mark, ignoreBounds=True)

    def _reach(self) -> tuple[float, float]:
        data = self._data
        every = [
            as_array(c) for line in data.lines for c in (line.values, line.low, line.high) if c
        ]
        known = np.concatenate(every) if every else np.empty(0)
        known = known[~np.isnan(known)]
        low = float(known.min()) if len(known) else 0.0
        high = float(known.max()) if len(known) else 1.0
        low = low if data.low is None else data.low
        high = high if data.high is None else data.high
        return (low, high) if high > low else (low - 1, high + 1)

    def _read(self, at: int) -> list[str]:
        data, day = self._data, self._data.days[at]
        lines = [fmt.day(day, weekday=True)]
        for line in data.lines:
            value = line.values[at]
            text = fmt.MISSING if value is None else data.style(value)
            low, high = (ends[at] if ends else None for ends in (line.low, line.high))
            if low is not None and high is not None:
                text += f" ({data.style(low)} to {data.style(high)})"
            lines.append(f"{line.label}: {text}")
        lines += [shade.label for shade in data.shades if shade.start <= day <= shade.end]
        near = (e for e in data.events if abs((e.day - day).days) <= 3)
        return [line for line in (*lines, *(event.label for event in near)) if line]

    def _said(self, line: Line) -> str:
        known = [value for value in line.values if value is not None]
        if not known:
            return ""
        style = self._data.style
        return (
            f"{line.label} from {style(known[0])} to {style(known[-1])}, "
            f"between {style(min(known))} and {style(max(known))}"
        )


def as_array(values: tuple[float | None, ...]) -> Array:
    """Return values as an array with NaN for gaps."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
