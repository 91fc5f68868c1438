"""Figures that answer where they come from: a click, a right click, or a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

from corridor_desktop.ui.parts.words import PLAIN_TEXT, label

if TYPE_CHECKING:
    from corridor_desktop.exposure.exposure import Exposure

STRONG_FOCUS = 11  # FocusPolicy.StrongFocus, as a number for the reason given in ``parts.words``
ASK = "Where does this figure come from?"


@runtime_checkable
class TellsTrails(Protocol):
    """A window that can show how a figure was made."""

    def tell_trail(self, place: str) -> None:
        """Show the trail of the figure at a place of the review."""


@runtime_checkable
class HasFigure(Protocol):
    """Something that shows figures and knows which one is meant now."""

    def figure_place(self) -> str:
        """Return the place of the figure that is meant, empty where there is none."""


def ask_for(widget: QWidget, place: str) -> bool:
    """Ask the window of a widget for a trail; tell whether anybody could be asked."""
    window = widget.window()
    if not place or not isinstance(window, TellsTrails):
        return False
    window.tell_trail(place)
    return True


def figure_of(widget: QWidget | None) -> str:
    """Return the place of the figure that a widget or what holds it shows."""
    while widget is not None:
        if isinstance(widget, HasFigure) and widget.figure_place():
            return widget.figure_place()
        widget = widget.parentWidget()
    return ""


def slices_of(found: Exposure, part: str = "exposures") -> dict[str, str]:
    """Return where the share of each slice stands, by the key of the slice."""
    places = {
        each.key: f"{part}[{found.by.value}].slices[{at}].weight"
        for at, each in enumerate(found.slices)
    }
    return {**places, found.untagged.key: f"{part}[{found.by.value}].untagged.weight"}


class FigureLabel(QLabel):
    """A figure as text; ``place`` says where it stands in the review, empty for no figure.

    A click, Return or Space asks for its trail. Where a ``quiet`` label stands on something that
    is itself a button, only a right click and the key do.
    """

    def __init__(self, text: str = "", role: str = "", place: str = "", *, quiet: bool = False):
        super().__init__(text)
        self._quiet, self._place = quiet, ""
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setProperty("figure", "false")
        if role:
            self.setProperty("role", role)
        self.place = place

    @property
    def place(self) -> str:
        """Return where the figure stands in the review, empty where the text tells none."""
        return self._place

    @place.setter
    def place(self, place: str) -> None:
        """Tell another figure; without one the label is plain text and takes no keyboard."""
        self._place = place
        answers = "true" if place and not self._quiet else "false"
        if self.property("figure") == answers:
            return
        self.setProperty("figure", answers)
        self.setProperty("focusPolicy", STRONG_FOCUS if answers == "true" else 0)
        self.setToolTip(ASK if answers == "true" else "")
        if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            self.style().unpolish(self)
            self.style().polish(self)

    def figure_place(self) -> str:
        """Return the place of the figure."""
        return self.place

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask on a click, unless text was selected by it."""
        clicked = event.button() is Qt.MouseButton.LeftButton and not self.hasSelectedText()
        if clicked and not self._quiet and ask_for(self, self.place):
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the press, so that the release comes here."""
        super().mousePressEvent(event)
        if not self._quiet and self.place:
            event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask on a right click."""
        if not ask_for(self, self.place):
            super().contextMenuEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask on Return or Space."""
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if event.key() in keys and ask_for(self, self.place):
            return
        super().keyPressEvent(event)


def figure(
    text: str = "", role: str = "", place: str = "", *, wrap: bool = False, quiet: bool = False
) -> FigureLabel:
    """Return a figure; the other arguments are those of ``label``."""
    made = FigureLabel(text, role, place, quiet=quiet)
    if wrap:
        pattern = label("", wrap=True)
        made.setWordWrap(True)
        made.setSizePolicy(pattern.sizePolicy())
        made.setMinimumWidth(pattern.minimumWidth())
    return made
