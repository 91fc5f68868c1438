"""The trail of a figure beside it: how it is made, of what, and what to keep in mind."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QCursor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.services.trail_words import Section, Told, tell
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import SMALL, UNIT, Appearance
from corridor_desktop.ui.parts.figures import FigureLabel

if TYPE_CHECKING:
    from corridor_desktop.domain.trail import Trail

MOST = 12
"""Inputs that are listed; the others are counted, and all are in the answer for programs."""
WIDTH, HEIGHT = 62 * UNIT, 58 * UNIT


class TrailPopover(QFrame):
    """Lies over its window; closes on Escape and on a click elsewhere. Its text can be copied."""

    def __init__(self, window: QWidget, trail: Trail, look: Appearance) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self._back: QWidget | None = window.focusWidget()
        self.setProperty("role", "popover")
        told = tell(trail, fmt.in_unit, fmt.day, MOST)
        self.setAccessibleName(f"Where it comes from: {told.title}")
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(told.title)
        self.text.setHtml(as_html(told, look))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.addWidget(self.text)

    def open_at(self, where: QPoint) -> None:
        """Show it below a point of the screen, moved so that all of it is seen in its window."""
        self.text.document().setTextWidth(WIDTH - 4 * UNIT)
        wanted = int(self.text.document().size().height()) + 4 * UNIT
        self.resize(WIDTH, min(wanted, HEIGHT))
        window = self._window
        room, wished = window.rect(), window.mapFromGlobal(where)
        x = min(max(wished.x(), 0), room.right() - self.width())
        y = min(max(wished.y() + UNIT, 0), room.bottom() - self.height())
        self.move(max(x, 0), max(y, 0))
        self.show()
        self.raise_()
        self.text.setFocus()
        self._watch(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.close()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when something else is pressed; the press still does what it does."""
        pressed = event.type() is QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget) and not self._holds(watched):
            self.close()
        return super().eventFilter(watched, event)

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _watch(self, yes: bool) -> None:
        """Look at all presses while it is open."""
        app = QApplication.instance()
        if app is not None and yes:
            app.installEventFilter(self)
        elif app is not None:
            app.removeEventFilter(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to where it was."""
        self._watch(False)
        if self._back is not None and self.text.hasFocus():
            self._back.setFocus()
        super().closeEvent(event)


def below(widget: QWidget | None) -> QPoint:
    """Return the point of the screen below a label or the current cell, else at the pointer."""
    if isinstance(widget, QAbstractItemView):
        cell = widget.visualRect(widget.currentIndex())
        return widget.viewport().mapToGlobal(cell.bottomLeft())
    if isinstance(widget, FigureLabel):
        return widget.mapToGlobal(widget.rect().bottomLeft())
    return QCursor.pos()


def as_html(told: Told, look: Appearance) -> str:
    """Return a trail as the rich text of a reading pane."""
    muted = f'style="color: {look.muted}; font-size: {SMALL}px"'
    parts = [
        f'<p style="margin: 0">{escape(told.title)}</p>',
        f'<p style="margin: 0; font-size: 20px; font-weight: 600">{escape(told.figure)}</p>',
        f'<p style="margin-top: 2px" {muted}>{escape(told.ground)}</p>',
    ]
    parts += [_section(section, muted) for section in told.sections]
    return "".join(parts)


def _section(section: Section, muted: str) -> str:
    head = f'<p style="margin: 10px 0 2px 0; font-weight: 600">{escape(section.heading)}</p>'
    if all(len(row) == 1 for row in section.rows):
        return head + "".join(f'<p style="margin: 0">{escape(row[0])}</p>' for row in section.rows)
    cells = []
    for row in section.rows:
        what, value, *ground = row
        under = f"<br><span {muted}>{escape(ground[0])}</span>" if ground and ground[0] else ""
        cells.append(
            f'<tr><td style="padding: 1px 12px 3px 0">{escape(what)}{under}</td>'
            f'<td align="right" style="padding: 1px 0 3px 0">{escape(value)}</td></tr>'
        )
    return f'{head}<table width="100%" cellspacing="0">{"".join(cells)}</table>'
