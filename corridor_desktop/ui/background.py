"""Going on out of sight: off until the user asks for it, and never without a tray to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from corridor_desktop.ui.shell.tray import Tray

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.shell.window import MainWindow
    from corridor_desktop.ui.state import AppState


class Background(QObject):
    """Hides the window instead of closing it, and tells of each broken limit once."""

    def __init__(self, window: MainWindow, state: AppState) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self._tray: Tray | None = None
        state.reviewChanged.connect(self._reviewed)

    @property
    def on(self) -> bool:
        """Tell whether the window goes on in the tray when it is closed."""
        return self._tray is not None

    def follow(self, wanted: str) -> None:
        """Follow the setting: ``on`` or ``off``."""
        if wanted == "on" and self._tray is None and Tray.available():
            self._begin()
        elif wanted != "on" and self._tray is not None:
            self._end()

    def _begin(self) -> None:
        from corridor_desktop.ui.icons import icon

        tray = Tray(self._window, icon("corridor", self._state.appearance.accent))
        tray.opened.connect(self._come_back)
        tray.left.connect(self.leave)
        tray.due.connect(self._state.look_again)
        tray.appear()
        self._tray = tray
        self._window.stays = True
        QApplication.setQuitOnLastWindowClosed(False)

    def _end(self) -> None:
        if self._tray is not None:
            self._tray.vanish()
            self._tray.deleteLater()
            self._tray = None
        self._window.stays = False
        QApplication.setQuitOnLastWindowClosed(True)

    def leave(self) -> None:
        """Quit for good."""
        self._end()
        self._window.close()
        QApplication.quit()

    def _come_back(self) -> None:
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _reviewed(self, review: Review | None) -> None:
        """Tell what is due; a breach that stands in the visible window counts as told."""
        if review is None or self._tray is None or not review.open_breaches:
            return
        desk = self._state.desk
        self._state.runner.submit(
            "notices", "store", lambda _: desk.limits.notices(review.findings), self._tell
        )

    def _tell(self, found: tuple[Finding, ...]) -> None:
        if self._tray is not None and not self._window.isVisible():
            self._tray.tell(found)
