"""How crises and milestones are named wherever they stand in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.ui import format as fmt

if TYPE_CHECKING:
    from corridor_desktop.stress.report import EpisodeRow

CHECKED = {
    "seen": "verified",
    "partial": "partly verified",
    "memory": "from memory",
    "own": "yours",
}


def key(row: EpisodeRow) -> str:
    """Return what names an episode."""
    return f"{row.episode.day.isoformat()}|{row.episode.title}"


def move(value: float | None) -> str:
    """Return a move of KOSPI or of the portfolio."""
    return fmt.percent(value, signed=True)


def tone(value: float | None) -> str:
    """Return the colour token of a move: falls stand out."""
    return "negative" if value is not None and value < 0 else ""
