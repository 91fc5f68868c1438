"""What a cell may show instead of its text: chips, or a bar against a limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """A small label with a colour; ``colour`` is the key of a theme."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value against its warning and its breach level, all in one unit.

    ``tone`` names a colour token; ``floor`` means that less is worse.
    """

    value: float | None
    warn: float | None
    breach: float | None
    tone: str
    floor: bool = False

    @property
    def reach(self) -> float:
        """Return the value at the right end of the track, in the unit of the limit."""
        known = [part for part in (self.value, self.warn, self.breach) if part is not None]
        return 1.15 * max((abs(part) for part in known), default=0.0) or 1.0
