"""Corridor themes, the user's own themes, and who said that a holding belongs to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FULL = 10_000
"""Basis points of a whole holding."""


class Confidence(StrEnum):
    """How sure the person who tagged was."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme; ``corridor`` marks the three of the Moscow-Pyongyang corridor."""

    id: str
    name: str
    corridor: bool = False
    description: str = ""


CORRIDOR_THEMES = (
    Theme(
        "resource_transit",
        "Resource transit",
        True,
        "Rail, ports, coal, metals and energy that would move through the corridor.",
    ),
    Theme(
        "regional_rebalancing",
        "Regional rebalancing",
        True,
        "Builders, defence and neighbours that gain or lose when the region's ties shift.",
    ),
    Theme(
        "tourism_education",
        "Tourism and education",
        True,
        "Resorts, travel, exchanges and schools.",
    ),
)


@dataclass(frozen=True, slots=True)
class ThemeTag:
    """``basis_points`` of a holding's value are said to hang on a theme from ``valid_from`` on.

    A tag is an opinion: ``reason``, ``source`` and ``recorded`` (the day it was written down) go
    with it. ``basis_points`` 0 ends an earlier tag. ``driver`` says what would have to happen
    (``inter_korean_thaw``, ``russia_dprk`` ...), empty when not stated.
    """

    instrument_id: str
    theme_id: str
    basis_points: int
    valid_from: date
    recorded: date
    reason: str = ""
    source: str = ""
    confidence: Confidence = Confidence.MEDIUM
    driver: str = ""


@dataclass(frozen=True, slots=True)
class TagBook:
    """Every tag ever given, oldest first, and the themes they speak of."""

    themes: tuple[Theme, ...]
    tags: tuple[ThemeTag, ...] = ()

    def at(self, as_of: date) -> dict[str, tuple[ThemeTag, ...]]:
        """Return the tags in force on ``as_of`` by instrument; the latest of each theme wins."""
        latest: dict[tuple[str, str], ThemeTag] = {}
        for tag in self.tags:
            if tag.valid_from <= as_of:
                latest[tag.instrument_id, tag.theme_id] = tag
        found: dict[str, list[ThemeTag]] = {}
        for tag in latest.values():
            if tag.basis_points > 0:
                found.setdefault(tag.instrument_id, []).append(tag)
        return {instrument: tuple(tags) for instrument, tags in found.items()}
