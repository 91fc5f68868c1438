"""The path around one session, inside the band of what any session brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.charts.contract import Table
from corridor_desktop.ui.charts.plot_chart import PlotChart

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PathData:
    """Moves by sessions from the first that could react (0); all tuples are parallel.

    ``low``, ``middle`` and ``high`` are what the same number of sessions brings anyway.
    """

    offsets: tuple[int, ...]
    moves: tuple[float | None, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    label: str = "KOSPI"
    name: str = "Around the day"


class PathChart(PlotChart):
    """A line over a band, with the session that reacted marked."""

    topic = "Around one day"

    def __init__(self) -> None:
        super().__init__("Around the day", dated=False)
        self._data = PathData((), (), (), (), ())

    def set_data(self, data: PathData, look: Appearance = LIGHT) -> None:
        """Show a path in the colours of an appearance."""
        self._data = data
        self.title = data.name
        self.dress(look)
        self.reset()

    def dress(self, look: Appearance) -> None:
        """Draw everything in the colours of an appearance."""
        self.start_drawing(look)
        self.item.getAxis("left").tickStrings = self._percents
        axis = self.item.getAxis("bottom")
        axis.setLabel("sessions", color=look.muted, **{"font-size": "11px"})
        axis.enableAutoSIPrefix(False)
        if self._data.offsets:
            self._draw(look)
        self.finish_drawing()

    def reset(self) -> None:
        """Show the whole path and the whole band."""
        data = self._data
        if not data.offsets:
            return
        known = [move for move in data.moves if move is not None]
        box = self.item.getViewBox()
        box.setXRange(data.offsets[0], data.offsets[-1], padding=0.02)
        box.setYRange(min(*data.low, *known), max(*data.high, *known), padding=0.06)

    def summary(self) -> str:
        """Return where the path went and what is usual."""
        data = self._data
        known = [(at, move) for at, move in zip(data.offsets, data.moves, strict=True)
                 if move is not None]  # fmt: skip
        if not known:
            return f"{data.name}: nothing to show."
        last, move = known[-1]
        place = data.offsets.index(last)
        return (
            f"{data.name}: {data.label} {fmt.percent(move, signed=True)} after {last} sessions, "
            f"lowest {fmt.percent(min(m for _, m in known), signed=True)}; eight of ten times any "
            f"{last} sessions bring {fmt.percent(data.low[place], signed=True)} to "
            f"{fmt.percent(data.high[place], signed=True)}."
        )

    def table(self) -> Table:
        """Return a row for each session."""
        data = self._data
        header = ("Sessions", data.label, "Any date, 10th percentile", "Any date, median",
                  "Any date, 90th percentile")  # fmt: skip
        columns = (data.offsets, data.moves, data.low, data.middle, data.high)
        return Table(header, tuple(zip(*columns, strict=True)))

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return the values of the nearest session."""
        data = self._data
        if not data.offsets:
            return None
        at = int(np.argmin(np.abs(np.array(data.offsets) - place)))
        move = data.moves[at]
        said = fmt.MISSING if move is None else fmt.percent(move, signed=True)
        return float(data.offsets[at]), (
            f"{_session(data.offsets[at])}\n{data.label}: {said}\n"
            f"Any date: {fmt.percent(data.low[at], signed=True)} to "
            f"{fmt.percent(data.high[at], signed=True)}"
        )

    def _percents(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [fmt.percent(value, 0, signed=True) for value in values]

    def _draw(self, look: Appearance) -> None:
        data = self._data
        x = np.array(data.offsets, dtype=np.float64)
        edges = [pg.PlotCurveItem(x, np.array(edge), pen=pg.mkPen(None))
                 for edge in (data.low, data.high)]  # fmt: skip
        fill = QColor(look.muted)
        fill.setAlphaF(0.18)
        self.item.addItem(pg.FillBetweenItem(*edges, brush=pg.mkBrush(fill)))
        dotted = pg.mkPen(QColor(look.muted), width=self.pen_width(1), style=Qt.PenStyle.DashLine)
        self.item.addItem(pg.PlotCurveItem(x, np.array(data.middle), pen=dotted))
        for place, angle in ((0, 0), (-0.5, 90)):
            pen = pg.mkPen(look.border, width=self.pen_width(1))
            self.item.addItem(pg.InfiniteLine(place, angle=angle, pen=pen), ignoreBounds=True)
        moves = np.array([np.nan if move is None else move for move in data.moves])
        line: Any = pg.PlotCurveItem(pen=self.pen(look.accent, 2), antialias=True)
        line.setSegmentedLineMode("on")
        line.setData(x, moves, connect="finite")
        line.setZValue(20)
        self.item.addItem(line)


def _session(offset: int) -> str:
    if offset == 0:
        return "First session that could react"
    side = "later" if offset > 0 else "before"
    return f"{abs(offset)} session{'' if abs(offset) == 1 else 's'} {side}"
