"""Backups: one a day by themselves, thinned out with age, looked at before they are restored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.services import portfolio_file
from corridor_desktop.services.settings import setting
from corridor_desktop.store import cipher
from corridor_desktop.store.portfolio import PortfolioStore

if TYPE_CHECKING:
    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.services.passphrases import Passphrases
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.services.session import Session

_NAME = re.compile(r"(?P<of>.+)\.[0-9a-f]{8}\.(?P<at>\d{4}-\d\d-\d\dT\d{6}Z)\.corridor", re.DOTALL)
_RESTORABLE = {"damaged", "not_a_portfolio", "missing_file"}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup by its name alone: of which file, made when; nothing in it was looked at."""

    path: Path
    of: str
    made_at: datetime | None
    size: int
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a portfolio file holds, for somebody who decides whether to restore it.

    ``wrong`` is the trouble that it is in, empty when it is whole; then everything else counts.
    """

    backup: Backup
    wrong: str = ""
    code: str = ""
    name: str = ""
    base: str = ""
    accounts: int = 0
    transactions: int = 0
    imports: int = 0
    last_import: datetime | None = None
    last_trade: str = ""
    last_price: str = ""


class BackupDesk:
    """The verbs of backups."""

    def __init__(self, session: Session, passphrases: Passphrases) -> None:
        self._session = session
        self._passphrases = passphrases

    def daily(self) -> Path | None:
        """Write today's backup of the open file where it is due; return it. Raises FileTrouble."""
        with self._session.store() as store:
            if not due(store, self._session.clock):
                return None
            return portfolio_file.back_up(store, self._session.clock)

    def all(self) -> tuple[Backup, ...]:
        """Return every backup in the backup folder, latest first. Raises FileTrouble."""
        found = [read_name(path) for path in portfolio_file.backup_files()]
        oldest = datetime.min.replace(tzinfo=UTC)
        return tuple(sorted(found, key=lambda each: each.made_at or oldest, reverse=True))

    def preview(self, path: Path, key: Secret | None = None) -> Preview:
        """Return what a backup holds.

        Raises
        ------
        FileTrouble
            missing_file, needs_passphrase or wrong_passphrase; any other trouble is in ``wrong``.
        """
        return preview(path, self._passphrases.unlock(path, key or self._open_key()))

    def best(self, path: Path, key: Secret | None = None) -> Preview | None:
        """Return the latest backup of a file that is whole, ``None`` without any.

        One that is encrypted under an unknown passphrase is given as it is.
        """
        for found in portfolio_file.backups(path):
            try:
                seen = preview(found, self._passphrases.unlock(found, key))
            except FileTrouble:
                return Preview(read_name(found))
            if not seen.wrong:
                return seen
        return None

    def offered(self, found: FileTrouble, path: Path, key: Secret | None) -> FileTrouble:
        """Return a trouble whose remedy names the best backup, where there is one."""
        if found.code not in _RESTORABLE:
            return found
        try:
            best = self.best(path, key)
        except FileTrouble:
            return found
        if best is None:
            return found
        when = best.backup.made_at
        day = f" of {when:%Y-%m-%d %H:%M} UTC" if when else ""
        whole = f" ({best.transactions} transactions)" if best.name else ", encrypted"
        return FileTrouble(
            found.code,
            found.sentence,
            f"The latest whole backup is the one{day}{whole}. Bring it back with Restore a "
            f'backup, or: restore "{best.backup.path}" --to "{path}" --replace',
        )

    def _open_key(self) -> Secret | None:
        if not self._session.is_open:
            return None
        with self._session.store() as store:
            return store.key


def due(store: PortfolioStore, clock: Clock) -> bool:
    """Tell whether a backup is due: none today, and the file was changed since the last one."""
    if store.read_only or setting(store.settings.all(), "backups") != "daily":
        return False
    made = portfolio_file.backups(store.path)
    if not made:
        return store.transactions.count() > 0
    latest = read_name(made[0])
    if latest.made_at is not None and latest.made_at.date() == clock.now().date():
        return False
    try:
        return store.path.stat().st_mtime > made[0].stat().st_mtime
    except OSError:
        return True


def read_name(path: Path) -> Backup:
    """Return what the name of a backup tells. Raises FileTrouble."""
    found = _NAME.fullmatch(path.name)
    made_at = datetime.strptime(found["at"], "%Y-%m-%dT%H%M%S%z") if found else None
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return Backup(
        path=path,
        of=found["of"] if found else path.stem,
        made_at=made_at,
        size=size,
        encrypted=path.is_file() and cipher.is_encrypted(path),
    )


def preview(path: Path, key: Secret | None) -> Preview:
    """Return what a portfolio file holds, fully checked, changing no byte of it.

    Raises
    ------
    FileTrouble
        missing_file, needs_passphrase or wrong_passphrase; any other trouble is in ``wrong``.
    """
    backup = read_name(path)
    try:
        with PortfolioStore.peek(path, key) as store:
            return _look(backup, store)
    except FileTrouble as found:
        if found.code in {"missing_file", "needs_passphrase", "wrong_passphrase"}:
            raise
        return Preview(backup, found.sentence, found.code)


def _look(backup: Backup, store: PortfolioStore) -> Preview:
    imports = [batch for batch in store.batches.all() if batch.undone_at is None]
    lasts = [each.last for each in store.prices.status() if each.last is not None]
    return Preview(
        backup=backup,
        name=store.name,
        base=store.base,
        accounts=len(store.accounts.all()),
        transactions=store.transactions.count(),
        imports=len(imports),
        last_import=max((batch.imported_at for batch in imports), default=None),
        last_trade=store.transactions.last_day() or "",
        last_price=max(lasts).isoformat() if lasts else "",
    )
