"""The append-only log of decisions, chained by digests so that a later edit shows."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from corridor_desktop.domain.finding import Decision
from corridor_desktop.store.cells import day, iso, pack
from corridor_desktop.store.database import Database

_COLUMNS = "at, kind, limit_id, subject, measured, reason, until, detail"


class Decisions:
    """Append to and read the log; nothing in it is ever changed or removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Decision, ...]:
        """Return every entry, oldest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM decisions ORDER BY seq")
        return tuple(_decision(row) for row in rows)

    def append(self, *decisions: Decision) -> None:
        """Write entries down, all or none, each sealed to the one before it."""
        with self._database.write() as connection:
            found = connection.execute(
                "SELECT digest FROM decisions ORDER BY seq DESC LIMIT 1"
            ).fetchone()
            previous = str(found[0]) if found else ""
            for decision in decisions:
                row = _row(decision)
                digest = _seal(previous, row)
                connection.execute(
                    f"INSERT INTO decisions ({_COLUMNS}, previous, digest) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*row, previous, digest),
                )
                previous = digest

    def verify(self) -> int | None:
        """Return the number of the first broken entry, counted from 1; ``None``: all hold.

        An entry that was changed, put in, or taken out breaks the chain; so does a missing end,
        because SQLite remembers the highest number it ever gave.
        """
        rows = self._database.rows(
            f"SELECT seq, previous, digest, {_COLUMNS} FROM decisions ORDER BY seq"
        )
        previous = ""
        for number, (seq, stated, digest, *row) in enumerate(rows, start=1):
            if seq != number or stated != previous or digest != _seal(previous, row):
                return number
            previous = digest
        given = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'decisions'")
        return len(rows) + 1 if given is not None and given[0] > len(rows) else None


def _seal(previous: str, row: tuple[object, ...] | list[object]) -> str:
    return hashlib.sha256(f"{previous}\n{pack(list(row))}".encode()).hexdigest()


def _row(decision: Decision) -> tuple[object, ...]:
    return (
        decision.at.isoformat(),
        decision.kind,
        decision.limit,
        decision.subject,
        None if decision.measured is None else float(decision.measured),
        decision.reason,
        iso(decision.until),
        decision.detail,
    )


def _decision(row: tuple[Any, ...]) -> Decision:
    at, kind, limit, subject, measured, reason, until, detail = row
    last: date | None = day(until)
    moment = datetime.fromisoformat(at)
    return Decision(moment, kind, limit, subject, measured, reason, last, detail)
