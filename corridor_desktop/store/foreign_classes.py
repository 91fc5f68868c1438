"""Classes of other trackers, raw as imports told them, with what the user took each for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from corridor_desktop.domain.foreign_class import ForeignClass
from corridor_desktop.store.database import Database


class ForeignClasses:
    """Add and list classes; they belong to their import and go with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[ForeignClass, ...]:
        """Return every class of an import in force, oldest import first."""
        rows = self._database.rows(
            "SELECT c.batch_id, c.instrument_id, c.taxonomy, c.path, c.weight, c.theme_id, "
            "b.imported_at, b.file_name, c.lines, c.made FROM foreign_classes c "
            "JOIN batches b ON b.id = c.batch_id ORDER BY b.seq, c.position"
        )
        return tuple(
            ForeignClass(
                batch_id=row[0],
                instrument_id=row[1],
                taxonomy=row[2],
                path=tuple(json.loads(row[3])),
                weight=Decimal(row[4]) if row[4] is not None else None,
                theme_id=row[5],
                day=datetime.fromisoformat(row[6]).date(),
                file=row[7],
                lines=tuple(json.loads(row[8])),
                made=bool(row[9]),
            )
            for row in rows
        )

    def add(self, classes: Sequence[ForeignClass]) -> None:
        """Write the classes of one import, all or none."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO foreign_classes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        each.batch_id,
                        place,
                        each.instrument_id,
                        each.taxonomy,
                        json.dumps(each.path, ensure_ascii=False),
                        format(each.weight, "f") if each.weight is not None else None,
                        each.theme_id,
                        json.dumps(each.lines),
                        int(each.made),
                    )
                    for place, each in enumerate(classes)
                ],
            )

    def remove(self, batch_id: str) -> int:
        """Remove the classes of an import, and themes that it made and nothing speaks of now."""
        with self._database.write() as connection:
            made = connection.execute(
                "SELECT DISTINCT theme_id FROM foreign_classes WHERE batch_id = ? AND made = 1",
                (batch_id,),
            ).fetchall()
            gone = connection.execute(
                "DELETE FROM foreign_classes WHERE batch_id = ?", (batch_id,)
            ).rowcount
            connection.executemany(
                "DELETE FROM themes WHERE id = ?1 "
                "AND NOT EXISTS (SELECT 1 FROM tags WHERE theme_id = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM foreign_classes WHERE theme_id = ?1)",
                made,
            )
            return int(gone)
