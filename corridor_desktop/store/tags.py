"""Theme tags with their whole history, and the themes that the user made."""

from __future__ import annotations

from datetime import date

from corridor_desktop.domain.foreign_class import told_tags
from corridor_desktop.domain.theme import (
    CORRIDOR_THEMES,
    Confidence,
    TagBook,
    Theme,
    ThemeTag,
)
from corridor_desktop.store.database import Database
from corridor_desktop.store.foreign_classes import ForeignClasses


class Tags:
    """Add and list tags; a tag is never changed, a later one takes its place."""

    def __init__(self, database: Database, classes: ForeignClasses) -> None:
        self._database = database
        self._classes = classes

    def book(self) -> TagBook:
        """Return every theme and every tag: those that classes of imports make, then the own."""
        own = self.own()
        told = told_tags(self._classes.all(), own)
        return TagBook((*CORRIDOR_THEMES, *self.own_themes()), (*told, *own))

    def own(self) -> tuple[ThemeTag, ...]:
        """Return every tag that was written down here, oldest first."""
        rows = self._database.rows(
            "SELECT instrument_id, theme_id, basis_points, valid_from, recorded, reason, source, "
            "confidence, driver FROM tags ORDER BY seq"
        )
        return tuple(
            ThemeTag(
                instrument_id=row[0],
                theme_id=row[1],
                basis_points=row[2],
                valid_from=date.fromisoformat(row[3]),
                recorded=date.fromisoformat(row[4]),
                reason=row[5],
                source=row[6],
                confidence=Confidence(row[7]),
                driver=row[8],
            )
            for row in rows
        )

    def add(self, *tags: ThemeTag) -> None:
        """Write tags down, all or none."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO tags (instrument_id, theme_id, basis_points, valid_from, recorded, "
                "reason, source, confidence, driver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        tag.instrument_id,
                        tag.theme_id,
                        tag.basis_points,
                        tag.valid_from.isoformat(),
                        tag.recorded.isoformat(),
                        tag.reason,
                        tag.source,
                        tag.confidence,
                        tag.driver,
                    )
                    for tag in tags
                ],
            )

    def own_themes(self) -> tuple[Theme, ...]:
        """Return the themes that the user made, in the order of their making."""
        rows = self._database.rows("SELECT id, name, description FROM themes ORDER BY rowid")
        return tuple(Theme(row[0], row[1], False, row[2]) for row in rows)

    def keep_theme(self, theme: Theme) -> None:
        """Add a theme of the user's own, or reword it."""
        self._database.run(
            "INSERT INTO themes (id, name, description) VALUES (?, ?, ?) ON CONFLICT (id) "
            "DO UPDATE SET name = excluded.name, description = excluded.description",
            (theme.id, theme.name, theme.description),
        )

    def remove_theme(self, theme_id: str) -> bool:
        """Remove an own theme that no tag or class speaks of; tell whether it went."""
        return bool(
            self._database.run(
                "DELETE FROM themes WHERE id = ?1 "
                "AND NOT EXISTS (SELECT 1 FROM tags WHERE theme_id = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM foreign_classes WHERE theme_id = ?1)",
                (theme_id,),
            )
        )
