"""Ranked horizontal bars, signed, with whiskers where the figure is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen

from corridor_desktop.ui.appearance import BODY, UNIT, Appearance
from corridor_desktop.ui.charts import paint
from corridor_desktop.ui.charts.chart import Mark, PaintedChart
from corridor_desktop.ui.charts.contract import Table

ROW = 3.0 * UNIT
_BAR = 1.75 * UNIT


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A bar: ``value`` with an optional interval, ``text`` as written at its end.

    ``tone`` names a colour token (``negative``) or is empty for the accent; ``colour`` is a
    key that ``paint.colours`` knows, for bars that stand for a category.
    """

    key: str
    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    tone: str = ""
    colour: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class RangeBarsData:
    """Bars from top to bottom. ``unit`` goes into the table twin; ``most`` widens the scale."""

    bars: tuple[RangeBar, ...]
    name: str = "Ranking"
    unit: str = "fraction"
    reach: float = 0.0
    chosen: str = ""


class RangeBars(PaintedChart):
    """Label left, bar from the zero line, value written at its end.

    Where every figure is a loss the bars grow to the right, so that they stand by their labels;
    the minus sign and the colour still tell what they are.
    """

    topic = "Ranked bars"

    def __init__(self) -> None:
        super().__init__("Ranking", pickable=False)
        self._data = RangeBarsData(())

    def set_data(self, data: RangeBarsData, look: Appearance) -> None:
        """Show bars in the colours of an appearance."""
        self._data = data
        self.title = self.title if self.subtitle else data.name
        self.setAccessibleName(self.title)
        self.refresh(look)

    def summary(self) -> str:
        """Return the first bars in words."""
        bars = self._data.bars
        if not bars:
            return f"{self._data.name}: nothing to show."
        said = ", ".join(f"{bar.label} {bar.text}" for bar in bars[:8])
        more = f", and {len(bars) - 8} more" if len(bars) > 8 else ""
        return f"{self._data.name}: {said}{more}."

    def table(self) -> Table:
        """Return labels, values and intervals."""
        rows = tuple((bar.label, bar.value, bar.low, bar.high) for bar in self._data.bars)
        return Table(("Name", f"Value ({self._data.unit})", "Low", "High"), rows)

    def sizeHint(self) -> QSize:
        """Return one row for each bar."""
        return QSize(40 * UNIT, int(max(len(self._data.bars), 1) * ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which every bar has its row."""
        return QSize(24 * UNIT, self.sizeHint().height())

    def draw(self, painter: QPainter, size: QSizeF) -> Sequence[Mark]:
        """Draw every bar."""
        bars = self._data.bars
        if not bars:
            whole = QRectF(0, 0, size.width(), size.height())
            paint.write(painter, whole, "Nothing to show", self.look.muted, size=BODY)
            return ()
        label = min(
            max(paint.width_of(bar.label, BODY) for bar in bars) + UNIT, 0.42 * size.width()
        )
        text = max(paint.width_of(bar.text, BODY, bold=True) for bar in bars) + 1.5 * UNIT
        low, high = self._scale()
        left = label + (text if low < 0 else UNIT / 2)
        right = size.width() - (text if high > 0 else UNIT / 2)
        span = (high - low) or 1.0
        unit = max(right - left, 1.0) / span
        zero = left - low * unit
        unit = -unit if self._all_losses() else unit
        painter.setPen(QPen(QColor(self.look.border), 1))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, len(bars) * ROW))
        tones = paint.colours(self.look, [bar.colour for bar in bars if bar.colour])
        return [
            self._draw_bar(painter, bar, _Row(place * ROW, label, zero, unit, size.width()), tones)
            for place, bar in enumerate(bars)
        ]

    def _all_losses(self) -> bool:
        bars = self._data.bars
        ends = [v for bar in bars for v in (bar.value, bar.low, bar.high) if v is not None]
        return max((*ends, self._data.reach, 0.0)) <= 0.0

    def _scale(self) -> tuple[float, float]:
        bars = self._data.bars
        ends = [v for bar in bars for v in (bar.value, bar.low, bar.high) if v is not None]
        reach = self._data.reach
        low, high = min((*ends, 0.0, min(reach, 0.0))), max((*ends, 0.0, max(reach, 0.0)))
        return (low, high) if high > 0 else (-high, -low)

    def _draw_bar(self, painter: QPainter, bar: RangeBar, row: _Row, tones: dict[str, str]) -> Mark:
        look = self.look
        whole = QRectF(0, row.top, row.width, ROW)
        if bar.key and bar.key == self._data.chosen:
            painter.fillRect(whole, QColor(look.accent_soft))
        paint.write(
            painter, QRectF(0, row.top, row.label - UNIT, ROW), bar.label, look.text, size=BODY
        )
        colour = tones.get(bar.colour) or (getattr(look, bar.tone) if bar.tone else look.accent)
        end = row.zero + bar.value * row.unit
        top = row.top + (ROW - _BAR) / 2
        rect = QRectF(min(row.zero, end), top, max(abs(end - row.zero), 1.0), _BAR)
        paint.fill(painter, rect, colour, hatched=bar.colour in paint.PLAIN)
        self._draw_whisker(painter, bar, row)
        self._draw_text(painter, bar, row)
        interval = bar.tip or f"{bar.label}: {bar.text}"
        return Mark(whole, bar.key, interval)

    def _draw_whisker(self, painter: QPainter, bar: RangeBar, row: _Row) -> None:
        if bar.low is None or bar.high is None:
            return
        middle = row.top + ROW / 2
        painter.setPen(QPen(QColor(self.look.text), 1.5))
        ends = [row.zero + value * row.unit for value in (bar.low, bar.high)]
        painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle))
        for x in ends:
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))

    def _draw_text(self, painter: QPainter, bar: RangeBar, row: _Row) -> None:
        ends = [value for value in (bar.value, bar.low, bar.high) if value is not None]
        negative = bar.value < 0 and row.unit > 0
        places = [row.zero + value * row.unit for value in ends]
        edge = min(places) if negative else max(places)
        wide = paint.width_of(bar.text, BODY, bold=True) + 2
        x = edge - wide - UNIT * 0.75 if negative else edge + UNIT * 0.75
        rect = QRectF(x, row.top, wide, ROW)
        paint.write(painter, rect, bar.text, self.look.text, size=BODY, bold=True)


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a bar goes."""

    top: float
    label: float
    zero: float
    unit: float
    width: float
