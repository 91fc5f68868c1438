"""The verbs of encryption on the open portfolio: encrypt, change the passphrase, decrypt."""

from __future__ import annotations

import glob
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble, SecretTrouble
from corridor_desktop.services import portfolio_file
from corridor_desktop.services.passphrases import checked
from corridor_desktop.store import cipher, trouble
from corridor_desktop.store.copies import rewrite
from corridor_desktop.store.portfolio import PortfolioStore

if TYPE_CHECKING:
    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.services.passphrases import Passphrases
    from corridor_desktop.services.session import Session


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What writing a file anew did.

    ``backups`` is how many backups followed it, ``left`` those that did not, ``plain`` the
    copies beside the file that anybody can read, ``keyring`` why the keyring was not changed.
    """

    backups: int = 0
    left: tuple[Path, ...] = ()
    plain: tuple[Path, ...] = ()
    keyring: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the open file is protected.

    ``in_keyring`` is ``None`` where the keyring cannot be asked; ``keyring`` says why then.
    """

    encrypted: bool
    read_only: bool
    in_keyring: bool | None = False
    keyring: str = ""


class VaultDesk:
    """Every verb may be called from a worker thread, and none from the GUI thread."""

    def __init__(self, session: Session, passphrases: Passphrases) -> None:
        self._session = session
        self._passphrases = passphrases

    @property
    def encrypted(self) -> bool:
        """Tell whether the open portfolio is encrypted."""
        with self._session.store() as store:
            return store.key is not None

    def encrypt(self, key: Secret, *, remember: bool = False) -> Rewritten:
        """Encrypt the open file and its backups, or change their passphrase.

        With ``remember`` the keyring is asked first to keep the passphrase; when it cannot, the
        file stays as it was.

        Raises
        ------
        UsageTrouble
            weak_passphrase.
        SecretTrouble
            With ``remember``; nothing was changed then.
        FileTrouble
            in_use, read_only, disk_full, disk_error or no_cipher; the file is as it was then.
        """
        checked(key)
        if remember:
            self._passphrases.probe()
        done = self._rewrite(key)
        return self._remember(done, key) if remember else done

    def decrypt(self) -> Rewritten:
        """Write the open file and its backups plain, and forget the passphrase.

        Raises
        ------
        FileTrouble
            in_use, read_only, disk_full or disk_error; the file is as it was then.
        """
        return self._rewrite(None)

    def fits(self, key: Secret) -> bool:
        """Tell whether a passphrase is the one of the open file."""
        with self._session.store() as store:
            return store.key == key

    def remember(self) -> None:
        """Keep the passphrase of the open file in the keyring. Raises SecretTrouble."""
        with self._session.store() as store:
            if store.key is not None:
                self._passphrases.keep(store.path, store.key)

    def remember_quietly(self) -> str:
        """Keep the passphrase of the open file in the keyring; return why it does not."""
        try:
            self.remember()
        except SecretTrouble as found:
            return f"{found.sentence} {found.remedy}"
        return ""

    def forget(self) -> None:
        """Take the passphrase of the open file out of the keyring. Raises SecretTrouble."""
        with self._session.store() as store:
            path = store.path
        self._passphrases.forget(path)

    def standing(self) -> Standing:
        """Return how the open file is protected; the keyring is asked for an encrypted one."""
        with self._session.store() as store:
            path, key, read_only = store.path, store.key, store.read_only
        if key is None:
            return Standing(encrypted=False, read_only=read_only)
        try:
            held = self._passphrases.find(path) is not None
        except SecretTrouble as found:
            return Standing(True, read_only, None, found.sentence)
        return Standing(True, read_only, held)

    def _rewrite(self, new: Secret | None) -> Rewritten:
        with self._session.store() as store:
            path, old = store.path, store.key
            if store.read_only:
                raise trouble.read_only(path)
            before = path if old is not None else None
            salt = None if before is None else cipher.salt_of(before)
            self._session.replace(None)
            key = old
            try:
                portfolio_file.refuse_open(path, old)
                rewrite(path, old, new)
                key = new
            finally:
                self._session.replace(PortfolioStore.open(path, self._session.clock.now(), key))
        words = self._forget(salt)
        done, left = _follow(portfolio_file.backups(path), old, new)
        plain = () if new is None else plain_copies(path)
        return Rewritten(done, left, plain, words)

    def _forget(self, salt: bytes | None) -> str:
        if salt is None:
            return ""
        try:
            self._passphrases.forget_salt(salt)
        except SecretTrouble as found:
            return found.sentence
        return ""

    def _remember(self, done: Rewritten, key: Secret) -> Rewritten:
        with self._session.store() as store:
            path = store.path
        try:
            self._passphrases.keep(path, key)
        except SecretTrouble as found:
            return Rewritten(done.backups, done.left, done.plain, found.sentence)
        return done


def plain_copies(path: Path) -> tuple[Path, ...]:
    """Return the copies that this program laid beside a file and that are not encrypted."""
    stem, suffix = glob.escape(path.stem), path.suffix
    found = [
        copy
        for kind in ("format-*", "replaced")
        for copy in path.parent.glob(f"{stem}.{kind}.*{suffix}")
    ]
    return tuple(sorted(copy for copy in found if not cipher.is_encrypted(copy)))


def _follow(
    backups: tuple[Path, ...], old: Secret | None, new: Secret | None
) -> tuple[int, tuple[Path, ...]]:
    """Bring backups under the key of their file; return how many, and those that stayed."""
    left = []
    for backup in backups:
        try:
            rewrite(backup, old if cipher.is_encrypted(backup) else None, new)
        except FileTrouble:
            left.append(backup)
        else:
            with suppress(OSError):
                backup.chmod(0o600)
    return len(backups) - len(left), tuple(left)
