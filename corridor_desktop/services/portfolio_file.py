"""The portfolio file as a person handles it: new, open, copy, back up, restore, read, verify."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.host.paths import data_folder
from corridor_desktop.market.repairs import all_repaired
from corridor_desktop.market.splice import with_former_symbols
from corridor_desktop.services.listing_changes import with_changes
from corridor_desktop.services.policies import default_policy, scheduled
from corridor_desktop.services.portfolio_data import PortfolioData
from corridor_desktop.services.ports import Clock
from corridor_desktop.services.price_faults import accepted_repairs
from corridor_desktop.services.seals import altered
from corridor_desktop.store import trouble
from corridor_desktop.store.copies import in_use, move_with_companions, remove_with_companions
from corridor_desktop.store.portfolio import PortfolioStore

SUFFIX = ".corridor"
BACKUPS_KEPT = 10


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the whole file found.

    ``integrity`` is ``ok`` or the first thing wrong; ``log_broken_at`` the number of the first
    entry of the decision log that is not as it was written, ``policy_altered`` that of the first
    version of the policy that is not as the log sealed it.
    """

    integrity: str
    log_broken_at: int | None
    raw_files: int
    transactions: int
    policy_altered: int | None = None

    @property
    def log_intact(self) -> bool:
        """Tell whether every entry of the decision log is as it was written."""
        return self.log_broken_at is None


def new_portfolio(path: Path, base: str, name: str, clock: Clock) -> PortfolioStore:
    """Make an empty portfolio file that holds the default policy, and open it.

    Raises
    ------
    FileTrouble
        exists, missing_file (no such folder), read_only or disk_full.
    """
    store = PortfolioStore.create(path, name or path.stem, base, clock.now())
    try:
        store.policies.append(default_policy(), clock.today(), clock.now())
    except BaseException:
        store.close()
        remove_with_companions(path)
        raise
    return store


def open_portfolio(path: Path, clock: Clock) -> PortfolioStore:
    """Open a portfolio file, checked and brought to the present format.

    Raises
    ------
    FileTrouble
        missing_file, not_a_portfolio, newer_file, locked, damaged, read_only or disk_full.
    """
    return PortfolioStore.open(path, clock.now())


def load(store: PortfolioStore, today: date) -> PortfolioData:
    """Read everything a review needs; the policy is the one that holds on ``today``.

    Raises
    ------
    FileTrouble
        damaged, locked or disk_error.
    """
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
        _refuse_open(target)
    store.copy_to(target, overwrite=overwrite)


def back_up(store: PortfolioStore, clock: Clock) -> Path:
    """Write a dated copy into the backup folder; the ten latest of each file are kept.

    Raises
    ------
    FileTrouble
        read_only, disk_full or disk_error; no older copy is lost then.
    """
    folder = backup_folder()
    target = folder / f"{_backup_name(store.path)}.{_stamp(clock.now())}{SUFFIX}"
    store.copy_to(target, overwrite=True)
    for old in backups(store.path)[BACKUPS_KEPT:]:
        old.unlink(missing_ok=True)
    return target


def backups(path: Path) -> tuple[Path, ...]:
    """Return the backups of one portfolio file, latest first."""
    return tuple(sorted(backup_folder().glob(f"{_backup_name(path)}.*{SUFFIX}"), reverse=True))


def backup_folder() -> Path:
    """Return the folder of backups; made when missing. Raises FileTrouble."""
    folder = data_folder() / "backups"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble.of_system(error, folder) from error
    return folder


def restore_backup(
    backup: Path, target: Path, clock: Clock, *, replace: bool = False
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
        _refuse_open(target)
    aside = target.with_name(f"{target.stem}.replaced.{_stamp(clock.now())}{target.suffix}")
    replaced = target.exists()
    with PortfolioStore.peek(backup) as source:
        source.copy_to(
            target, overwrite=replace, make_room=lambda: move_with_companions(target, aside)
        )
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
    )


def _refuse_open(path: Path) -> None:
    if path.is_dir():
        raise trouble.not_a_portfolio(path, "it is a folder")
    if in_use(path):
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
