"""What became of listings, as the user stated it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.store.cells import pack, text
from corridor_desktop.store.database import Database


class ListingChanges:
    """Keep and give back changes of listings, one of a kind for an instrument and day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[ListingChange, ...]:
        """Return every change, the oldest first."""
        rows = self._database.rows(
            "SELECT instrument_id, day, kind, content FROM listing_changes "
            "ORDER BY day, instrument_id, kind"
        )
        return tuple(_change(*row) for row in rows)

    def keep(self, change: ListingChange) -> None:
        """Keep a change in place of the one of its kind and day."""
        content = pack({
            "before": change.before, "after": change.after, "into": change.into,
            "ratio": text(change.ratio), "cost_share": text(change.cost_share),
        })  # fmt: skip
        self._database.run(
            "INSERT INTO listing_changes (instrument_id, day, kind, content) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (instrument_id, day, kind) DO UPDATE SET content = excluded.content",
            (change.instrument_id, change.day.isoformat(), change.kind, content),
        )

    def remove(self, instrument_id: str, day: date) -> int:
        """Take back what was stated of an instrument and day; return how many changes."""
        return self._database.run(
            "DELETE FROM listing_changes WHERE instrument_id = ? AND day = ?",
            (instrument_id, day.isoformat()),
        )


def _change(instrument_id: str, day: str, kind: str, content: str) -> ListingChange:
    cell = json.loads(content)
    return ListingChange(
        instrument_id,
        date.fromisoformat(day),
        ChangeKind(kind),
        cell["before"],
        cell["after"],
        cell["into"],
        Decimal(cell["ratio"]),
        Decimal(cell["cost_share"]),
    )
