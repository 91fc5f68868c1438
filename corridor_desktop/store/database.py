"""One connection to one portfolio file: opening with care, transactions, copies.

A single connection serves all threads behind one re-entrant lock, so that a transaction is
never interleaved with the statements of another thread.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import quote

from corridor_desktop.store import trouble

APPLICATION_ID = 0x434F5252
"""``CORR``: tells a portfolio from any other SQLite file."""

_BUSY_SECONDS = 2.0
_EFFECTIVE = os.access in os.supports_effective_ids
_OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


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

    def make_durable(self) -> None:
        """Write ahead into a log that is flushed at each commit; changes the file's header."""
        with self.quiet() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            if sys.platform == "darwin":
                connection.execute("PRAGMA fullfsync=1")
                connection.execute("PRAGMA checkpoint_fullfsync=1")

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

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        with self._lock:
            self._connection.close()


def connect_existing(path: Path, *, to_read: bool = False) -> Database:
    """Connect to a file that exists and is a portfolio of some version.

    ``to_read`` leaves every byte as it is and works on a medium that cannot be written.

    Raises
    ------
    FileTrouble
        missing_file, not_a_portfolio, locked, damaged, read_only or disk_error.
    """
    _refuse_at_sight(path)
    with told(path):
        connection = connect(path, mode="ro" if to_read else "rw")
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
    try:
        path.touch(exist_ok=False)
    except OSError as error:
        raise trouble.of_system(error, path) from error
    try:
        with told(path):
            return Database(path, _marked(path))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def ended_uncleanly(path: Path) -> bool:
    """Tell whether a write-ahead log was left behind (a crash, or another open window)."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _refuse_at_sight(path: Path) -> None:
    # The file is not opened here: closing it again would drop the locks of other connections.
    try:
        size = path.stat().st_size
    except OSError as error:
        raise trouble.of_system(error, path) from error
    if path.is_dir():
        raise trouble.not_a_portfolio(path, "it is a folder")
    if size == 0:
        raise trouble.not_a_portfolio(path, "it is empty")


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


def connect(path: Path, *, seconds: float = _BUSY_SECONDS, mode: str = "rw") -> sqlite3.Connection:
    """Return a bare connection to a file that exists; ``mode`` is rw or ro."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise trouble.old_sqlite(path, sqlite3.sqlite_version)
    place = path.resolve().as_posix()
    # An empty authority, then the path: network paths of Windows begin with two slashes.
    address = "file://" + ("" if place.startswith("/") else "/") + quote(place)
    # A write-ahead log cannot be shared where nothing can be written, and nobody else writes.
    alone = mode == "ro" and not os.access(path.parent, os.W_OK, effective_ids=_EFFECTIVE)
    # Neither mode brings a file into being by looking for it.
    return sqlite3.connect(
        f"{address}?mode={mode}{'&immutable=1' if alone else ''}",
        uri=True,
        timeout=seconds,
        isolation_level=None,
        check_same_thread=False,
    )


def _marked(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    try:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        _harden(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise trouble.not_a_portfolio(path)


def _harden(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA foreign_keys=ON")
