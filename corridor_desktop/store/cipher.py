"""The door to SQLCipher: portfolio files whose every page is encrypted and authenticated.

An encrypted file begins with the salt of its key. Four bytes of the salt are a mark, the other
twelve are random: so an encrypted portfolio is told from noise, from a cut file and from any other
program's file before a passphrase is asked for, and the salt names the file in the keyring
wherever it is moved. A plain file is never opened with SQLCipher while it is in use: two copies
of SQLite in one program do not know of each other's locks.
"""

from __future__ import annotations

import secrets
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from corridor_desktop.store import heads, trouble

if TYPE_CHECKING:
    from types import ModuleType

    from corridor_desktop.domain.secret import Secret

MARK = b"CORX"
SALT = 16
_PLAIN = b"SQLite format 3\x00"


def is_encrypted(path: Path) -> bool:
    """Tell whether a file that exists is an encrypted portfolio. Raises FileTrouble."""
    return salt_of(path).startswith(MARK)


def salt_of(path: Path) -> bytes:
    """Return the first bytes of a file: the salt when it is encrypted. Raises FileTrouble."""
    return heads.first_bytes(path, SALT)


def fresh_salt() -> bytes:
    """Return a salt for a new encrypted file."""
    return MARK + secrets.token_bytes(SALT - len(MARK))


def connect(address: str, key: Secret, seconds: float, salt: bytes | None) -> sqlite3.Connection:
    """Return a connection to an encrypted file; ``salt`` only for a file that is to be made.

    Raises
    ------
    FileTrouble
        no_cipher.
    """
    connection = _library().connect(
        address, uri=True, timeout=seconds, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key={_quoted(key.reveal())}")
        if salt is not None:
            connection.execute(f"PRAGMA cipher_salt=\"x'{salt.hex()}'\"")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("PRAGMA cipher_memory_security=ON")
    except BaseException:
        connection.close()
        raise
    return cast("sqlite3.Connection", connection)


def errors() -> tuple[type[Exception], ...]:
    """Return what the database libraries raise, for an ``except``."""
    library = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error,) if library is None else (sqlite3.Error, library.Error)


def transcribe(source: Path, fresh: Path, old: Secret | None, new: Secret | None) -> None:
    """Write all of ``source`` into the empty file ``fresh`` under another key, or none.

    Nobody may have ``source`` open. Raises FileTrouble through the caller.
    """
    address = f"file://{heads.address(source)}?mode=rw"
    with closing(_bare(address, old)) as connection:
        connection.execute("ATTACH ? AS fresh KEY ?", (str(fresh), new.reveal() if new else ""))
        if new is not None:
            connection.execute(f"PRAGMA fresh.cipher_salt=\"x'{fresh_salt().hex()}'\"")
        for name in ("application_id", "user_version"):
            value = int(connection.execute(f"PRAGMA main.{name}").fetchone()[0])
            connection.execute(f"PRAGMA fresh.{name}={value}")
        connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
        _compare(connection, source)
        connection.execute("DETACH fresh")


def faults(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return what the codes of the pages of an encrypted file say; empty when all is well."""
    rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return tuple(str(row[0]) for row in rows)


def _bare(address: str, key: Secret | None) -> Any:
    if key is not None:
        return connect(address, key, 2.0, None)
    connection = _library().connect(address, uri=True, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level=NONE")
    return connection


def _compare(connection: Any, source: Path) -> None:
    """Refuse a transcript that lacks a row or a table."""
    tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name"
    for (name,) in connection.execute(tables).fetchall():
        counts = [
            connection.execute(f'SELECT count(*) FROM {place}."{name}"').fetchone()[0]
            for place in ("main", "fresh")
        ]
        if counts[0] != counts[1]:
            raise trouble.damaged(source, f"the table {name} could not be read whole")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _library() -> ModuleType:
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise trouble.no_cipher() from error
    return cast("ModuleType", dbapi2)
