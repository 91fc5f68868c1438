"""One connection to one portfolio file: opening with care, transactions, copies.

A single connection serves all threads behind one re-entrant lock, so that a transaction is
never interleaved with the statements of another thread.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.host.volumes import Volume, volume_of
from corridor_desktop.store import cipher, seal, trouble
from corridor_desktop.store.heads import OPEN_FILES, address, first_bytes, identity
from corridor_desktop.store.seal import Seal

if TYPE_CHECKING:
    from corridor_desktop.domain.secret import Secret

APPLICATION_ID = 0x434F5252
"""``CORR``: tells a portfolio from any other SQLite file."""

_BUSY_SECONDS = 2.0
_EFFECTIVE = os.access in os.supports_effective_ids
_OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


class Database:
    """An open portfolio file. Made by ``connect_existing`` or ``connect_new``.

    ``key`` opens an encrypted file; ``read_only`` leaves every byte as it is.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        *,
        key: Secret | None = None,
        read_only: bool = False,
    ) -> None:
        self.path = path
        self.key = key
        self.read_only = read_only
        self._connection = connection
        self._lock = RLock()
        self._depth = 0
        self._sealed = False
        self._durable = False
        self._identity: tuple[int, int] | None = identity(path)
        OPEN_FILES.hold(path, first_bytes(path, cipher.SALT))

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run a transaction: all of it is kept, or nothing.

        Within another ``write`` of the same thread it becomes a savepoint of the outer one.

        Raises
        ------
        FileTrouble
            locked, disk_full, disk_error, damaged, read_only or replaced (another program put
            another file in its place); nothing was kept then.
        """
        with self._lock, told(self.path):
            if self._depth == 0:
                self._prepare_to_write()
            begin, commit, undo = _words(self._depth)
            self._connection.execute(begin)
            self._depth += 1
            try:
                if self._depth == 1 and self._has_seal():
                    seal.break_seal(self._connection)
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
        """Flush each commit: into a log beside the file, or, where files travel, in place.

        A network drive cannot share the log between computers, and a folder that another program
        copies elsewhere would part it from its file.
        """
        local = volume_of(self.path) is Volume.LOCAL
        with self.quiet() as connection:
            connection.execute(f"PRAGMA journal_mode={'WAL' if local else 'DELETE'}")
            connection.execute(f"PRAGMA synchronous={'FULL' if local else 'EXTRA'}")
            if sys.platform == "darwin":
                connection.execute("PRAGMA fullfsync=1")
                connection.execute("PRAGMA checkpoint_fullfsync=1")
            self._durable = True

    def problems(self, *, thorough: bool) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file; empty when all is well."""
        pragma = "PRAGMA integrity_check(5)" if thorough else "PRAGMA quick_check(5)"
        found = [str(row[0]) for row in self.rows(pragma)]
        if thorough and found == ["ok"]:
            found = [f"{row[0]} points nowhere" for row in self.rows("PRAGMA foreign_key_check")]
        if self.key is not None:
            with self.quiet() as connection:
                found += cipher.faults(connection)
        return tuple(line for line in found if line != "ok")

    def check(self, *, thorough: bool) -> Seal:
        """Raise FileTrouble damaged when a byte or the structure is wrong; return the seal.

        A file whose seal is whole holds what was last written and needs no further look.
        """
        found = self.sealed()
        if found is Seal.DAMAGED:
            raise trouble.damaged(self.path, "its bytes are not those that were last saved")
        if found is Seal.WHOLE and not thorough:
            return found
        problems = self.problems(thorough=thorough or found in {Seal.BROKEN, Seal.OUTSIDE})
        if problems:
            raise trouble.damaged(self.path, problems[0])
        return found

    def sealed(self) -> Seal:
        """Return how the file stands to its seal; an encrypted one has none."""
        if self.key is not None:
            return Seal.NONE
        with self.quiet() as connection:
            return seal.look(connection)

    def settle(self) -> None:
        """Fold everything into one plain file and seal it, where no other connection is open."""
        with self.quiet() as connection:
            if self.key is None:
                seal.put(connection)
            else:
                with suppress(*cipher.errors()):
                    connection.execute("PRAGMA journal_mode=DELETE")

    def close(self) -> None:
        """Fold the write-ahead log into the file, seal it, and let go of it.

        A full or failing disk leaves the log beside the file, from which the next opening
        recovers; nothing that was kept is lost.
        """
        with self._lock:
            try:
                if self._durable:
                    with suppress(FileTrouble):
                        self.settle()
            finally:
                self._durable = False
                self._connection.close()
                if self._identity is not None:
                    OPEN_FILES.release(self._identity)
                    self._identity = None

    def _has_seal(self) -> bool:
        self._sealed = self._sealed or (self.key is None and seal.has_seal(self._connection))
        return self._sealed

    def _prepare_to_write(self) -> None:
        """Write neither into a file that may not be changed, nor into one that went away.

        Only the first change alters how the file is kept, so that looking leaves it byte for byte.
        """
        if self.read_only:
            raise trouble.read_only(self.path)
        try:
            same = identity(self.path) == self._identity
        except FileTrouble:
            same = False
        if not same:
            raise trouble.replaced(self.path)
        if not self._durable:
            self.make_durable()


