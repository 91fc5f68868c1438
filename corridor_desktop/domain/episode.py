"""Dated history: crises and milestones of the corridor, with sources and what KOSPI did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CRISIS, MILESTONE = "crisis", "milestone"
OWN = "own"


@dataclass(frozen=True, slots=True)
class Reaction:
    """What KOSPI measurably did, as fractions of one (-0.0343 is -3.43 %).

    ``session`` is the first session that could react, ``first`` its close-to-close move,
    ``next`` and ``week`` the cumulative move one and five sessions later, ``worst`` the lowest
    cumulative close within ten sessions, ``recovery`` the sessions until the close was back.
    """

    session: date
    first: float
    next: float | None = None
    week: float | None = None
    worst: float | None = None
    drawdown: float | None = None
    recovery: int | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """A crisis or a milestone.

    ``checked`` is ``seen``, ``partial``, ``memory`` (unverified) or ``own`` (entered by the user).
    ``kind`` is ``crisis`` or ``milestone``; ``topic`` the finer kind as the sources name it.
    ``number`` names an own episode in its portfolio file, ``None`` for the shipped ones.
    """

    day: date
    kind: str
    topic: str
    title: str
    source: str
    address: str
    checked: str
    end: date | None = None
    reaction: Reaction | None = None
    number: int | None = None

    @property
    def verified(self) -> bool:
        """Tell whether date and source were seen, not only remembered."""
        return self.checked == "seen"
