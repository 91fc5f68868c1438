"""The shipped crises and milestones, with sources and what KOSPI measurably did at each."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.host.paths import resource_folder


@cache
def episodes() -> tuple[Episode, ...]:
    """Return every shipped episode by rising day; the measured moves are fractions of one."""
    return load(resource_folder() / "episodes" / "episodes.csv")


def load(path: Path) -> tuple[Episode, ...]:
    """Read an episode table.

    Raises
    ------
    ValueError
        A cell that has to be a day or a number is none, or a kind or a check is unknown.
    """
    with path.open(encoding="utf-8", newline="") as file:
        found = [_episode(row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda episode: episode.day))


def _episode(row: dict[str, str]) -> Episode:
    if row["kind"] not in {"crisis", "milestone"}:
        raise ValueError(f"unknown kind {row['kind']!r}")
    if row["checked"] not in {"seen", "partial", "memory"}:
        raise ValueError(f"unknown check {row['checked']!r}")
    return Episode(
        day=date.fromisoformat(row["day"]),
        kind=row["kind"],
        topic=row["topic"],
        title=row["title"],
        source=row["source"],
        address=row["address"],
        checked=row["checked"],
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        reaction=_reaction(row),
    )


def _reaction(row: dict[str, str]) -> Reaction | None:
    if not row["session"]:
        return None
    return Reaction(
        session=date.fromisoformat(row["session"]),
        first=float(row["first"]),
        next=_number(row["next"]),
        week=_number(row["week"]),
        worst=_number(row["worst"]),
        drawdown=_number(row["drawdown"]),
        recovery=int(row["recovery"]) if row["recovery"] else None,
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
