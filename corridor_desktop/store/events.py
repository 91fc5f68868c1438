"""Episodes that the user added to the shipped ones."""

from __future__ import annotations

from datetime import date

from corridor_desktop.domain.episode import Episode
from corridor_desktop.store.cells import day, iso
from corridor_desktop.store.database import Database


class Events:
    """Keep the user's own episodes; what KOSPI did is measured, never stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[int, Episode]:
        """Return every own episode by number, oldest day first."""
        rows = self._database.rows(
            "SELECT id, day, kind, topic, title, source, address, checked, end FROM events "
            "ORDER BY day, id"
        )
        return {
            row[0]: Episode(
                day=date.fromisoformat(row[1]),
                kind=row[2],
                topic=row[3],
                title=row[4],
                source=row[5],
                address=row[6],
                checked=row[7],
                end=day(row[8]),
                number=row[0],
            )
            for row in rows
        }

    def add(self, episode: Episode) -> int:
        """Add an episode; return its number."""
        with self._database.write() as connection:
            done = connection.execute(
                "INSERT INTO events (day, kind, topic, title, source, address, checked, end) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                _cells(episode),
            )
            return int(done.lastrowid or 0)

    def put_back(self, number: int, episode: Episode) -> None:
        """Add an episode that was removed, under the number that it had."""
        self._database.run(
            "INSERT INTO events (day, kind, topic, title, source, address, checked, end, id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*_cells(episode), number),
        )

    def change(self, number: int, episode: Episode) -> bool:
        """Write an own episode anew; tell whether it was there."""
        return bool(
            self._database.run(
                "UPDATE events SET day = ?, kind = ?, topic = ?, title = ?, source = ?, "
                "address = ?, checked = ?, end = ? WHERE id = ?",
                (*_cells(episode), number),
            )
        )

    def remove(self, number: int) -> bool:
        """Remove an own episode; tell whether it was there."""
        return bool(self._database.run("DELETE FROM events WHERE id = ?", (number,)))


def _cells(episode: Episode) -> tuple[str | None, ...]:
    return (
        episode.day.isoformat(),
        episode.kind,
        episode.topic,
        episode.title,
        episode.source,
        episode.address,
        episode.checked,
        iso(episode.end),
    )
