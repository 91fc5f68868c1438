"""One connection to one portfolio file: opening with care, transactions, copies.

A single connection serves all threads behind one re-entrant lock, so that a transaction is
never interleaved with the statements of another thread.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from corridor_desktop.store import trouble

APPLICATION_ID = 0x434F5252
"""``CORR``: tells a portfolio from any other SQLite file."""

_MAGIC = b"SQLite format 3\x00"
_BUSY_SECONDS = 2.0
_PAGE_BYTES = 8192


class Database:
    """An open portfolio file. Made by ``connect_existing`` or ``connect_new``."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = RLock()
        self._depth = 0

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run a transaction: all of it is kept, or nothing.

        Within another ``write`` of the same thread it becomes a savepoint of the outer one.

        Raises
        ------
        FileTrouble
            locked, disk_full, disk_error, damaged or read_only; nothing was kept then.
        """
        with self._lock, told(self.path):
            begin, commit, undo = _words(self._depth)
            self._connection.execute(begin)
            self._depth += 1
            try:
                yield self._connection
                self._connection.execute(commit)
            except BaseException:
                # A full disk may already have rolled the transaction back.
                if self._connection.in_transaction:
                    for statement in undo:
                        self._connection.execute(statement)
                raise
            finally:
                self._depth -= 1

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query."""
        with self._lock, told(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, ``None`` when there is none."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one changing statement in a transaction; return how many rows it touched."""
        with self.write() as connection:
            return connection.execute(sql, values).rowcount

    @contextmanager
    def quiet(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection outside any transaction (pragmas, copies)."""
        with self._lock, told(self.path):
            yield self._connection

    def problems(self, *, thorough: bool) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file; empty when all is well."""
        pragma = "PRAGMA integrity_check(5)" if thorough else "PRAGMA quick_check(5)"
        found = [str(row[0]) for row in self.rows(pragma)]
        if thorough and found == ["ok"]:
            found = [f"{row[0]} points nowhere" for row in self.rows("PRAGMA foreign_key_check")]
        return tuple(line for line in found if line != "ok")

    def check(self, *, thorough: bool) -> None:
        """Raise FileTrouble damaged when SQLite finds something wrong."""
        problems = self.problems(thorough=thorough)
        if problems:
            raise trouble.damaged(self.path, problems[0])

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy to ``target``, which must not exist.

        Raises
        ------
        FileTrouble
            exists, disk_full, disk_error or read_only; nothing is left at ``target`` then.
        """
        claim(target)
        try:
            with self.quiet() as source, told(target), closing(_connect(target)) as copy:
                source.backup(copy)
                # A copy is one plain file: no companion until somebody opens it.
                copy.execute("PRAGMA journal_mode=DELETE")
        except BaseException:
            remove_with_companions(target)
            raise
        flush(target)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        with self._lock:
            self._connection.close()


def connect_existing(path: Path) -> Database:
    """Connect to a file that exists and is a portfolio of some version.

    Raises
    ------
    FileTrouble
        missing_file, not_a_portfolio, locked, damaged, read_only or disk_error.
    """
    inspect(path)
    with told(path):
        connection = _connect(path)
        try:
            _check_identity(connection, path)
            _harden(connection)
        except BaseException:
            connection.close()
            raise
    return Database(path, connection)


def connect_new(path: Path) -> Database:
    """Connect to a new, empty portfolio file.

    Raises
    ------
    FileTrouble
        exists, missing_file (no such folder), read_only, disk_full or disk_error.
    """
    claim(path)
    with told(path):
        connection = _connect(path)
        connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        _harden(connection)
    return Database(path, connection)


def ended_uncleanly(path: Path) -> bool:
    """Tell whether a write-ahead log was left behind (a crash, or another open window)."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def inspect(path: Path) -> None:
    """Refuse what cannot be a portfolio before SQLite touches it. Raises FileTrouble."""
    if path.is_dir():
        raise trouble.not_a_portfolio(path, "it is a folder")
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise trouble.of_system(error, path) from error
    if not start:
        raise trouble.not_a_portfolio(path, "it is empty")
    if start != _MAGIC:
        raise trouble.not_a_portfolio(path)


def claim(path: Path) -> None:
    """Take a file name that nobody uses. Raises FileTrouble."""
    try:
        with path.open("xb"):
            pass
    except OSError as error:
        raise trouble.of_system(error, path) from error


def remove_with_companions(path: Path) -> None:
    """Delete a database file together with its log, whose content belongs to it alone."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Make sure that the file is on the disk. Raises FileTrouble."""
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise trouble.of_system(error, path) from error


def in_use(path: Path) -> bool:
    """Tell whether a connection, of this program or another, holds the portfolio open."""
    with suppress(sqlite3.DatabaseError), closing(_connect(path, seconds=0.1)) as connection:
        try:
            # Leaving the write-ahead log needs the file alone.
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return False


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the complaints of SQLite about ``path`` into FileTrouble; bugs pass through."""
    try:
        yield
    except sqlite3.Error as error:
        known = trouble.of_sqlite(error, path)
        if known is None:
            raise
        raise known from error


def _words(depth: int) -> tuple[str, str, tuple[str, ...]]:
    if depth == 0:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"inner_{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")


def _connect(path: Path, seconds: float = _BUSY_SECONDS) -> sqlite3.Connection:
    # mode=rw: never bring a file into being by looking for it.
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        timeout=seconds,
        isolation_level=None,
        check_same_thread=False,
    )


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise trouble.not_a_portfolio(path, "it is a database of another program")


def _harden(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync=1")
        connection.execute("PRAGMA checkpoint_fullfsync=1")
