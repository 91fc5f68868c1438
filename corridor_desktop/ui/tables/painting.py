"""How cells are painted: tones that survive a selection, theme chips, bars against a limit."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from corridor_desktop.ui.appearance import SMALL, UNIT, Appearance
from corridor_desktop.ui.tables.cells import Chip, Gauge
from corridor_desktop.ui.tables.model import CELL_ROLE, RowsModel

Index = QModelIndex | QPersistentModelIndex
_PAD = UNIT / 2
_CHIP_HEIGHT = 20.0


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a ``RowsModel``."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Keep the colour of a cell's text when its row is selected."""
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        ink = tone if isinstance(tone, QColor) else option.palette.color(QPalette.ColorRole.Text)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, ink)
        if index.data(CELL_ROLE) is not None:
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the background as always, then chips or a bar where a cell has them."""
        super().paint(painter, option, index)
        cell, model = index.data(CELL_ROLE), index.model()
        if cell is None or not isinstance(model, RowsModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(option.rect).adjusted(_PAD + 3, 0, -_PAD, 0)
        if isinstance(cell, Gauge):
            _paint_gauge(painter, room, cell, model.look)
        else:
            _paint_chips(painter, room, cell, model.look)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(model.look.accent), 1))
            painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -1.5))


def _paint_chips(
    painter: QPainter, room: QRectF, chips: tuple[Chip, ...], look: Appearance
) -> None:
    font = QFont(painter.font())
    font.setPixelSize(SMALL)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    left = room.left()
    for place, chip in enumerate(chips):
        wanted = metrics.horizontalAdvance(chip.text) + 3.5 * UNIT
        after = len(chips) - place - 1
        reserve = metrics.horizontalAdvance(f"+{after}") + UNIT if after else 0.0
        space = room.right() - left - reserve
        if space < min(wanted, 7.0 * UNIT):
            painter.setPen(QColor(look.muted))
            rest = QRectF(left, room.top(), room.right() - left, room.height())
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), f"+{after + 1}")
            return
        width = min(wanted, space)
        top = room.center().y() - _CHIP_HEIGHT / 2
        _paint_chip(painter, QRectF(left, top, width, _CHIP_HEIGHT), chip, look)
        left += width + _PAD


def _paint_chip(painter: QPainter, box: QRectF, chip: Chip, look: Appearance) -> None:
    colour = QColor(look.theme_colour(chip.colour, sum(map(ord, chip.colour))))
    soft = QColor(colour)
    soft.setAlphaF(0.22 if look.dark else 0.14)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setBrush(colour)
    painter.drawEllipse(QRectF(box.left() + UNIT * 0.75, box.center().y() - 4, 8, 8))
    words = box.adjusted(UNIT * 2.25, 0, -UNIT, 0)
    text = QFontMetricsF(painter.font()).elidedText(
        chip.text, Qt.TextElideMode.ElideRight, words.width() + 1
    )
    painter.setPen(QColor(look.text))
    painter.drawText(words.adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), text)


def _paint_gauge(painter: QPainter, room: QRectF, gauge: Gauge, look: Appearance) -> None:
    track = QRectF(room.left(), room.center().y() - 4, room.width(), 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.grid))
    painter.drawRoundedRect(track, 4, 4)
    if gauge.value is not None:
        share = min(max(gauge.value / gauge.reach, 0.0), 1.0)
        painter.setBrush(QBrush(QColor(getattr(look, gauge.tone))))
        painter.drawRoundedRect(
            QRectF(track.left(), track.top(), max(track.width() * share, 3.0), 8), 4, 4
        )
    for level, thick in ((gauge.warn, 1.0), (gauge.breach, 2.0)):
        if level is not None:
            x = track.left() + track.width() * min(abs(level) / gauge.reach, 1.0)
            painter.setPen(QPen(QColor(look.muted if thick < 2 else look.text), thick))
            painter.drawLine(QPointF(x, track.top() - 4), QPointF(x, track.bottom() + 4))
