"""Who else vouches for a booked fact: later files that held it too, and where in them.

When an import is taken back, a fact that another file also told stays and moves to that file.
A restated voucher only leans on a fact that is like its own row: it never inherits it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corridor_desktop.domain.transaction import SourceRow
from corridor_desktop.store.cells import lines_text
from corridor_desktop.store.database import Database

_OF_BATCH = (
    "(SELECT id FROM transactions WHERE batch_id = ?1 "
    "UNION ALL SELECT id FROM statements WHERE batch_id = ?1)"
)


@dataclass(frozen=True, slots=True)
class Voucher:
    """A file's word for a fact of another import.

    ``fact_id`` is a transaction or a statement; ``position`` counts the lines of a statement from
    0 and is 0 for a transaction.
    """

    fact_id: str
    batch_id: str
    source: SourceRow
    position: int = 0
    restated: bool = False


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What an undo moved: records by the import that holds them now, and who must be read again."""

    heirs: Mapping[str, int]
    bereft: tuple[str, ...]


class Vouchers:
    """Keep who vouches for what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, vouchers: Iterable[Voucher]) -> None:
        """Add vouchers; the same word of the same import twice counts once."""
        rows = [
            (each.fact_id, each.position, each.batch_id, each.source.digest,
             lines_text(each.source), int(each.restated))
            for each in vouchers
        ]  # fmt: skip
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO vouchers VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows
            )

    def count(self, batch_id: str) -> int:
        """Return for how many records of other imports an import vouches."""
        found = self._database.row(
            "SELECT count(*) FROM vouchers WHERE batch_id = ? AND restated = 0", (batch_id,)
        )
        return int(found[0]) if found else 0

    def hand_over(self, batch_id: str) -> HandedOver:
        """Move what other imports vouch for from one import to the earliest of them.

        Afterwards only facts that nobody else told belong to ``batch_id``.
        """
        with self._database.write() as connection:
            bereft = connection.execute(
                "SELECT DISTINCT batch_id FROM vouchers WHERE restated = 1 "
                f"AND fact_id IN {_OF_BATCH}",
                (batch_id,),
            ).fetchall()
            told = connection.execute(
                "SELECT v.fact_id, v.position, v.batch_id, v.digest, v.lines "
                "FROM vouchers v JOIN batches b ON b.id = v.batch_id "
                f"WHERE v.restated = 0 AND v.fact_id IN {_OF_BATCH} ORDER BY b.seq",
                (batch_id,),
            ).fetchall()
            heir: dict[str, str] = {}
            for fact, _, batch, _, _ in told:
                heir.setdefault(fact, batch)
            moved = [
                (batch, digest, lines, fact, position)
                for fact, position, batch, digest, lines in told
                if heir[fact] == batch
            ]
            connection.executemany(
                "UPDATE transactions SET batch_id = ?, digest = ?, lines = ? WHERE id = ?",
                [row[:4] for row in moved],
            )
            connection.executemany(
                "UPDATE statement_lines SET digest = ?, lines = ? "
                "WHERE statement_id = ? AND position = ?",
                [row[1:] for row in moved],
            )
            connection.executemany(
                "UPDATE statements SET batch_id = ?1 WHERE id = ?2",
                [(batch, fact) for fact, batch in heir.items()],
            )
            connection.executemany(
                "DELETE FROM vouchers WHERE batch_id = ? AND fact_id = ? AND position = ?",
                [(batch, fact, position) for batch, _, _, fact, position in moved],
            )
            connection.execute(
                f"DELETE FROM vouchers WHERE batch_id = ?1 OR fact_id IN {_OF_BATCH}", (batch_id,)
            )
            heirs = Counter(row[0] for row in moved)
            connection.executemany(
                "UPDATE batches SET imported = imported + ?2, duplicates = duplicates - ?2 "
                "WHERE id = ?1",
                list(heirs.items()),
            )
        return HandedOver(heirs, tuple(sorted(str(row[0]) for row in bereft)))
