"""Small texts by key: settings, column maps, answers, plans; and dismissed suggestions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from corridor_desktop.store.database import Database


class Drawer(StrEnum):
    """Which small texts; the value is the table."""

    SETTINGS = "settings"
    COLUMN_MAPS = "column_maps"
    ANSWERS = "answers"
    PLANS = "plans"


class Texts:
    """Keep texts by key."""

    def __init__(self, database: Database, drawer: Drawer) -> None:
        self._database = database
        self._table = drawer.value

    def all(self) -> dict[str, str]:
        """Return every text by key."""
        return dict(self._database.rows(f"SELECT key, value FROM {self._table} ORDER BY key"))

    def get(self, key: str) -> str | None:
        """Return a text."""
        found = self._database.row(f"SELECT value FROM {self._table} WHERE key = ?", (key,))
        return str(found[0]) if found else None

    def keep(self, key: str, value: str) -> None:
        """Keep a text in place of what was there."""
        self._database.run(
            f"INSERT INTO {self._table} (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def remove(self, key: str) -> None:
        """Remove a text; silently fine when there is none."""
        self._database.run(f"DELETE FROM {self._table} WHERE key = ?", (key,))


class Dismissals:
    """Suggestions that the user does not want to see again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> frozenset[str]:
        """Return the ids of dismissed suggestions."""
        return frozenset(
            row[0] for row in self._database.rows("SELECT id FROM dismissed_suggestions")
        )

    def add(self, suggestion_id: str, at: datetime) -> None:
        """Dismiss a suggestion."""
        self._database.run(
            "INSERT INTO dismissed_suggestions (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (suggestion_id, at.isoformat()),
        )

    def restore(self, suggestion_id: str) -> None:
        """Show a suggestion again."""
        self._database.run("DELETE FROM dismissed_suggestions WHERE id = ?", (suggestion_id,))
