"""What an answer hangs on: for each assumption how far it moves the answer, the widest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import BODY, SMALL, UNIT, Appearance
from corridor_desktop.ui.charts import paint
from corridor_desktop.ui.charts.chart import Mark, PaintedChart
from corridor_desktop.ui.charts.contract import Table

ROW = 4.5 * UNIT
_BAR = 1.75 * UNIT
_HEAD = 2.5 * UNIT


@dataclass(frozen=True, slots=True)
class Swing:
    """An assumption; ``low`` and ``high`` are the answer at its two ends."""

    key: str
    label: str
    low: float
    high: float
    tip: str = ""

    @property
    def width(self) -> float:
        """Return how far the answer moves."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class TornadoData:
    """Swings in any order around ``centre``, the answer itself; ``style`` writes a value."""

    swings: tuple[Swing, ...]
    centre: float
    name: str = "What the answer hangs on"
    style: Callable[[float], str] = fmt.number

    @property
    def ranked(self) -> tuple[Swing, ...]:
        """Return the widest swing first."""
        return tuple(sorted(self.swings, key=lambda swing: (-swing.width, swing.key)))


class Tornado(PaintedChart):
    """Words above each bar, the values of both ends beside it, a line through the answer.

    The part worse than the answer is hatched, the better one plain: colour is not the only sign.
    """

    topic = "What the answer hangs on"

    def __init__(self) -> None:
        super().__init__("What the answer hangs on")
        self._data = TornadoData((), 0.0)

    def set_data(self, data: TornadoData, look: Appearance) -> None:
        """Show swings in the colours of an appearance."""
        self._data = data
        self.title = self.title if self.subtitle else data.name
        self.setAccessibleName(self.title)
        self.refresh(look)

    def summary(self) -> str:
        """Return every swing in words, the widest first."""
        data = self._data
        if not data.swings:
            return f"{data.name}: nothing to show."
        said = "; ".join(
            f"{one.label} {data.style(min(one.low, one.high))} to "
            f"{data.style(max(one.low, one.high))}"
            for one in data.ranked
        )
        return f"{self.title}, around {data.style(data.centre)}: {said}."

    def table(self) -> Table:
        """Return a row for each swing."""
        rows = tuple((one.label, one.low, one.high) for one in self._data.ranked)
        return Table(("Assumption", "From", "To"), rows)

    def sizeHint(self) -> QSize:
        """Return a row for each swing below the answer."""
        return QSize(40 * UNIT, int(_HEAD + max(len(self._data.swings), 1) * ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which every swing has its row."""
        return QSize(30 * UNIT, self.sizeHint().height())

    def draw(self, painter: QPainter, size: QSizeF) -> Sequence[Mark]:
        """Draw every swing."""
        data, look = self._data, self.look
        if not data.swings:
            whole = QRectF(0, 0, size.width(), size.height())
            paint.write(painter, whole, "Nothing to show", look.muted, size=BODY)
            return ()
        ends = [end for one in data.swings for end in (one.low, one.high)]
        low, high = min(*ends, data.centre), max(*ends, data.centre)
        room = max(paint.width_of(data.style(end), SMALL) for end in ends) + UNIT
        scale = max(size.width() - 2 * room, 1.0) / ((high - low) or 1.0)
        made = [
            self._swing(painter, one, _HEAD + place * ROW, lambda v: room + (v - low) * scale, size)
            for place, one in enumerate(data.ranked)
        ]
        self._centre(painter, room + (data.centre - low) * scale, size)
        return made

    def _swing(
        self, painter: QPainter, one: Swing, top: float, at: Callable[[float], float], size: QSizeF
    ) -> Mark:
        data, look = self._data, self.look
        words = QRectF(0, top, size.width(), 2 * UNIT)
        paint.write(painter, words, one.label, look.text, Qt.AlignmentFlag.AlignHCenter)
        left, right = sorted((one.low, one.high))
        y = top + 2 * UNIT
        middle = min(max(data.centre, left), right)
        worse = QRectF(at(left), y, at(middle) - at(left), _BAR)
        better = QRectF(at(middle), y, at(right) - at(middle), _BAR)
        paint.fill(painter, worse, look.negative, hatched=True)
        paint.fill(painter, better, look.positive)
        for x, value, align in (
            (at(left) - size.width() - UNIT / 2, left, Qt.AlignmentFlag.AlignRight),
            (at(right) + UNIT / 2, right, Qt.AlignmentFlag.AlignLeft),
        ):
            box = QRectF(x, y, size.width(), _BAR)
            paint.write(painter, box, data.style(value), look.text, align)
        tip = one.tip or f"{one.label}: {data.style(left)} to {data.style(right)}"
        return Mark(QRectF(0, top, size.width(), ROW), one.key, tip)

    def _centre(self, painter: QPainter, x: float, size: QSizeF) -> None:
        bottom = _HEAD + len(self._data.swings) * ROW
        text = self._data.style(self._data.centre)
        half = paint.width_of(text, SMALL, bold=True) / 2 + 2
        left = min(max(x - half, 0.0), size.width() - 2 * half)
        paint.write(painter, QRectF(left, 0, 2 * half, 2 * UNIT), text, self.look.text,
                    Qt.AlignmentFlag.AlignHCenter, bold=True)  # fmt: skip
        # Broken at the words, which stand across it.
        painter.setPen(QPen(QColor(self.look.text), 1.5))
        painter.drawLine(QPointF(x, 2 * UNIT), QPointF(x, _HEAD))
        for place in range(len(self._data.swings)):
            top = _HEAD + place * ROW + 2 * UNIT - 2
            painter.drawLine(QPointF(x, top), QPointF(x, min(top + _BAR + 4, bottom)))
