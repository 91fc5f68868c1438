"""The bytes of imported files, kept by digest so that every fact can be traced and re-read."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime

from corridor_desktop.store import trouble
from corridor_desktop.store.database import Database


class RawFiles:
    """Keep and give back imported files."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, content: bytes, name: str, at: datetime) -> str:
        """Keep the bytes of a file once; return their SHA-256 in hexadecimal."""
        digest = hashlib.sha256(content).hexdigest()
        self._database.run(
            "INSERT INTO raw_files (digest, name, size, added_at, packed) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
            (digest, name, len(content), at.isoformat(), zlib.compress(content, 6)),
        )
        return digest

    def content(self, digest: str) -> bytes | None:
        """Return the bytes of a kept file, ``None`` when there is none.

        Raises
        ------
        FileTrouble
            damaged, when the bytes are no longer those that were kept.
        """
        found = self._database.row("SELECT packed, size FROM raw_files WHERE digest = ?", (digest,))
        if found is None:
            return None
        content = _unpacked(found[0], digest, found[1])
        if content is None:
            raise trouble.damaged(self._database.path, "a kept statement file")
        return content

    def changed(self) -> tuple[str, ...]:
        """Return the names of kept files whose bytes are no longer those that were kept."""
        rows = self._database.rows("SELECT name, packed, digest, size FROM raw_files ORDER BY name")
        return tuple(row[0] for row in rows if _unpacked(row[1], row[2], row[3]) is None)

    def names(self) -> dict[str, str]:
        """Return the file name of every kept file by digest."""
        return dict(self._database.rows("SELECT digest, name FROM raw_files ORDER BY added_at"))


def _unpacked(packed: bytes, digest: str, size: int) -> bytes | None:
    try:
        # One byte more than there should be is enough to see that something is wrong.
        content = zlib.decompressobj().decompress(packed, size + 1)
    except (zlib.error, ValueError, OverflowError):
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
