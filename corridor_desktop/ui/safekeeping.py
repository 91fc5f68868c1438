"""What keeps a portfolio: opening with a passphrase, encryption, backups, checks, reports."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.domain.opening import Opening

if TYPE_CHECKING:
    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.services.backups import Backup
    from corridor_desktop.services.portfolio_file import Verified
    from corridor_desktop.services.review import Review
    from corridor_desktop.services.vault_desk import Rewritten
    from corridor_desktop.ui.shell.window import MainWindow
    from corridor_desktop.ui.state import AppState

Accepted = QDialog.DialogCode.Accepted
Role = QMessageBox.ButtonRole


class SafeVerbs(QObject):
    """The verbs of safekeeping on one window. The keyring is asked by workers only."""

    def __init__(self, window: MainWindow, state: AppState, folder: Path) -> None:
        super().__init__(window)
        self._window, self._state, self._folder = window, state, folder
        self._lost: Path | None = None
        window.trouble.restoreAsked.connect(self._restore_lost)

    def open_path(
        self,
        path: Path,
        key: Secret | None = None,
        how: Opening = Opening.ALONE,
        *,
        remember: bool = False,
    ) -> None:
        """Open a portfolio file; ask for its passphrase, or what to do about another computer."""
        desk = self._state.desk

        def work(_: object) -> tuple[Review | None, str]:
            desk.open(path, key, how)
            return desk.last_review(), desk.vault.remember_quietly() if remember else ""

        def trouble(found: Exception) -> None:
            self._not_opened(path, key, how, found)  # type: ignore[arg-type]

        self._state.do(
            "file", "store", work, self._opened, title=f"Opening {path.name}", trouble=trouble
        )

    def _opened(self, found: tuple[Review | None, str]) -> None:
        """Show the review that was kept last; a new one is made meanwhile."""
        self._window.trouble.hide()
        last, said = found
        if last is not None:
            self._state.show(last, kept=True)
        if said:
            self._window.strip.tell(said)

    def keep_review(self) -> None:
        """Keep the review that is shown for the next start; it is derived, so that may fail."""
        state = self._state
        path, review = state.desk.path, state.review
        if path is not None and review is not None and state.as_of is None and not state.kept:
            with suppress(CorridorError):
                state.desk.keep_review(review, path)

    def _not_opened(
        self, path: Path, key: Secret | None, how: Opening, found: CorridorError
    ) -> None:
        if found.code in {"needs_passphrase", "wrong_passphrase"}:
            self._ask(path, key, how, found)
        elif found.code == "open_elsewhere":
            self._ask_about_other(path, key, found)
        else:
            self._lost = path
            self._state.troubleRaised.emit(found)

    def _ask(self, path: Path, key: Secret | None, how: Opening, found: CorridorError) -> None:
        from corridor_desktop.ui.dialogs.passphrase import AskPassphraseDialog

        said = "" if key is None else f"{found.sentence} {found.remedy}"
        dialog = AskPassphraseDialog(self._window, path.name, said)
        if dialog.exec() == Accepted:
            typed, remember = dialog.answer()
            self.open_path(path, typed, how, remember=remember)
        elif self._state.review is None:
            self._state.troubleRaised.emit(found)

    def _ask_about_other(self, path: Path, key: Secret | None, found: CorridorError) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle("Open on another computer")
        box.setText(found.sentence)
        box.setInformativeText(found.remedy)
        reading = box.addButton("Open to read only", Role.AcceptRole)
        anyway = box.addButton("Open anyway", Role.DestructiveRole)
        box.setDefaultButton(reading)
        box.setEscapeButton(box.addButton("Cancel", Role.RejectRole))
        box.exec()
        if box.clickedButton() is reading:
            self.open_path(path, key, Opening.TO_READ)
        elif box.clickedButton() is anyway:
            self.open_path(path, key, Opening.ANYWAY)
        elif self._state.review is None:
            self._state.show(None)

    def protect(self) -> None:
        """Encrypt the open file, or give it another passphrase."""
        desk = self._state.desk

        def ask(encrypted: object) -> None:
            self._ask_new(encrypted=bool(encrypted))

        self._state.runner.submit("vault", "store", lambda _: desk.vault.encrypted, ask)

    def _ask_new(self, *, encrypted: bool) -> None:
        from corridor_desktop.ui.dialogs.passphrase import SetPassphraseDialog

        title = "Change the passphrase" if encrypted else "Encrypt this portfolio"
        dialog = SetPassphraseDialog(self._window, title, "Change" if encrypted else "Encrypt")
        if dialog.exec() != Accepted:
            return
        key, remember = dialog.answer()
        desk, random = self._state.desk, dialog.is_random

        def done(made: Rewritten) -> None:
            self._tell(made, "The passphrase was changed." if encrypted else "Encrypted.")
            if random:
                self._show_key(key)

        self._state.do(
            "vault", "store", lambda _: desk.vault.encrypt(key, remember=remember), done,
            title="Encrypting",
        )  # fmt: skip

    def _show_key(self, key: Secret) -> None:
        from corridor_desktop.ui.dialogs.report_text import ReportDialog

        words = (
            "The system keyring of this computer keeps this key. Write it down: on another "
            "computer, or without the keyring, it alone opens the file. It is not shown again."
        )
        ReportDialog(self._window, "Recovery key", words, key.reveal(), "Copy the key").exec()

    def unprotect(self) -> None:
        """Write the open file plain, after a question."""
        answer = QMessageBox.question(
            self._window,
            "Stop encrypting",
            "Everybody who gets hold of the file, or of its backups, can read it then. "
            "Write it without encryption?",
        )
        if answer != QMessageBox.StandardButton.Yes:
            return
        desk = self._state.desk
        self._state.do(
            "vault", "store", lambda _: desk.vault.decrypt(),
            lambda made: self._tell(made, "The file is not encrypted any more."),
            title="Writing it plain",
        )  # fmt: skip

    def _tell(self, made: Rewritten, words: str) -> None:
        parts = [words]
        if made.backups:
            parts.append(f"{made.backups} backups followed.")
        if made.left:
            parts.append(f"{len(made.left)} backups could not be read and stay as they are.")
        if made.plain:
            named = ", ".join(path.name for path in made.plain)
            parts.append(f"Copies beside it that are not encrypted: {named}.")
        if made.keyring:
            parts.append(f"The keyring was not changed. {made.keyring}")
        self._window.strip.tell(" ".join(parts))

    def keep_in_keyring(self, *, wanted: bool) -> None:
        """Let the keyring keep the passphrase, or forget it."""
        desk = self._state.desk
        verb = desk.vault.remember if wanted else desk.vault.forget
        words = "The keyring keeps the passphrase." if wanted else "The keyring has forgotten it."
        self._state.do(
            "keyring", "store", lambda _: verb(), lambda _: self._window.strip.tell(words),
            title="Waiting for the system keyring",
        )  # fmt: skip

    def verify(self) -> None:
        """Check the whole file and say what was found."""
        desk, told = self._state.desk, self._window.strip.tell

        def say(found: Verified) -> None:
            log = (
                "" if found.log_intact else f" The log was altered at entry {found.log_broken_at}."
            )
            told(f"{_integrity(found)}{log}")

        self._state.runner.submit(
            "verify", "store", lambda _: desk.verify(), say, title="Checking the file"
        )

    def daily_backup(self) -> None:
        """Write today's backup where it is due, quietly; say when it cannot be written."""
        desk = self._state.desk
        self._state.runner.submit("daily", "store", lambda _: desk.backups.daily())

    def restore(self, target: Path | None = None) -> None:
        """Choose a backup, look into it, and put it back."""
        desk = self._state.desk

        def show(found: object) -> None:
            self._choose(found, target)  # type: ignore[arg-type]

        self._state.runner.submit("backups", "store", lambda _: desk.backups.all(), show)

    def restore_any(self) -> None:
        """Choose a backup of any file."""
        self.restore()

    def _restore_lost(self) -> None:
        self.restore(self._lost)

    def _choose(self, found: tuple[Backup, ...], target: Path | None) -> None:
        from corridor_desktop.ui.dialogs.restore import RestoreDialog

        desk = self._state.desk
        if target is not None:
            found = tuple(sorted(found, key=lambda each: each.of != target.stem))
        dialog = RestoreDialog(self._window, found, self._folder, target)

        def look(path: Path, key: Secret | None) -> None:
            self._state.runner.submit(
                "preview", "store", lambda _: desk.backups.preview(path, key),
                dialog.show_preview, trouble=dialog.show_trouble,  # type: ignore[arg-type]
            )  # fmt: skip

        dialog.looked.connect(look)
        if found:
            dialog.list.setCurrentRow(0)
        if dialog.exec() == Accepted:
            backup, place, key = dialog.answer()
            self._state.do(
                "file", "store",
                lambda _: desk.restore(backup, place, replace=True, key=key),
                lambda _: self._window.trouble.hide(), title="Restoring",
            )  # fmt: skip
        self._state.runner.cancel("preview")

    def system_report(self) -> None:
        """Show what is installed, where data lies and what is wrong."""
        from corridor_desktop.services.report_trouble import report
        from corridor_desktop.ui.dialogs.report_text import ReportDialog

        desk = self._state.desk
        words = "It names no amount, account, holding or file. Nothing is sent anywhere."

        def show(text: str) -> None:
            ReportDialog(self._window, "System report", words, text).exec()

        self._state.runner.submit(
            "report", "math", lambda _: report(desk.clock, portfolio=desk.path), show,
            title="Looking around",
        )  # fmt: skip


def _integrity(found: Verified) -> str:
    if found.integrity != "ok":
        return f"Damaged: {found.integrity}."
    words = "The file is whole"
    if found.seal == "outside":
        return f"{words}, but another program changed it since it was last closed."
    return f"{words}: {found.transactions} transactions, {found.raw_files} kept statement files."
