"""Lines through time above lanes of dated events that can be picked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.charts.contract import Cell, Table
from corridor_desktop.ui.charts.day_axis import seconds
from corridor_desktop.ui.charts.line_chart import LineChart, LineChartData

LANE = 0.09
"""Height of a lane as a share of the whole chart."""

NEAR = 0.008
"""How near the pointer has to be to an event, as a share of the time in view."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated event in a lane; ``key`` is what picking it tells."""

    day: date
    label: str
    lane: str
    key: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of events: its words, the shape of its marks (pyqtgraph's) and their colour token."""

    key: str
    label: str
    symbol: str
    tone: str


class TimelineChart(LineChart):
    """The lines keep the upper part; each lane has a shape of its own besides its colour."""

    picked = Signal(str)

    topic = "Events and prices on one axis"

    def __init__(self) -> None:
        super().__init__()
        self._lanes: tuple[Lane, ...] = ()
        self._happenings: tuple[Happening, ...] = ()
        self._current = ""

    def set_timeline(
        self,
        data: LineChartData,
        lanes: tuple[Lane, ...],
        happenings: tuple[Happening, ...],
        look: Appearance = LIGHT,
    ) -> None:
        """Show lines and events in the colours of an appearance."""
        self._lanes, self._happenings = lanes, happenings
        self.set_data(data, look)

    def mark(self, key: str) -> None:
        """Point out one event; an empty key none."""
        if key != self._current:
            self._current = key
            self.dress(self.look)

    def dress(self, look: Appearance) -> None:
        """Draw lines, then the lanes below them."""
        super().dress(look)
        for place, lane in enumerate(self._lanes):
            self._draw_lane(place, lane)
        self._name_heights()
        chosen = next((one for one in self._happenings if one.key == self._current), None)
        if chosen is not None:
            pen = pg.mkPen(QColor(look.accent), width=self.pen_width(1.5))
            self.item.addItem(pg.InfiniteLine(seconds(chosen.day), angle=90, pen=pen))

    def reset(self) -> None:
        """Show all days, all values, and the events after the last close as well."""
        super().reset()
        box = self.item.getViewBox()
        low, high = self._reach()
        box.setYRange(self._floor(), high + 0.14 * (high - low), padding=0)
        ends = [seconds(one.day) for one in self._happenings]
        if ends and len(self._x):
            left, right = min(*ends, self._x[0]), max(*ends, self._x[-1])
            margin = 0.02 * (right - left)
            box.setLimits(xMin=left - margin, xMax=right + margin)
            box.setXRange(left - margin, right + margin, padding=0)

    def summary(self) -> str:
        """Return the lines in words and how many events there are."""
        counts = [
            f"{lane.label}: {fmt.count(sum(one.lane == lane.key for one in self._happenings))}"
            for lane in self._lanes
        ]
        return f"{super().summary()} {'; '.join(counts)}."

    def table(self) -> Table:
        """Return a row for each day with a value, with what happened on it."""
        plain = super().table()
        told: dict[date, list[str]] = {}
        for one in self._happenings:
            told.setdefault(one.day, []).append(one.label)
        blank: tuple[Cell, ...] = (None,) * (len(plain.header) - 1)
        values = {day: row[1:] for day, row in zip(self._data.days, plain.rows, strict=True)}
        rows = tuple(
            (day, *values.get(day, blank), "; ".join(told.get(day, ())))
            for day in sorted({*values, *told})
        )
        return Table((*plain.header, "What happened"), rows)

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return the nearest event in the lane under the pointer, else the values of the day."""
        found = self._at(place, height)
        if found is None:
            return super().read_at(place, height)
        return seconds(found.day), f"{fmt.day(found.day, weekday=True)}\n{found.label}"

    def _at(self, place: float, height: float) -> Happening | None:
        lane = self._lane_at(height)
        (left, right), _ = self.item.getViewBox().viewRange()
        near = [
            one
            for one in self._happenings
            if one.lane == lane and abs(seconds(one.day) - place) <= NEAR * (right - left)
        ]
        return min(near, key=lambda one: abs(seconds(one.day) - place), default=None)

    def _step(self) -> float:
        """Return the height of a lane in the units of the lines."""
        low, high = self._reach()
        return (high - low) * LANE / (1 - LANE * len(self._lanes))

    def _floor(self) -> float:
        return self._reach()[0] - self._step() * (len(self._lanes) + 0.5)

    def _height(self, place: int) -> float:
        return self._reach()[0] - self._step() * (place + 0.9)

    def _lane_at(self, height: float) -> str:
        for place, lane in enumerate(self._lanes):
            if abs(height - self._height(place)) <= self._step() / 2:
                return lane.key
        return ""

    def _draw_lane(self, place: int, lane: Lane) -> None:
        own = [one for one in self._happenings if one.lane == lane.key]
        height = self._height(place)
        colour = QColor(getattr(self.look, lane.tone))
        marks: Any = pg.ScatterPlotItem(
            np.array([seconds(one.day) for one in own]), np.full(len(own), height),
            symbol=lane.symbol, size=10 * self.devicePixelRatioF(),
            pen=pg.mkPen(QColor(self.look.surface), width=self.pen_width(1)),
            brush=pg.mkBrush(colour), data=[one.key for one in own],
        )  # fmt: skip
        marks.setZValue(25)
        marks.sigClicked.connect(self._clicked)
        self.item.addItem(marks, ignoreBounds=True)

    def _name_heights(self) -> None:
        """Write values beside the lines, and the lanes' names beside the lanes."""
        low, high = self._reach()
        axis = self.item.getAxis("left")
        steps = axis.tickValues(low, high, max(self.view.height() * 0.6, 60.0))
        values = steps[0][1] if steps else ()
        ticks = [(float(value), self._data.style(value)) for value in values if value >= low]
        ticks += [(self._height(place), lane.label) for place, lane in enumerate(self._lanes)]
        axis.setTicks([ticks])

    def _clicked(self, _: object, points: Any) -> None:
        if len(points):
            self.picked.emit(str(points[0].data()))
