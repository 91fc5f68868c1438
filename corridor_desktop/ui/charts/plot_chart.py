"""What the plotted charts share: axes, crosshair, zoom, keyboard, words and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import LIGHT, SMALL, UNIT, Appearance
from corridor_desktop.ui.charts.contract import Table
from corridor_desktop.ui.charts.day_axis import DayAxis
from corridor_desktop.ui.charts.paint import font

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent

PAN, ZOOM = 0.1, 0.8
"""How far an arrow key pans and what plus zooms to, as shares of what is shown."""


class PlotView(pg.PlotWidget):  # type: ignore[misc]
    """The plotting area. The wheel zooms only when it has the focus, so that pages scroll."""

    ring = LIGHT.accent
    """Colour of the frame that shows where the keyboard is."""

    hovered = Signal(object)
    resetAsked = Signal()
    menuAsked = Signal(QPoint)
    keyed = Signal(QKeyEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plot, then where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(self.ring), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -2, -2), 3, 3)
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or leave the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self.resetAsked.emit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        super().mouseMoveEvent(event)
        self.hovered.emit(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        super().leaveEvent(event)
        self.hovered.emit(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chart."""
        self.menuAsked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand keys to the chart."""
        self.keyed.emit(event)


class PlotChart(QWidget):
    """A chart with axes. Subclasses say what is drawn, what is read out and what it means."""

    topic = ""
    """What it is called on the page of the guide about pictures."""

    def __init__(self, name: str, *, dated: bool) -> None:
        super().__init__()
        self.look: Appearance = LIGHT
        self.title, self.subtitle = name, ""
        self.figure = ""
        axes = {"bottom": DayAxis(orientation="bottom")} if dated else {}
        self.view = PlotView(axisItems=axes)
        self.item: Any = self.view.getPlotItem()
        self.item.hideButtons()
        self.item.setMenuEnabled(False)
        self.item.setMouseEnabled(x=True, y=False)
        self.readout = QLabel(self.view)
        self.readout.setTextFormat(Qt.TextFormat.PlainText)
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.hide()
        self._cross: Any = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumHeight(24 * UNIT)
        self.setFocusProxy(self.view)
        self._wire()

    def _wire(self) -> None:
        self.view.hovered.connect(self._hover)
        self.view.resetAsked.connect(self.reset)
        self.view.menuAsked.connect(self._menu)
        self.view.keyed.connect(self._key)
        self.item.getViewBox().sigXRangeChanged.connect(self.redraw_lines)

    def caption(self, title: str, subtitle: str = "") -> None:
        """Give the finding and the measure that go above an exported picture."""
        self.title, self.subtitle = title, subtitle
        for widget in (self, self.view, self.view.viewport()):
            widget.setAccessibleName(title)

    def figure_place(self) -> str:
        """Return the place of what the chart shows."""
        return self.figure

    def summary(self) -> str:
        """Return the chart in words, also its accessible description; at least its name."""
        return self.title

    def table(self) -> Table:
        """Return the numbers behind the chart; an area without lines has none."""
        return Table((), ())

    def read_at(self, place: float, height: float) -> tuple[float, str] | None:
        """Return the nearest place with data and what it says; ``None`` without data."""
        return None

    def reset(self) -> None:
        """Show everything."""
        self.item.autoRange()

    def redraw_lines(self) -> None:
        """Draw lines again for what is in view; nothing to do for few points."""

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance and draw again."""
        self.start_drawing(look)

    def start_drawing(self, look: Appearance) -> None:
        """Clear the area and colour the axes."""
        self.look = look
        self.view.ring = look.accent
        self.item.clear()
        self.view.setBackground(look.surface)
        for side in ("left", "bottom"):
            axis = self.item.getAxis(side)
            axis.setPen(pg.mkPen(look.border, width=self.pen_width(1)))
            axis.setTextPen(pg.mkPen(look.muted))
            axis.setStyle(tickFont=font(SMALL), tickLength=-4, autoExpandTextSpace=True)
        self.item.showGrid(x=False, y=True, alpha=0.15)
        self._cross = pg.InfiniteLine(
            angle=90, movable=False, pen=pg.mkPen(look.muted, width=self.pen_width(1))
        )
        self._cross.setZValue(40)
        self._cross.hide()
        self.item.addItem(self._cross, ignoreBounds=True)
        self.readout.setStyleSheet(
            f"background: {look.raised}; color: {look.text}; border: 1px solid {look.border};"
            f"border-radius: 4px; padding: 2px 6px; font-size: {SMALL}px;"
        )

    def finish_drawing(self) -> None:
        """Tell what is shown to those who cannot see it."""
        for widget in (self, self.view, self.view.viewport()):
            widget.setAccessibleName(self.title)
            widget.setAccessibleDescription(self.summary())

    def pen_width(self, width: float) -> float:
        """Return a pen width in device pixels: cosmetic pens do not scale by themselves."""
        return width * self.devicePixelRatioF()

    def pen(self, colour: str, width: float = 1.5) -> object:
        """Return a solid pen; ``width`` in device-independent pixels."""
        return pg.mkPen(QColor(colour), width=self.pen_width(width))

    def columns(self) -> int:
        """Return how many pixel columns the plotting area has."""
        return max(int(self.item.getViewBox().width() * self.devicePixelRatioF()), 64)

    def draw_on(self, painter: QPainter, size: QSizeF) -> None:
        """Draw the chart on anything that can be painted on."""
        self.view.render(painter, QRectF(QPointF(0, 0), size), self.view.viewport().rect())

    def drawn_size(self) -> QSizeF:
        """Return the size on screen."""
        return QSizeF(self.size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw lines again for the new width."""
        super().resizeEvent(event)
        self.redraw_lines()

    def _hover(self, where: QPointF | None) -> None:
        box = self.item.getViewBox()
        inside = where is not None and box.sceneBoundingRect().contains(
            self.view.mapToScene(where.toPoint())
        )
        found = None
        if inside and where is not None:
            point = box.mapSceneToView(self.view.mapToScene(where.toPoint()))
            found = self.read_at(point.x(), point.y())
        if found is None:
            self.readout.hide()
            if self._cross is not None:
                self._cross.hide()
            return
        place, text = found
        self._cross.setPos(place)
        self._cross.show()
        self.readout.setText(text)
        self.readout.adjustSize()
        self._put_readout(where)
        self.readout.show()

    def _put_readout(self, where: QPointF | None) -> None:
        """Keep the read-out beside the pointer and inside the chart."""
        if where is None:
            return
        wide, high = self.readout.width(), self.readout.height()
        x = where.x() + 2 * UNIT
        if x + wide > self.view.width():
            x = where.x() - wide - 2 * UNIT
        y = min(max(where.y() - high / 2, 0), self.view.height() - high)
        self.readout.move(int(max(x, 0)), int(y))

    def _menu(self, where: QPoint) -> None:
        from corridor_desktop.ui.charts.export import chart_menu

        chart_menu(self, self, self.figure).exec(where)

    def _key(self, event: QKeyEvent) -> None:
        """Pan with arrows, zoom with plus and minus, show everything with Home or 0."""
        box, key = self.item.getViewBox(), event.key()
        (left, right), _ = box.viewRange()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = PAN * (right - left) * (1 if key == Qt.Key.Key_Right else -1)
            box.translateBy(x=step)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            box.scaleBy(x=ZOOM)
        elif key == Qt.Key.Key_Minus:
            box.scaleBy(x=1 / ZOOM)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_0}:
            self.reset()
        else:
            event.ignore()
