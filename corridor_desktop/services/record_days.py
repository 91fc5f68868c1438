"""Single sessions that everybody remembers: what KOSPI did from close to close."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from corridor_desktop.host.paths import resource_folder


@dataclass(frozen=True, slots=True)
class RecordDay:
    """A session: ``move`` is a fraction of one (-0.1057 is -10.57 %), ``short`` its button."""

    day: date
    move: float
    title: str
    short: str


@cache
def record_days() -> tuple[RecordDay, ...]:
    """Return the shipped sessions by rising day."""
    return load(resource_folder() / "episodes" / "record_days.csv")


def load(path: Path) -> tuple[RecordDay, ...]:
    """Read a table of sessions.

    Raises
    ------
    ValueError
        A cell that has to be a day or a number is none.
    """
    with path.open(encoding="utf-8", newline="") as file:
        found = [
            RecordDay(
                date.fromisoformat(row["day"]), float(row["move"]), row["title"], row["short"]
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(found, key=lambda entry: entry.day))
