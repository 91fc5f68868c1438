"""Imports: what each file brought, and taking one back as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corridor_desktop.store.cells import day, instant, iso
from corridor_desktop.store.database import Database

_COLUMNS = (
    "id, digest, file_name, imported_at, profile, broker, kind, account_id, start, end, "
    "imported, duplicates, skipped, needs_you, notes, undone_at, incomplete"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """One imported file. ``kind`` is transactions, positions, classes or prices.

    ``start`` and ``end`` bound the facts; the four counts are of records: added, already in the
    book, skipped with a reason, and waiting for the user. ``undone_at`` is set once it was taken
    back. ``incomplete`` tells that an earlier import with overlapping facts was taken back
    since, so that reading the same file again may bring more.
    """

    id: str
    digest: str
    file_name: str
    imported_at: datetime
    profile: str = ""
    broker: str = ""
    kind: str = "transactions"
    account_id: str | None = None
    start: date | None = None
    end: date | None = None
    imported: int = 0
    duplicates: int = 0
    skipped: int = 0
    needs_you: int = 0
    notes: str = ""
    undone_at: datetime | None = None
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back removed.

    ``kept`` records stay because another import told them too; ``reread`` are imports whose file
    would bring more when it is read again.
    """

    batch_id: str
    transactions: int
    statements: int
    instruments: int
    reread: tuple[str, ...] = ()
    kept: int = 0


class Batches:
    """Keep the history of imports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_id(self) -> str:
        """Return an id that no import had before (``i1``, ``i2`` ...)."""
        found = self._database.row("SELECT coalesce(max(seq), 0) + 1 FROM batches")
        return f"i{found[0] if found else 1}"

    def add(self, batch: Batch) -> None:
        """Write an import into the history; its raw file must be kept already."""
        self._database.run(
            f"INSERT INTO batches ({_COLUMNS}) VALUES ({', '.join('?' * 17)})",
            (
                batch.id,
                batch.digest,
                batch.file_name,
                batch.imported_at.isoformat(),
                batch.profile,
                batch.broker,
                batch.kind,
                batch.account_id,
                iso(batch.start),
                iso(batch.end),
                batch.imported,
                batch.duplicates,
                batch.skipped,
                batch.needs_you,
                batch.notes,
                iso(batch.undone_at),
                int(batch.incomplete),
            ),
        )

    def all(self) -> tuple[Batch, ...]:
        """Return every import, oldest first, those taken back too."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM batches ORDER BY seq")
        return tuple(_batch(row) for row in rows)

    def get(self, batch_id: str) -> Batch | None:
        """Return an import by id."""
        found = self._database.row(f"SELECT {_COLUMNS} FROM batches WHERE id = ?", (batch_id,))
        return _batch(found) if found else None

    def in_force(self, digest: str) -> Batch | None:
        """Return the latest import of a file that was not taken back."""
        found = self._database.row(
            f"SELECT {_COLUMNS} FROM batches WHERE digest = ? AND undone_at IS NULL "
            "ORDER BY seq DESC",
            (digest,),
        )
        return _batch(found) if found else None

    def mark_undone(
        self, batch_id: str, at: datetime, bereft: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Mark an import as taken back; return those whose files would bring more now.

        These are the ``bereft``, and later imports of the account that left facts to this one
        without a voucher (files of a format before vouchers were kept).
        """
        with self._database.write() as connection:
            connection.execute(
                "UPDATE batches SET undone_at = ? WHERE id = ?", (at.isoformat(), batch_id)
            )
            rows = connection.execute(
                "UPDATE batches SET incomplete = 1 WHERE undone_at IS NULL AND duplicates > "
                "(SELECT count(*) FROM vouchers WHERE batch_id = batches.id AND restated = 0) "
                "AND seq > (SELECT seq FROM batches WHERE id = ?1) "
                "AND (account_id IS NULL OR (SELECT account_id FROM batches WHERE id = ?1) IS NULL "
                "OR account_id = (SELECT account_id FROM batches WHERE id = ?1)) RETURNING id",
                (batch_id,),
            ).fetchall()
            connection.executemany(
                "UPDATE batches SET incomplete = 1 WHERE id = ?", [(each,) for each in bereft]
            )
        return tuple(sorted({*bereft, *(str(row[0]) for row in rows)}))


def _batch(row: tuple[Any, ...]) -> Batch:
    return Batch(
        id=row[0],
        digest=row[1],
        file_name=row[2],
        imported_at=datetime.fromisoformat(row[3]),
        profile=row[4],
        broker=row[5],
        kind=row[6],
        account_id=row[7],
        start=day(row[8]),
        end=day(row[9]),
        imported=row[10],
        duplicates=row[11],
        skipped=row[12],
        needs_you=row[13],
        notes=row[14],
        undone_at=instant(row[15]),
        incomplete=bool(row[16]),
    )
