"""How marks are painted: fonts, inks, hatches and colours by category."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from corridor_desktop.ui.appearance import BODY, SMALL, Appearance

CORRIDOR = ("resource_transit", "regional_rebalancing", "tourism_education")
PLAIN = frozenset({"untagged", "cash", "rest"})
"""Keys drawn in grey and hatched: what nobody labelled, and what is no investment."""

HATCH = 7.0
_DARK_INK, _LIGHT_INK = QColor("#101418"), QColor("#ffffff")


def font(size: int = SMALL, *, bold: bool = False, family: str = "") -> QFont:
    """Return the window's font in a size of the type scale."""
    made = QFont(family) if family else QFont()
    made.setPixelSize(size)
    made.setBold(bold)
    return made


def colours(look: Appearance, keys: Sequence[str]) -> dict[str, str]:
    """Return a colour for each key: themes keep theirs, others take places in a fixed order.

    The eighth and later categories share the neutral colour, because more hues than that cannot
    be told apart; their labels tell them.
    """
    themed = any(key in CORRIDOR for key in keys)
    places = look.series[3:] if themed else look.series
    given: dict[str, str] = {}
    taken = 0
    for key in keys:
        known = key in PLAIN or (themed and key in look.themes)
        if known:
            given[key] = look.themes.get(key, look.themes["untagged"])
        else:
            given[key] = places[taken] if taken < len(places) else look.themes["untagged"]
            taken += 1
    return given


def ink(fill: str) -> QColor:
    """Return the text colour (near black or white) with the larger contrast on a fill."""
    light = _luminance(QColor(fill))
    on_dark = (1.05) / (light + 0.05)
    on_light = (light + 0.05) / (_luminance(_DARK_INK) + 0.05)
    return _LIGHT_INK if on_dark >= on_light else _DARK_INK


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2: 1 to 21)."""
    first, second = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def fill(painter: QPainter, rect: QRectF, colour: str, *, hatched: bool = False) -> None:
    """Fill a rectangle; ``hatched`` adds diagonals, so that colour is not the only sign."""
    painter.fillRect(rect, QColor(colour))
    if not hatched or rect.width() < 3:
        return
    painter.save()
    path = QPainterPath()
    path.addRect(rect)
    painter.setClipPath(path)
    line = QColor(ink(colour))
    line.setAlphaF(0.22)
    painter.setPen(QPen(line, 1))
    start = rect.left() - rect.height()
    for step in range(int((rect.width() + rect.height()) / HATCH) + 2):
        x = start + step * HATCH
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
    painter.restore()


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    colour: QColor | str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    size: int = SMALL,
    bold: bool = False,
) -> None:
    """Write one line, shortened with an ellipsis where it does not fit."""
    family = painter.font().family()
    painter.setFont(font(size, bold=bold, family=family))
    painter.setPen(QColor(colour))
    short = QFontMetricsF(painter.font()).elidedText(
        text, Qt.TextElideMode.ElideRight, rect.width()
    )
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), short)


def width_of(text: str, size: int = SMALL, *, bold: bool = False) -> float:
    """Return how wide a line of text is."""
    return QFontMetricsF(font(size, bold=bold)).horizontalAdvance(text)


def round_clip(painter: QPainter, rect: QRectF, radius: float = 4.0) -> None:
    """Clip to a rounded rectangle."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path)


LINE = BODY + 5.0
"""Height of a line of body text."""
