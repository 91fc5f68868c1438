"""Copies of portfolio files: whole or not at all, and never over a file that is open."""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.store import cipher, seal, trouble
from corridor_desktop.store.database import Database, connect, told
from corridor_desktop.store.heads import OPEN_FILES, identity

if TYPE_CHECKING:
    from corridor_desktop.domain.secret import Secret

_COMPANIONS = ("-wal", "-shm", "-journal")


def copy(
    database: Database,
    target: Path,
    *,
    overwrite: bool = False,
    make_room: Callable[[], None] | None = None,
) -> None:
    """Write a consistent copy that appears at ``target`` whole or not at all.

    The copy of an encrypted file is encrypted under the same key. It is made beside ``target``
    and takes its name at the end; ``make_room`` is called just before.

    Raises
    ------
    FileTrouble
        exists (without ``overwrite``), missing_file (no such folder), read_only, disk_full or
        disk_error; ``target`` is as it was then.
    """
    if target.exists() and not overwrite:
        raise trouble.exists(target)
    fresh = _part(target)
    try:
        fresh.touch(exist_ok=False)
        with told(target):
            _fill(database, fresh)
        _flush(fresh)
        if make_room is not None:
            make_room()
        _take_place(fresh, target)
    except OSError as error:
        raise trouble.of_system(error, target) from error
    finally:
        with suppress(OSError):
            remove_with_companions(fresh)


@contextmanager
def coming(target: Path) -> Iterator[Path]:
    """Give a name beside ``target`` for a new file, which takes the name ``target`` at the end.

    Raises
    ------
    FileTrouble
        exists, missing_file (no such folder), read_only or disk_full; nothing is left then.
    """
    if target.exists():
        raise trouble.exists(target)
    fresh = _part(target)
    try:
        yield fresh
        _flush(fresh)
        if target.exists():  # it came meanwhile
            raise trouble.exists(target)
        _take_place(fresh, target)
    except OSError as error:
        raise trouble.of_system(error, target) from error
    finally:
        with suppress(OSError):
            remove_with_companions(fresh)


def rewrite(path: Path, old: Secret | None, new: Secret | None) -> None:
    """Write a file that nobody has open anew under another key, or none, in its own place.

    It is whole under the one key or whole under the other at every moment.

    Raises
    ------
    FileTrouble
        wrong_passphrase, damaged, read_only, disk_full, disk_error or no_cipher; the file is as
        it was then.
    """
    fresh = _part(path)
    try:
        fresh.touch(exist_ok=False)
        with told(path):
            cipher.transcribe(path, fresh, old, new)
            if new is None:
                with closing(connect(fresh)) as connection:
                    seal.put(connection)
        _flush(fresh)
        _take_place(fresh, path)
    except OSError as error:
        raise trouble.of_system(error, path) from error
    finally:
        with suppress(OSError):
            remove_with_companions(fresh)


def in_use(path: Path, key: Secret | None = None) -> bool:
    """Tell whether a connection, of this program or another, holds a portfolio open.

    A connection that has only read so far holds no lock that another program could see. Of an
    encrypted file only its ``key`` tells; without one its log is what is looked for.
    """
    if OPEN_FILES.head(identity(path)) is not None:
        return True
    encrypted = cipher.is_encrypted(path)
    if encrypted and key is None:
        return path.with_name(path.name + "-wal").exists()
    opened = connect(path, key if encrypted else None, seconds=0.1)
    with suppress(*cipher.errors()), closing(opened) as connection:
        try:
            # Other connections keep a shared lock for as long as they are open.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except cipher.errors() as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return False


def sweep(path: Path, before: float) -> None:
    """Remove unfinished copies of a file that were begun before an instant, in Unix seconds."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part*"):
        with suppress(OSError):
            if left.stat().st_mtime < before:
                left.unlink()


def remove_with_companions(path: Path) -> None:
    """Delete a database file together with its log, whose content belongs to it alone."""
    for suffix in ("", *_COMPANIONS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def keep_aside(path: Path, target: Path) -> None:
    """Give a database file and its log a second name, so that the first can be replaced at once.

    Where the disk knows no second names they are copied. Raises FileTrouble.
    """
    try:
        for suffix in ("-wal", "-journal", ""):
            companion = path.with_name(path.name + suffix)
            if companion.exists():
                _twin(companion, target.with_name(target.name + suffix))
    except OSError as error:
        raise trouble.of_system(error, path) from error


def _twin(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path.resolve())
    except OSError:
        shutil.copy2(path, target)
        _flush(target)


def _fill(database: Database, fresh: Path) -> None:
    key = database.key
    # Pages are copied as they are, so that they are read with the same salt.
    salt = None if key is None else cipher.salt_of(database.path)
    with database.quiet() as source, closing(connect(fresh, key, salt=salt)) as connection:
        source.backup(connection)
        # A copy is one file: no companion until somebody opens it.
        connection.execute("PRAGMA journal_mode=DELETE")
        if key is None:
            seal.put(connection)


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def _take_place(fresh: Path, target: Path) -> None:
    # A log left behind by the file that goes would be replayed into the one that comes.
    for suffix in _COMPANIONS:
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    fresh.replace(target)
    if os.name != "nt":  # Windows has no handle on a folder; the rename is journalled there
        _flush(target.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