def connect_existing(path: Path, *, key: Secret | None = None, to_read: bool = False) -> Database:
    """Connect to a file that exists and is a portfolio of some version.

    ``to_read`` leaves every byte as it is and works on a medium that cannot be written.

    Raises
    ------
    FileTrouble
        missing_file, not_a_portfolio, needs_passphrase, wrong_passphrase, locked, damaged,
        read_only or disk_error.
    """
    _refuse_at_sight(path)
    if not cipher.is_encrypted(path):
        key = None
    elif key is None:
        raise trouble.needs_passphrase(path)
    with told(path, key):
        connection = connect(path, key, mode="ro" if to_read else "rw")
        try:
            _check_identity(connection, path)
            _harden(connection)
        except BaseException:
            connection.close()
            raise
    return Database(path, connection, key=key, read_only=to_read)


def connect_new(path: Path, key: Secret | None = None) -> Database:
    """Connect to a new, empty portfolio file, encrypted where a ``key`` is given.

    Raises
    ------
    FileTrouble
        exists, missing_file (no such folder), read_only, disk_full, disk_error or no_cipher.
    """
    try:
        path.touch(exist_ok=False)
    except OSError as error:
        raise trouble.of_system(error, path) from error
    try:
        with told(path):
            return Database(path, _marked(path, key), key=key)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def refuse_unwritable(path: Path) -> None:
    """Raise FileTrouble read_only where a file, or the folder its log needs, may not be written."""
    for place in (path, path.parent):
        if not os.access(place, os.W_OK, effective_ids=_EFFECTIVE):
            raise trouble.read_only(path)


def sqlite_version() -> str:
    """Return the version of SQLite that plain files are kept with."""
    return sqlite3.sqlite_version


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
def told(path: Path, unproven: Secret | None = None) -> Iterator[None]:
    """Turn the complaints of SQLite about ``path`` into FileTrouble; bugs pass through.

    With an ``unproven`` key, a file that is no database is one that the key does not open.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise trouble.damaged(path, "a text in it is not readable") from error
    except cipher.errors() as error:
        known = trouble.of_sqlite(error, path)
        if unproven is not None and known is not None and known.code == "not_a_portfolio":
            known = trouble.wrong_passphrase(path)
        if known is None:
            raise
        raise known from error


def _words(depth: int) -> tuple[str, str, tuple[str, ...]]:
    if depth == 0:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"inner_{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")


def connect(
    path: Path,
    key: Secret | None = None,
    *,
    seconds: float = _BUSY_SECONDS,
    mode: str = "rw",
    salt: bytes | None = None,
) -> sqlite3.Connection:
    """Return a bare connection to a file that exists; ``mode`` is rw or ro.

    ``key`` is for an encrypted file, ``salt`` for one that is to be made.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise trouble.old_sqlite(path, sqlite3.sqlite_version)
    # A write-ahead log cannot be shared where nothing can be written, and nobody else writes.
    alone = mode == "ro" and not os.access(path.parent, os.W_OK, effective_ids=_EFFECTIVE)
    # Neither mode brings a file into being by looking for it.
    place = f"file://{address(path)}?mode={mode}{'&immutable=1' if alone else ''}"
    if key is not None:
        return cipher.connect(place, key, seconds, salt)
    return sqlite3.connect(
        place, uri=True, timeout=seconds, isolation_level=None, check_same_thread=False
    )


def _marked(path: Path, key: Secret | None) -> sqlite3.Connection:
    connection = connect(path, key, salt=None if key is None else cipher.fresh_salt())
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
