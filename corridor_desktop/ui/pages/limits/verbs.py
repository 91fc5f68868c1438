"""What the tabs of the limits page ask of the desk, and the files they ask the user for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor_desktop.services.screen_holdings import Screening
    from corridor_desktop.ui.pages.limits.policy_tab import PolicyTab
    from corridor_desktop.ui.pages.limits.sanctions_tab import SanctionsTab
    from corridor_desktop.ui.state import AppState

_POLICY_FILES = "Limits (*.toml)"
_LIST_FILES = "Sanctions lists (*.csv *.xml *.txt);;All files (*)"


def tell(widget: QWidget, message: object) -> None:
    """Leave a quiet word about what was done in the status strip."""
    strip = getattr(widget.window(), "strip", None)
    if strip is not None and isinstance(message, Message):
        strip.tell(say(message))


class PolicyVerbs:
    """Profiles, cooling-off, the policy as a file."""

    def __init__(self, tab: PolicyTab, state: AppState) -> None:
        self._tab, self._state = tab, state
        tab.profileWanted.connect(self._use_profile)
        tab.coolingOffWanted.connect(self._cool)
        tab.textWanted.connect(self._edit)
        tab.exportWanted.connect(self._export)
        tab.loadWanted.connect(self._load)
        tab.withdrawWanted.connect(self._withdraw)

    def _do(self, verb: Callable[[], object]) -> None:
        self._state.do("limits", "store", lambda _: verb(), lambda said: tell(self._tab, said))

    def _use_profile(self, name: str) -> None:
        self._do(lambda: self._state.desk.limits.use_profile(name)[0])

    def _cool(self, days: int) -> None:
        self._do(lambda: self._state.desk.limits.set_cooling_off(days))

    def _withdraw(self) -> None:
        self._do(self._state.desk.limits.withdraw_scheduled)

    def _edit(self) -> None:
        from corridor_desktop.ui.dialogs.policy_text import PolicyTextDialog

        dialog = PolicyTextDialog(self._tab, self._state.desk.limits.text())
        if dialog.exec():
            words = dialog.text
            self._do(lambda: self._state.desk.limits.use_text(words))

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._tab, "Export the limits", "limits.toml", _POLICY_FILES
        )
        if name:
            self._do(lambda: _write(Path(name), self._state.desk.limits.text()))

    def _load(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._tab, "Load limits", "", _POLICY_FILES)
        if name:
            self._do(lambda: self._state.desk.limits.use_text(_read(Path(name))))


class SanctionsVerbs:
    """Bring lists, take them away, screen off the GUI thread."""

    def __init__(self, tab: SanctionsTab, state: AppState) -> None:
        self._tab, self._state = tab, state
        tab.filesWanted.connect(self._bring)
        tab.filesDropped.connect(self.take)
        tab.removeWanted.connect(self._remove)
        tab.screenWanted.connect(self.screen)
        tab.noticeWanted.connect(self._read)

    def look(self) -> None:
        """Show the lists, and screen where there are any."""
        desk = self._state.desk
        kept = desk.sanctions.lists()
        self._tab.show_lists(kept, desk.clock.today())
        if kept:
            self.screen()
        else:
            self._tab.show_screening(None)

    def screen(self) -> None:
        """Hold the holdings against the lists."""
        self._state.runner.submit(
            "screening",
            "math",
            lambda _: self._state.desk.sanctions.screen(),
            self._show,
            title="Holding names against the lists",
        )

    def take(self, paths: list[Path]) -> None:
        """Bring some list files, one after the other; a bad one is told of and left out."""
        desk = self._state.desk

        def bring(_: object) -> None:
            for path in paths:
                desk.sanctions.add(path)

        self._state.runner.submit(
            "lists", "store", bring, lambda _: self.look(), title="Reading lists",
            trouble=self._told,
        )  # fmt: skip

    def _told(self, trouble: Exception) -> None:
        self.look()
        self._state.troubleRaised.emit(trouble)

    def _show(self, found: Screening) -> None:
        self._tab.show_screening(found)

    def _bring(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self._tab, "Bring list files", "", _LIST_FILES)
        if names:
            self.take([Path(name) for name in names])

    def _remove(self, role: str) -> None:
        desk = self._state.desk
        self._state.runner.submit(
            "lists", "store", lambda _: desk.sanctions.remove(role), lambda _: self.look()
        )

    def _read(self) -> None:
        from corridor_desktop.ui.dialogs.reading import ReadingDialog

        ReadingDialog(self._tab, "Sanctions notice", self._state.desk.sanctions.notice()).exec()


def _write(path: Path, words: str) -> Message:
    try:
        path.write_text(words, encoding="utf-8")
    except OSError as error:
        raise UsageTrouble("not_written", f"{path.name} cannot be written.") from error
    return Message.of("limits.exported", file=path.name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageTrouble("not_read", f"{path.name} cannot be read as text.") from error
