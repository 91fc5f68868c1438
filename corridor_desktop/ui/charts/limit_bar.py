"""A measured value against its warning and its breach level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import SMALL, UNIT, Appearance
from corridor_desktop.ui.charts import paint
from corridor_desktop.ui.charts.chart import Mark, PaintedChart
from corridor_desktop.ui.charts.contract import Table

_TRACK = 1.0 * UNIT


@dataclass(frozen=True, slots=True)
class LimitBarData:
    """``value`` in the unit of the limit, ``None`` when it cannot be told.

    ``floor`` means that less is worse. ``low``/``high`` bound an uncertain value. ``compact``
    leaves the words under the bar out, for use inside a row.
    """

    name: str
    value: float | None
    warn: float | None
    breach: float | None
    low: float | None = None
    high: float | None = None
    floor: bool = False
    counts: bool = False
    compact: bool = False


class LimitBar(PaintedChart):
    """The bar is filled up to the value; a thin mark warns, a thick one is the promise."""

    topic = "A limit as a bar"

    def __init__(self) -> None:
        super().__init__("Limit")
        self._data = LimitBarData("Limit", None, None, None)

    def set_data(self, data: LimitBarData, look: Appearance) -> None:
        """Show a value against its levels."""
        self._data = data
        self.title = data.name
        self.setAccessibleName(data.name)
        self.refresh(look)

    def state(self) -> str:
        """Return ``inside``, ``near``, ``breach`` or ``cannot tell``, by the levels alone."""
        data = self._data
        if data.value is None:
            return "cannot tell"
        for level, word in ((data.breach, "breach"), (data.warn, "near")):
            if level is not None and _worse(data.value, level, floor=data.floor):
                return word
        return "inside"

    def summary(self) -> str:
        """Return value, levels and state."""
        data, parts = self._data, []
        if data.value is None:
            return f"{data.name}: cannot tell."
        if data.warn is not None:
            parts.append(f"warning at {self._text(data.warn)}")
        if data.breach is not None:
            parts.append(f"limit {self._text(data.breach)}")
        return f"{data.name}: {self._text(data.value)}, {', '.join((*parts, self.state()))}."

    def table(self) -> Table:
        """Return value, interval and levels."""
        data = self._data
        header = ("Limit", "Value", "Low", "High", "Warning", "Breach", "State")
        row = (data.name, data.value, data.low, data.high, data.warn, data.breach, self.state())
        return Table(header, (row,))

    def sizeHint(self) -> QSize:
        """Return room for the bar, with or without words."""
        return QSize(24 * UNIT, 2 * UNIT if self._data.compact else 5 * UNIT)

    def minimumSizeHint(self) -> QSize:
        """Return the least useful size."""
        return QSize(8 * UNIT, self.sizeHint().height())

    def draw(self, painter: QPainter, size: QSizeF) -> Sequence[Mark]:
        """Draw track, value, levels and words."""
        data, look = self._data, self.look
        words = 0.0 if data.compact else 18.0
        top = max((size.height() - words - 2 * _TRACK) / 2, 0) + _TRACK / 2
        track = QRectF(0, top, size.width(), _TRACK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.grid))
        painter.drawRoundedRect(track, 4, 4)
        if data.value is not None:
            self._draw_value(painter, track)
        for level, colour, wide in (
            (data.warn, look.warning, 2.0),
            (data.breach, look.danger, 3.0),
        ):
            if level is not None:
                x = track.left() + track.width() * self._place(level)
                painter.setPen(QPen(QColor(colour), wide))
                painter.drawLine(QPointF(x, track.top() - 4), QPointF(x, track.bottom() + 4))
        if not data.compact:
            self._draw_words(painter, QRectF(0, track.bottom() + 4, size.width(), words))
        return (Mark(QRectF(0, 0, size.width(), size.height()), data.name, self.summary()),)

    def _draw_value(self, painter: QPainter, track: QRectF) -> None:
        data, look = self._data, self.look
        tone = {"breach": look.danger, "near": look.warning}.get(self.state(), look.accent)
        filled = QRectF(track)
        filled.setWidth(max(track.width() * self._place(data.value or 0.0), 2))
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(filled, 4, 4)
        if data.low is None or data.high is None:
            return
        painter.setPen(QPen(QColor(look.text), 1.5))
        left, right = (track.left() + track.width() * self._place(v) for v in (data.low, data.high))
        middle = track.center().y()
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        for x in (left, right):
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))

    def _draw_words(self, painter: QPainter, rect: QRectF) -> None:
        data, look = self._data, self.look
        value = "cannot tell" if data.value is None else self._text(data.value)
        paint.write(painter, rect, value, look.text, size=SMALL, bold=True)
        level = data.breach if data.breach is not None else data.warn
        if level is not None:
            kind = "limit" if data.breach is not None else "warning"
            least = "at least " if data.floor else ""
            text = f"{kind} {least}{self._text(level)}"
            paint.write(painter, rect, text, look.muted, Qt.AlignmentFlag.AlignRight)

    def _place(self, value: float) -> float:
        """Return where a value lies on the track, 0 to 1."""
        data = self._data
        known = (data.value, data.warn, data.breach, data.high)
        most = max((abs(v) for v in known if v is not None), default=0.0)
        return min(max(value / (1.15 * most), 0.0), 1.0) if most else 0.0

    def _text(self, value: float) -> str:
        style: Callable[[float], str] = fmt.percent
        if self._data.counts:
            return fmt.number(value, 0 if value == int(value) else 1)
        return style(value)


def _worse(value: float, level: float, *, floor: bool) -> bool:
    return value <= level if floor else value >= level
