"""Fields inside a page that scrolls leave the wheel to the page until they have the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class WheelLeaver(QObject):
    """Watches fields; scrolling over one must never change its value by accident."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__(fields[0] if fields else None)
        for field in fields:
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the wheel of a field without the focus to its parent."""
        if (
            event.type() is QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return False
