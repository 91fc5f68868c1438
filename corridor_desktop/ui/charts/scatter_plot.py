"""Pairs of returns with the fitted line through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.charts.contract import Table
from corridor_desktop.ui.charts.plot_chart import PlotChart

Array = npt.NDArray[np.float64]
MOST = 2500
"""Points drawn; of longer series every k-th is, the table twin has all."""


@dataclass(frozen=True, slots=True)
class ScatterPlotData:
    """Pairs; the line is ``intercept + slope * x``."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    days: tuple[date, ...]
    slope: float
    intercept: float
    x_label: str
    y_label: str
    name: str = "Pairs"
    style: Callable[[float], str] = fmt.percent


class ScatterPlot(PlotChart):
    """Points, zero lines, and the fit."""

    topic = "Pairs of returns"

    def __init__(self) -> None:
        super().__init__("Pairs", dated=False)
        self._data = ScatterPlotData((), (), (), 0.0, 0.0, "x", "y")
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self.item.setMouseEnabled(x=True, y=True)

    def set_data(self, data: ScatterPlotData, look: Appearance = LIGHT) -> None:
        """Show pairs in the colours of an appearance."""
        self._data = data
        self._x, self._y = np.array(data.x, dtype=np.float64), np.array(data.y, dtype=np.float64)
        self.title = self.title if self.subtitle else data.name
        self.dress(look)
        self.reset()

    def dress(self, look: Appearance) -> None:
        """Draw everything in the colours of an appearance."""
        self.start_drawing(look)
        for side, text in (("bottom", self._data.x_label), ("left", self._data.y_label)):
            axis = self.item.getAxis(side)
            axis.tickStrings = self._tick_strings
            axis.enableAutoSIPrefix(False)
            axis.setLabel(text, color=look.muted, **{"font-size": "11px"})
        for angle in (0, 90):
            pen = pg.mkPen(look.border, width=self.pen_width(1))
            self.item.addItem(pg.InfiniteLine(0, angle=angle, pen=pen), ignoreBounds=True)
        if len(self._x):
            self._draw()
        self.finish_drawing()

    def summary(self) -> str:
        """Return how many pairs there are and what the line says."""
        data = self._data
        if not data.x:
            return f"{data.name}: nothing to show."
        return (
            f"{data.name}: {fmt.count(len(data.x))} pairs, {fmt.day(data.days[0])} to "
            f"{fmt.day(data.days[-1])}; for each 1 % of {data.x_label} the line moves "
            f"{fmt.number(data.slope)} %."
        )

    def table(self) -> Table:
        """Return a row for each pair."""
        data = self._data
        rows = tuple(zip(data.days, data.x, data.y, strict=True))
        return Table(("Day", data.x_label, data.y_label), rows)

    def reset(self) -> None:
        """Show all pairs."""
        if len(self._x):
            box = self.item.getViewBox()
            box.setXRange(float(self._x.min()), float(self._x.max()), padding=0.05)
            box.setYRange(float(self._y.min()), float(self._y.max()), padding=0.05)

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return the nearest pair."""
        if not len(self._x):
            return None
        (left, right), (low, high) = self.item.getViewBox().viewRange()
        wide, tall = (right - left) or 1.0, (high - low) or 1.0
        away = ((self._x - place) / wide) ** 2 + ((self._y - height) / tall) ** 2
        at = int(np.argmin(away))
        if away[at] > 0.05**2:
            return None
        data = self._data
        return float(self._x[at]), (
            f"{fmt.day(data.days[at], weekday=True)}\n"
            f"{data.x_label}: {data.style(data.x[at])}\n{data.y_label}: {data.style(data.y[at])}"
        )

    def _tick_strings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [self._data.style(value) for value in values]

    def _draw(self) -> None:
        step = max(len(self._x) // MOST, 1)
        fill = QColor(self.look.accent)
        fill.setAlphaF(0.45)
        points: Any = pg.ScatterPlotItem(
            self._x[::step], self._y[::step], size=6 * self.devicePixelRatioF(),
            pen=pg.mkPen(None), brush=pg.mkBrush(fill),
        )  # fmt: skip
        self.item.addItem(points)
        ends = np.array([self._x.min(), self._x.max()])
        line = self._data.intercept + self._data.slope * ends
        fit = pg.PlotCurveItem(ends, line, pen=self.pen(self.look.negative, 2), antialias=True)
        fit.setSegmentedLineMode("on")
        self.item.addItem(fit)
