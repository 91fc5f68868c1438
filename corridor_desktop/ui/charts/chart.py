"""What every chart is: data in, marks out, a summary in words, a table twin, a way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.charts.contract import Table
from corridor_desktop.ui.parts.figures import ask_for


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something was drawn, what it is called and what it says when pointed at."""

    rect: QRectF
    key: str
    tip: str


_NEXT = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_PICK = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class PaintedChart(QWidget):
    """A chart painted by hand. Arrow keys go from mark to mark; Return picks a pickable one.

    ``figures`` says by the key of a mark where its figure stands in the review, ``figure`` where
    that of the whole chart does. What cannot be picked tells its trail on a click instead.
    """

    picked = Signal(str)
    topic = ""
    """What it is called on the page of the guide about pictures."""

    def __init__(self, name: str, *, pickable: bool = False) -> None:
        super().__init__()
        self.look: Appearance = LIGHT
        self.title = name
        self.subtitle = ""
        self.pickable = pickable
        self._marks: tuple[Mark, ...] = ()
        self.figure = ""
        self.figures: Mapping[str, str] = {}
        self._current = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(pickable)

    def caption(self, title: str, subtitle: str = "") -> None:
        """Give the finding and the measure that go above an exported picture."""
        self.title, self.subtitle = title, subtitle
        self.setAccessibleName(title)

    def summary(self) -> str:
        """Return the chart in words, also its accessible description; at least its name."""
        return self.title

    def table(self) -> Table:
        """Return the numbers behind the chart; an area without a drawing has none."""
        return Table((), ())

    def draw(self, painter: QPainter, size: QSizeF) -> Sequence[Mark]:
        """Draw everything and return where the marks are; an empty area has none."""
        return ()

    def draw_on(self, painter: QPainter, size: QSizeF) -> None:
        """Draw the chart on anything that can be painted on."""
        self.draw(painter, size)

    def drawn_size(self) -> QSizeF:
        """Return the size on screen."""
        return QSizeF(self.size())

    def refresh(self, look: Appearance) -> None:
        """Take colours and draw again; called by ``set_data`` of each chart."""
        self.look = look
        self._current = -1
        self.setAccessibleDescription(self.summary())
        self.updateGeometry()
        self.update()

    def dress(self, look: Appearance) -> None:
        """Change the appearance."""
        self.look = look
        self.update()

    def mark_at(self, where: QPointF) -> Mark | None:
        """Return what was drawn at a place."""
        return next((mark for mark in self._marks if mark.rect.contains(where)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, then show where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        self._marks = tuple(self.draw(painter, QSizeF(self.size())))
        painter.restore()
        if self.hasFocus():
            whole = QRectF(self.rect())
            marked = 0 <= self._current < len(self._marks)
            rect = self._marks[self._current].rect if marked else whole
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.look.accent), 2))
            painter.drawRoundedRect(rect.intersected(whole).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Show what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            if mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), mark.tip, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point with a hand at what can be picked."""
        over = self.pickable and self.mark_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep a press on a mark, so that the release comes back here."""
        told = not self.pickable and self._figure(event.position())
        if not told and not (self.pickable and self.mark_at(event.position())):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick what was clicked."""
        mark = self.mark_at(event.position()) if self.pickable else None
        if mark is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(mark.key)
            return
        left = event.button() is Qt.MouseButton.LeftButton
        if left and not self.pickable and ask_for(self, self._figure(event.position())):
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def figure_place(self) -> str:
        """Return the place of the figure of the current mark, or of the whole chart."""
        marked = 0 <= self._current < len(self._marks)
        key = self._marks[self._current].key if marked else ""
        return self.figures.get(key, self.figure)

    def _figure(self, where: QPointF) -> str:
        mark = self.mark_at(where)
        return self.figures.get(mark.key if mark is not None else "", self.figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark, pick one."""
        key = event.key()
        if key in _NEXT | _BACK and self._marks:
            step = 1 if key in _NEXT else -1
            start = self._current if self._current >= 0 or step > 0 else 0
            self._current = (start + step) % len(self._marks)
            self._tell_current()
        elif key in _PICK and self.pickable and 0 <= self._current < len(self._marks):
            self.picked.emit(self._marks[self._current].key)
        elif key in _PICK and ask_for(self, self.figure_place()):
            return
        else:
            super().keyPressEvent(event)

    def _tell_current(self) -> None:
        mark = self._marks[self._current]
        self.setAccessibleDescription(f"{mark.tip}. {self.summary()}")
        centre = mark.rect.center()
        QToolTip.showText(
            self.mapToGlobal(QPoint(int(centre.x()), int(centre.y()))), mark.tip, self
        )
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the table twin and the exports."""
        from corridor_desktop.ui.charts.export import chart_menu

        chart_menu(self, self, self._figure(QPointF(event.pos()))).exec(event.globalPos())
