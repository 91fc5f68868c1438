"""The portfolio file as a person handles it: new, open, copy, back up, restore, read, verify."""

from __future__ import annotations

import glob
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.domain.secret import Secret
from corridor_desktop.host.paths import data_folder
from corridor_desktop.host.presence import holders
from corridor_desktop.market.repairs import all_repaired
from corridor_desktop.market.splice import with_former_symbols
from corridor_desktop.services.listing_changes import with_changes
from corridor_desktop.services.policies import default_policy, scheduled
from corridor_desktop.services.portfolio_data import PortfolioData
from corridor_desktop.services.ports import Clock
from corridor_desktop.services.price_faults import accepted_repairs
from corridor_desktop.services.seals import altered, seal_first
from corridor_desktop.store import trouble
from corridor_desktop.store.copies import in_use, keep_aside, sweep
from corridor_desktop.store.portfolio import PortfolioStore

_log = logging.getLogger("corridor.file")

SUFFIX = ".corridor"
BACKUPS_KEPT = 10
MONTHS_KEPT = 12
_UNFINISHED_AFTER = 86_400.0  # seconds; a copy that is still being written is younger
_UNREADABLE = (ValueError, TypeError, KeyError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole file found.

    ``integrity`` is ``ok`` or the first thing wrong; ``log_broken_at`` the number of the first
    entry of the decision log that is not as it was written, ``policy_altered`` that of the first
    version of the policy that is not as the log sealed it. ``seal`` tells how the file stood when
    it was opened: whole, broken (not closed properly), outside (changed by another program), none.
    """

    integrity: str
    log_broken_at: int | None
    raw_files: int
    transactions: int
    policy_altered: int | None = None
    encrypted: bool = False
    seal: str = "none"

    @property
    def log_intact(self) -> bool:
        """Tell whether every entry of the decision log is as it was written."""
        return self.log_broken_at is None


def new_portfolio(
    path: Path, base: str, name: str, clock: Clock, key: Secret | None = None
) -> PortfolioStore:
    """Make an empty portfolio file that holds the default policy, and open it.

    Raises
    ------
    FileTrouble
        exists, missing_file (no such folder), read_only, disk_full or no_cipher.
    """

    def begin(store: PortfolioStore) -> None:
        store.policies.append(default_policy(), clock.today(), clock.now())
        # Sealed from the start, so that a limit changed from outside shows before any change, too.
        seal_first(store, clock.now())

    return PortfolioStore.create(path, name or path.stem, base, clock.now(), key, begin)


def open_portfolio(path: Path, clock: Clock, key: Secret | None = None) -> PortfolioStore:
    """Open a portfolio file, checked and brought to the present format.

    Where it cannot be written it is opened to read only.

    Raises
    ------
    FileTrouble
        missing_file, not_a_portfolio, needs_passphrase, wrong_passphrase, newer_file, locked,
        damaged, disk_full; read_only for an older format where it cannot be written.
    """
    try:
        store = PortfolioStore.open(path, clock.now(), key)
    except FileTrouble as found:
        if found.code != "read_only":
            raise
        return PortfolioStore.read(path, key)
    sweep(store.path, clock.now().timestamp() - _UNFINISHED_AFTER)
    return store


def load(store: PortfolioStore, today: date) -> PortfolioData:
    """Read everything a review needs; the policy is the one that holds on ``today``.

    Raises
    ------
    FileTrouble
        damaged, locked or disk_error.
    """
    try:
        return _load(store, today)
    except _UNREADABLE as error:
        # What this program wrote it can read: a value was changed from outside.
        _log.warning("A value of the file cannot be read", exc_info=True)
        raise trouble.damaged(store.path, "a value in it cannot be read") from error


def _load(store: PortfolioStore, today: date) -> PortfolioData:
    decisions = store.decisions.all()
    versions = [version.policy for version in store.policies.all()]
    repairs = accepted_repairs(store.price_record.decisions())
    changes = store.listing_changes.all()
    accounts, statements = store.accounts.all(), store.statements.all()
    return PortfolioData(
        name=store.name,
        base=store.base,
        accounts=accounts,
        instruments=store.instruments.all(),
        listing_changes=changes,
        transactions=with_changes(store.transactions.all(), statements, accounts, changes),
        statements=statements,
        tags=store.tags.book(),
        series=with_former_symbols(all_repaired(store.prices.all(), repairs), changes),
        policy=store.policies.current(today) or default_policy(),
        decisions=decisions,
        settings=store.settings.all(),
        log_broken_at=store.decisions.verify(),
        policy_altered=altered(versions, decisions),
        scheduled=scheduled(versions, today),
        turnovers=store.prices.turnovers(),
        funds=store.funds.all(),
    )


def save_copy(store: PortfolioStore, target: Path, *, overwrite: bool = False) -> None:
    """Write a copy of the open portfolio; the copy appears whole or not at all.

    Raises
    ------
    FileTrouble
        exists (without ``overwrite``), in_use when the target is open somewhere, read_only,
        disk_full, missing_file (no such folder).
    """
    if target.exists() and (overwrite or _same(store.path, target)):
        refuse_open(target)
    store.copy_to(target, overwrite=overwrite)


def back_up(store: PortfolioStore, clock: Clock) -> Path:
    """Write a dated copy into the backup folder.

    Of each file the ten latest are kept, and the last one of each of the latest twelve months.

    Raises
    ------
    FileTrouble
        read_only, disk_full or disk_error; no older copy is lost then.
    """
    folder = backup_folder()
    target = folder / f"{_backup_name(store.path)}.{_stamp(clock.now())}{SUFFIX}"
    store.copy_to(target, overwrite=True)
    made = backups(store.path)
    for old in set(made) - kept(made, BACKUPS_KEPT, MONTHS_KEPT):
        old.unlink(missing_ok=True)
    return target


def kept(made: Sequence[Path], latest: int, months: int) -> frozenset[Path]:
    """Return which backups of one file stay, of a list that begins with the latest."""
    stays, seen = set(made[:latest]), set[str]()
    for path in made:
        month = path.stem.rpartition(".")[2][:7]
        if month not in seen and len(seen) < months:
            seen.add(month)
            stays.add(path)
    return frozenset(stays)


def backups(path: Path) -> tuple[Path, ...]:
    """Return the backups of one portfolio file, latest first."""
    return tuple(
        sorted(backup_folder().glob(f"{glob.escape(_backup_name(path))}.*{SUFFIX}"), reverse=True)
    )


def backup_files() -> tuple[Path, ...]:
    """Return every backup of every file, in no order. Raises FileTrouble."""
    return tuple(backup_folder().glob(f"*{SUFFIX}"))


def backup_folder() -> Path:
    """Return the folder of backups; made when missing. Raises FileTrouble."""
    folder = data_folder() / "backups"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble.of_system(error, folder) from error
    return folder


def restore_backup(
    backup: Path, target: Path, clock: Clock, *, replace: bool = False, key: Secret | None = None
) -> Path | None:
    """Put a checked backup in place of ``target``; return where the replaced file went.

    With ``replace`` a file at ``target``, damaged or not, is kept beside it under a dated name.

    Raises
    ------
    FileTrouble
        Whatever is wrong with the backup; exists (without ``replace``); in_use when the target
        is open somewhere; read_only or disk_full. The target is as it was then.
    """
    if _same(backup, target):
        raise trouble.exists(target)
    if target.exists():
        if not replace:
            raise trouble.exists(target)
        refuse_open(target)
    aside = target.with_name(f"{target.stem}.replaced.{_stamp(clock.now())}{target.suffix}")
    replaced = target.exists()
    with PortfolioStore.peek(backup, key) as source:
        source.copy_to(target, overwrite=replace, make_room=lambda: keep_aside(target, aside))
    return aside if replaced else None


def verify(store: PortfolioStore) -> Verified:
    """Check the whole file, every kept statement file, the decision log and the policies."""
    policies = [version.policy for version in store.policies.all()]
    problems = store.verify()
    return Verified(
        integrity=problems[0] if problems else "ok",
        log_broken_at=store.decisions.verify(),
        raw_files=len(store.raw_files.names()),
        transactions=store.transactions.count(),
        policy_altered=altered(policies, store.decisions.all()),
        encrypted=store.key is not None,
        seal=store.state.value,
    )


def refuse_open(path: Path, key: Secret | None = None) -> None:
    """Raise FileTrouble in_use for a file that a window here or elsewhere has open."""
    if path.is_dir():
        raise trouble.not_a_portfolio(path, "it is a folder")
    if holders(path) or in_use(path, key):
        raise FileTrouble(
            "in_use",
            f"{path.name} is open in this or another window. It was not changed.",
            "Close it there first, or choose another name.",
        )


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H%M%SZ")


def _backup_name(path: Path) -> str:
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return f"{path.stem}.{place}"
