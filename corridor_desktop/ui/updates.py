"""Looking for a newer version: after consent only, and no further than the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.domain.release import Consent

if TYPE_CHECKING:
    from corridor_desktop.domain.release import ReleaseNews
    from corridor_desktop.ui.dialogs.updates import UpdateDialog
    from corridor_desktop.ui.shell.window import MainWindow
    from corridor_desktop.ui.state import AppState

_QUIET = {"offline", "timeout", "server", "stopped"}
"""Why a question that nobody pressed a button for may come to nothing without a word."""


class UpdateVerbs(QObject):
    """The dialog of the Help menu, and the weekly look of those who agreed to it."""

    def __init__(self, window: MainWindow, state: AppState) -> None:
        super().__init__(window)
        self._window, self._state = window, state

    def open(self) -> None:
        """Show what would be asked of whom, and wait for a decision."""
        self.dialog().exec()

    def dialog(self) -> UpdateDialog:
        """Return the dialog, wired."""
        from corridor_desktop.ui.dialogs.updates import UpdateDialog

        desk = self._state.desk.releases
        dialog = UpdateDialog(self._window, desk.publisher.address, desk.consent)
        dialog.asked.connect(lambda weekly: self._ask(dialog, weekly=weekly))
        dialog.withdrawn.connect(lambda: self._agree(Consent.NONE))
        dialog.pageWanted.connect(lambda page: QDesktopServices.openUrl(QUrl(page)))
        dialog.finished.connect(lambda _: self._state.runner.cancel("updates"))
        return dialog

    def look_by_itself(self) -> None:
        """Ask when that was agreed to and a week has gone by; tell only what matters."""
        desk = self._state.desk
        self._state.runner.submit(
            "weekly look", "net",
            lambda job: desk.releases.ask(job) if desk.releases.is_due() else None,
            self._tell_quietly, trouble=self._trouble_quietly,
        )  # fmt: skip

    def _agree(self, consent: Consent) -> None:
        try:
            self._state.desk.releases.agree(consent)
        except CorridorError as trouble:
            self._state.troubleRaised.emit(trouble)

    def _ask(self, dialog: UpdateDialog, *, weekly: bool) -> None:
        self._agree(Consent.WEEKLY if weekly else Consent.WHEN_TOLD)
        desk = self._state.desk
        dialog.wait()
        self._state.runner.submit(
            "updates", "net", desk.releases.ask, dialog.show_news, trouble=dialog.show_trouble
        )

    def _tell_quietly(self, news: ReleaseNews | None) -> None:
        if news is not None and news.newest is not None:
            self._window.strip.tell(
                f"Version {news.newest.version} is out: see Help, Look for a newer version."
            )

    def _trouble_quietly(self, trouble: Exception) -> None:
        if isinstance(trouble, CorridorError) and trouble.code not in _QUIET:
            self._state.troubleRaised.emit(trouble)
