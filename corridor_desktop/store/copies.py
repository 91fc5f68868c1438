"""Copies of portfolio files: whole or not at all, and never over a file that is open."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from corridor_desktop.store import trouble
from corridor_desktop.store.database import Database, connect, told

_COMPANIONS = ("-wal", "-shm", "-journal")


def copy(
    database: Database,
    target: Path,
    *,
    overwrite: bool = False,
    make_room: Callable[[], None] | None = None,
) -> None:
    """Write a consistent copy that appears at ``target`` whole or not at all.

    The copy is made beside ``target`` and takes its name at the end; ``make_room`` is called
    just before that.

    Raises
    ------
    FileTrouble
        exists (without ``overwrite``), missing_file (no such folder), read_only, disk_full or
        disk_error; ``target`` is as it was then.
    """
    if target.exists() and not overwrite:
        raise trouble.exists(target)
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
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


def in_use(path: Path) -> bool:
    """Tell whether a connection, of this program or another, holds a portfolio open."""
    with suppress(sqlite3.DatabaseError), closing(connect(path, seconds=0.1)) as connection:
        try:
            # Other connections keep a shared lock for as long as they are open.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return False


def remove_with_companions(path: Path) -> None:
    """Delete a database file together with its log, whose content belongs to it alone."""
    for suffix in ("", *_COMPANIONS):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def move_with_companions(path: Path, target: Path) -> None:
    """Rename a database file together with its log. Raises FileTrouble."""
    try:
        for suffix in ("-wal", "-journal", ""):
            companion = path.with_name(path.name + suffix)
            if companion.exists():
                companion.rename(target.with_name(target.name + suffix))
    except OSError as error:
        raise trouble.of_system(error, path) from error


def _fill(database: Database, fresh: Path) -> None:
    with database.quiet() as source, closing(connect(fresh)) as connection:
        source.backup(connection)
        # A copy is one plain file: no companion until somebody opens it.
        connection.execute("PRAGMA journal_mode=DELETE")


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
