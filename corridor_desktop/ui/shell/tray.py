"""The system tray: one notice for each broken limit while the window is out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from corridor_desktop.domain.message import Message
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from corridor_desktop.domain.finding import Finding

LOOK_AGAIN_MS = 60 * 60 * 1000
"""How often limits are held against the stored prices again; nothing is fetched."""


class Tray(QObject):
    """Made when the user asks to be told in the background, taken away when he does not."""

    opened = Signal()
    left = Signal()
    due = Signal()

    def __init__(self, parent: QWidget, icon: QIcon) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setToolTip("Corridor Desktop")
        self._menu = QMenu(parent)
        self._menu.addAction("Open Corridor Desktop").triggered.connect(self.opened)
        self._menu.addAction("Quit").triggered.connect(self.left)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._clicked)
        self._icon.messageClicked.connect(self.opened)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.due)

    @staticmethod
    def available() -> bool:
        """Tell whether the desktop has a tray; without one the window must not hide."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def appear(self) -> None:
        """Show the icon and begin to look again every hour."""
        self._icon.show()
        self._clock.start()

    def vanish(self) -> None:
        """Take the icon away."""
        self._clock.stop()
        self._icon.hide()

    def tell(self, findings: Sequence[Finding]) -> None:
        """Give one notice for what is broken anew; amounts are left out, screens are shared."""
        if findings:
            title = "A limit is broken" if len(findings) == 1 else "Limits are broken"
            self._icon.showMessage(title, notice(findings), QSystemTrayIcon.MessageIcon.Warning)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()


def notice(findings: Sequence[Finding]) -> str:
    """Return the words of a notice."""
    return "\n".join(
        f"{say(Message.of(f'rules.title_{found.limit}'))}: {found.label}" for found in findings
    )
