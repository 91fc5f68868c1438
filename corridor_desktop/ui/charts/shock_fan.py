"""How a loss grows with the fall behind it: a line inside two bands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, UNIT, Appearance
from corridor_desktop.ui.charts.contract import Cell, Table
from corridor_desktop.ui.charts.paint import font, width_of
from corridor_desktop.ui.charts.plot_chart import PlotChart

Array = npt.NDArray[np.float64]
OUTER, INNER = 0.14, 0.34
"""How opaque the bands are; the outer one has an edge as well, so that both are seen."""


@dataclass(frozen=True, slots=True)
class Rib:
    """One move of the market and what it does, as signed fractions.

    ``low``/``high`` is what the estimate leaves open, ``outer_low``/``outer_high`` what may happen
    besides; the outer ones are ``None`` where that is not known.
    """

    move: float
    loss: float
    low: float
    high: float
    outer_low: float | None = None
    outer_high: float | None = None


@dataclass(frozen=True, slots=True)
class ShockFanData:
    """Ribs by rising size of the fall; ``chosen`` is the move that is asked about."""

    ribs: tuple[Rib, ...]
    chosen: float | None = None
    market: str = "KOSPI"
    name: str = "Loss by size of the fall"


class ShockFan(PlotChart):
    """The fall grows to the right, what it costs downwards."""

    topic = "Loss by size of the fall"

    def __init__(self) -> None:
        super().__init__("Loss by size of the fall", dated=False)
        self._data = ShockFanData(())
        self._x: Array = np.empty(0)

    def set_data(self, data: ShockFanData, look: Appearance = LIGHT) -> None:
        """Show ribs in the colours of an appearance."""
        self._data = data
        self._x = np.array([-rib.move for rib in data.ribs])
        self.title = self.title if self.subtitle else data.name
        self.dress(look)
        self.reset()

    def dress(self, look: Appearance) -> None:
        """Draw everything in the colours of an appearance."""
        self.start_drawing(look)
        self.item.getAxis("left").tickStrings = self._losses
        axis = self.item.getAxis("bottom")
        axis.tickStrings = self._falls
        axis.enableAutoSIPrefix(False)
        axis.setLabel(f"Fall of {self._data.market}", color=look.muted, **{"font-size": "11px"})
        if self._data.ribs:
            self._draw()
        self.finish_drawing()

    def reset(self) -> None:
        """Show every rib and both bands."""
        if not self._data.ribs:
            return
        ends = [end for rib in self._data.ribs for end in _ends(rib)]
        box = self.item.getViewBox()
        low, high = min(*ends, 0.0), max(*ends, 0.0)
        # Room for the widest of the words beside the axis, before it is first drawn.
        wide = max(width_of(fmt.percent(end, 0, signed=True)) for end in (low, high))
        self.item.getAxis("left").setWidth(wide + 2 * UNIT)
        box.setXRange(float(self._x.min()), float(self._x.max()), padding=0.02)
        box.setYRange(low, high, padding=0.04)

    def summary(self) -> str:
        """Return what the least and the largest fall cost."""
        data = self._data
        if not data.ribs:
            return f"{data.name}: nothing to show."
        said = "; ".join(
            f"a fall of {fmt.percent(-rib.move, 0)} goes with {fmt.percent(rib.loss, signed=True)} "
            f"({fmt.percent(rib.low, signed=True)} to {fmt.percent(rib.high, signed=True)})"
            for rib in (data.ribs[0], data.ribs[-1])
        )
        return f"{self.title}: {said}."

    def table(self) -> Table:
        """Return a row for each rib."""
        header = (self._data.market, "Expected", "Estimate from", "Estimate to", "Outcome from",
                  "Outcome to")  # fmt: skip
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (rib.move, rib.loss, rib.low, rib.high, rib.outer_low, rib.outer_high)
            for rib in self._data.ribs
        )
        return Table(header, rows)

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return the values of the nearest rib."""
        if not len(self._x):
            return None
        at = int(np.argmin(np.abs(self._x - place)))
        rib = self._data.ribs[at]
        lines = [
            f"{self._data.market} {fmt.percent(rib.move, signed=True)}",
            f"Expected: {fmt.percent(rib.loss, signed=True)}",
            f"Estimate: {_both(rib.low, rib.high)}",
        ]
        if rib.outer_low is not None and rib.outer_high is not None:
            lines.append(f"With all else: {_both(rib.outer_low, rib.outer_high)}")
        return float(self._x[at]), "\n".join(lines)

    def _falls(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [fmt.percent(-value, 0, signed=True) for value in values]

    def _losses(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [fmt.percent(value, 0, signed=True) for value in values]

    def _draw(self) -> None:
        ribs, look = self._data.ribs, self.look
        outer = [(r.outer_low, r.outer_high) for r in ribs]
        known = [(low, high) for low, high in outer if low is not None and high is not None]
        if len(known) == len(ribs):
            self._band(np.array(known), OUTER, edged=True)
        self._band(np.array([(rib.low, rib.high) for rib in ribs]), INNER, edged=False)
        zero = pg.mkPen(look.border, width=self.pen_width(1))
        self.item.addItem(pg.InfiniteLine(0, angle=0, pen=zero), ignoreBounds=True)
        losses = np.array([rib.loss for rib in ribs])
        line = pg.PlotCurveItem(self._x, losses, pen=self.pen(look.negative, 2), antialias=True)
        line.setZValue(20)
        self.item.addItem(line)
        chosen = self._data.chosen
        if chosen is not None and self._x[0] <= -chosen <= self._x[-1]:
            self._mark(-chosen, float(np.interp(-chosen, self._x, losses)))

    def _band(self, ends: Array, alpha: float, *, edged: bool) -> None:
        pen = self.pen(self.look.muted, 1) if edged else pg.mkPen(None)
        edges = [pg.PlotCurveItem(self._x, ends[:, side], pen=pen) for side in (0, 1)]
        fill = QColor(self.look.negative)
        fill.setAlphaF(alpha)
        self.item.addItem(pg.FillBetweenItem(*edges, brush=pg.mkBrush(fill)))
        if edged:
            for edge in edges:
                self.item.addItem(edge)

    def _mark(self, place: float, loss: float) -> None:
        """Point out the fall that is asked about, with its figure beside it."""
        point = pg.ScatterPlotItem(
            [place], [loss], size=9 * self.devicePixelRatioF(),
            pen=pg.mkPen(self.look.surface), brush=pg.mkBrush(self.look.text),
        )  # fmt: skip
        point.setZValue(25)
        self.item.addItem(point)
        text = pg.TextItem(fmt.percent(loss, signed=True), color=self.look.text, anchor=(0, 1))
        text.setFont(font(bold=True))
        text.setPos(place, loss)
        text.setZValue(30)
        self.item.addItem(text, ignoreBounds=True)


def _ends(rib: Rib) -> tuple[float, ...]:
    ends = (rib.low, rib.high, rib.outer_low, rib.outer_high)
    return tuple(end for end in ends if end is not None)


def _both(low: float, high: float) -> str:
    return f"{fmt.percent(low, signed=True)} to {fmt.percent(high, signed=True)}"
