"""A seal over every byte of a plain file at rest, so that a flipped bit is never read as data.

SQLite notices a broken structure, not a changed digit. So the last connection that lets go of a
file stores a digest of all its pages inside of it, and the first change afterwards breaks that
seal. The fields of the header that opening and committing alter, and the seal itself, are left out
of the digest. A program that writes through SQLite moves the change counter, which the seal
knows: that is a change from outside, not damage. Encrypted files need none of this, as each of
their pages carries a code of its own.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

MARK = b"corridor seal 1:"
BROKEN = b"open"
"""What stands in place of a seal from the first change until the file is at rest again."""

_DIGEST, _COUNTER = 32, 4
_LENGTH = len(MARK) + _DIGEST + _COUNTER
# File format of the journal, change counter, version-valid-for and the library that wrote last.
_LOOSE = ((18, 20), (24, 28), (92, 100))
_CHANGES = slice(24, 28)


LARGEST = 2**31 - 2**16
"""Bytes of a file that SQLite lays out in one piece; a larger one is not sealed."""


class Seal(StrEnum):
    """How a file stands to its seal."""

    NONE = "none"
    WHOLE = "whole"
    BROKEN = "broken"
    OUTSIDE = "outside"
    DAMAGED = "damaged"


def has_seal(connection: sqlite3.Connection) -> bool:
    """Tell whether a file is of a format that is sealed."""
    sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'seals'"
    return connection.execute(sql).fetchone() is not None


def look(connection: sqlite3.Connection) -> Seal:
    """Return how a file stands to its seal; ``BROKEN`` means that it was not closed properly."""
    if not has_seal(connection):
        return Seal.NONE
    if _too_large(connection):
        return Seal.NONE
    found = connection.execute("SELECT state FROM seals WHERE id = 1").fetchone()
    kept = bytes(found[0]) if found is not None and isinstance(found[0], bytes) else b""
    if kept == BROKEN:
        return Seal.BROKEN
    if len(kept) != _LENGTH or not kept.startswith(MARK):
        return Seal.DAMAGED
    if not hasattr(connection, "serialize"):
        return Seal.NONE  # an SQLite built without it can neither seal nor compare
    pages = connection.serialize()
    if digest(pages) == kept[len(MARK) : len(MARK) + _DIGEST]:
        return Seal.WHOLE
    return Seal.DAMAGED if pages[_CHANGES] == kept[-_COUNTER:] else Seal.OUTSIDE


def _too_large(connection: sqlite3.Connection) -> bool:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return int(pages * connection.execute("PRAGMA page_size").fetchone()[0]) > LARGEST


def break_seal(connection: sqlite3.Connection) -> None:
    """Say inside a transaction that the file is being changed."""
    connection.execute("UPDATE seals SET state = ? WHERE state IS NOT ?", (BROKEN, BROKEN))


def put(connection: sqlite3.Connection) -> bool:
    """Fold everything into one plain file and seal it; tell whether that was possible.

    It is not while another connection is open: the last one to close does it.
    """
    try:
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    if mode != "delete" or not has_seal(connection) or not hasattr(connection, "serialize"):
        return False
    if _too_large(connection):
        return False
    connection.execute("BEGIN EXCLUSIVE")
    try:
        _keep(connection, bytes(_DIGEST + _COUNTER))  # laid out as it will be, then measured
        pages = connection.serialize()
        # Committing moves the counter by one; it is stored as it will be then.
        counter = (int.from_bytes(pages[_CHANGES], "big") + 1) % 2**32
        _keep(connection, digest(pages) + counter.to_bytes(_COUNTER, "big"))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return True


def digest(pages: bytes) -> bytes:
    """Return the digest of a database image, leaving out what opening it alters."""
    # Piece by piece: a second image beside the first would double the memory of opening a file.
    found, view, done = hashlib.sha256(), memoryview(pages), 0
    for start, end in _left_out(pages):
        found.update(view[done:start])
        found.update(bytes(end - start))
        done = end
    found.update(view[done:])
    return found.digest()


def _left_out(pages: bytes) -> Iterator[tuple[int, int]]:
    """Yield where an image counts as zeros: what opening alters, and behind each mark."""
    for start, end in _LOOSE:
        yield start, end
    place = pages.find(MARK, end)
    while place >= 0:
        start, end = place + len(MARK), min(place + _LENGTH, len(pages))
        yield start, end
        place = pages.find(MARK, end)


def _keep(connection: sqlite3.Connection, rest: bytes) -> None:
    connection.execute(
        "INSERT INTO seals (id, state) VALUES (1, ?) "
        "ON CONFLICT (id) DO UPDATE SET state = excluded.state",
        (MARK + rest,),
    )
