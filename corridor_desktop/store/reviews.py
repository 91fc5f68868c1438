"""The last review, packed, so that a start shows it before anything is computed.

It is derived and may be thrown away at any time: what cannot be unpacked counts as none.
"""

from __future__ import annotations

import zlib
from datetime import date, datetime

from corridor_desktop.store.database import Database

LARGEST = 64_000_000
"""Bytes of an unpacked review beyond which it is not believed."""


class LastReview:
    """Keep and give back one packed review."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, content: bytes, shape: str, as_of: date, made_at: datetime) -> None:
        """Replace what was kept; ``shape`` names the form that the content has."""
        self._database.run(
            "INSERT INTO last_review (id, as_of, made_at, shape, packed) VALUES (1, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET as_of = excluded.as_of, made_at = excluded.made_at, "
            "shape = excluded.shape, packed = excluded.packed",
            (as_of.isoformat(), made_at.isoformat(), shape, zlib.compress(content, 1)),
        )

    def get(self, shape: str) -> bytes | None:
        """Return the kept review, ``None`` when there is none of that shape."""
        sql = "SELECT packed FROM last_review WHERE shape = ?"
        found = self._database.row(sql, (shape,))
        if found is None:
            return None
        unpacking = zlib.decompressobj()
        try:
            content = unpacking.decompress(found[0], LARGEST)
        except zlib.error:
            return None
        return content if unpacking.eof else None

    def forget(self) -> None:
        """Throw the kept review away."""
        self._database.run("DELETE FROM last_review")
