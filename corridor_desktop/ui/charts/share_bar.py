"""A bar that is always 100 % wide: what the money hangs on, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import BODY, SMALL, UNIT, Appearance
from corridor_desktop.ui.charts import paint
from corridor_desktop.ui.charts.chart import Mark, PaintedChart
from corridor_desktop.ui.charts.contract import Table

BAR = 4.0 * UNIT
_LINE = 18.0


@dataclass(frozen=True, slots=True)
class SharePart:
    """A part: ``share`` is a fraction of one (negative for a short), ``text`` its amount."""

    key: str
    label: str
    share: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShareBarData:
    """The parts from left to right; what they leave of the whole is drawn as the rest."""

    parts: tuple[SharePart, ...]
    name: str = "Shares"
    digits: int = 0


class ShareBar(PaintedChart):
    """Parts fill the bar by absolute size; their true shares are written under it."""

    topic = "Shares as a bar"

    def __init__(self) -> None:
        super().__init__("Shares")
        self._data = ShareBarData(())
        self._parts: tuple[SharePart, ...] = ()

    def set_data(self, data: ShareBarData, look: Appearance) -> None:
        """Show parts in the colours of an appearance."""
        self._data = data
        self._parts = _whole(data.parts)
        self.title = self.title if self.subtitle else data.name
        self.setAccessibleName(data.name)
        self.refresh(look)

    def summary(self) -> str:
        """Return every part with its share."""
        if not self._parts:
            return f"{self._data.name}: nothing to show."
        said = ", ".join(f"{part.label} {self._percent(part)}" for part in self._parts)
        return f"{self._data.name}: {said}."

    def table(self) -> Table:
        """Return the parts and their shares as fractions of one."""
        rows = tuple((part.label, part.share, part.text) for part in self._parts)
        return Table(("Part", "Share", "Amount"), rows)

    def sizeHint(self) -> QSize:
        """Return room for the bar and two lines of labels."""
        return QSize(40 * UNIT, int(BAR + self._lines(40.0 * UNIT) * _LINE + UNIT))

    def hasHeightForWidth(self) -> bool:
        """Tell that narrow bars need more lines for the labels."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that labels need at a width."""
        return int(BAR + UNIT / 2 + self._lines(float(width)) * _LINE + 2)

    def draw(self, painter: QPainter, size: QSizeF) -> Sequence[Mark]:
        """Draw the bar and its labels."""
        bar = QRectF(0, 0, size.width(), BAR)
        tones = paint.colours(self.look, [part.key for part in self._parts])
        painter.save()
        paint.round_clip(painter, bar)
        marks = self._draw_parts(painter, bar, tones)
        painter.restore()
        self._draw_labels(painter, size.width(), tones)
        return marks

    def _draw_parts(self, painter: QPainter, bar: QRectF, tones: dict[str, str]) -> list[Mark]:
        gross = sum(abs(part.share) for part in self._parts)
        marks: list[Mark] = []
        if not gross:
            paint.fill(painter, bar, self.look.grid)
            return marks
        left = bar.left()
        for part in self._parts:
            wide = bar.width() * abs(part.share) / gross
            rect = QRectF(left, bar.top(), max(wide - 1, 0.5), bar.height())
            hatched = part.key in paint.PLAIN or part.share < 0
            paint.fill(painter, rect, tones[part.key], hatched=hatched)
            text = self._percent(part)
            if paint.width_of(text, BODY, bold=True) + UNIT <= wide:
                tone = paint.ink(tones[part.key])
                middle = Qt.AlignmentFlag.AlignHCenter
                paint.write(painter, rect, text, tone, middle, size=BODY, bold=True)
            marks.append(Mark(rect, part.key, self._tip(part)))
            left += wide
        return marks

    def _draw_labels(self, painter: QPainter, width: float, tones: dict[str, str]) -> None:
        for part, x, line in self._places(width):
            top = BAR + UNIT / 2 + line * _LINE
            chip = QRectF(x, top + 4, 10, 10)
            paint.fill(painter, chip, tones[part.key], hatched=part.key in paint.PLAIN)
            text = self._label(part)
            rect = QRectF(x + 15, top, min(paint.width_of(text) + 4, width - x - 15), _LINE)
            paint.write(painter, rect, text, self.look.text, size=SMALL)

    def _places(self, width: float) -> list[tuple[SharePart, float, int]]:
        """Return where each label starts: left to right, wrapped into lines."""
        x, line = 0.0, 0
        placed: list[tuple[SharePart, float, int]] = []
        for part in self._parts:
            need = 15 + paint.width_of(self._label(part)) + 4
            if x and x + need > width:
                x, line = 0.0, line + 1
            placed.append((part, x, line))
            x += need + 2 * UNIT
        return placed

    def _lines(self, width: float) -> int:
        return max((line for _, _, line in self._places(width)), default=0) + 1

    def _label(self, part: SharePart) -> str:
        return f"{part.label} {self._percent(part)}"

    def _percent(self, part: SharePart) -> str:
        if 0 < abs(part.share) < 0.5 * 10 ** -(2 + self._data.digits):
            return f"<{fmt.percent(10 ** -(2 + self._data.digits), self._data.digits)}"
        return fmt.percent(part.share, self._data.digits)

    def _tip(self, part: SharePart) -> str:
        return f"{part.label}: {fmt.percent(part.share)}" + (f", {part.text}" if part.text else "")


def _whole(parts: tuple[SharePart, ...]) -> tuple[SharePart, ...]:
    """Return the parts that show, and the rest where they do not add up to the whole."""
    shown = tuple(part for part in parts if part.share)
    missing = 1.0 - sum(part.share for part in shown)
    if shown and missing > 5e-4:
        return (*shown, SharePart("rest", "Rest", missing))
    return shown
