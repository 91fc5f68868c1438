"""Figures that hold from one day to the next: noted when they change, laid out once at the end.

Writing each change into all days after it would cost days x changes; this costs days + changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Steps:
    """Changes of ``width`` columns in the order of days; the last one of a day holds."""

    places: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def note(self, place: int, column: int, value: float) -> None:
        """Let a column have a value from day ``place`` on."""
        self.places.append(place)
        self.columns.append(column)
        self.values.append(value)

    def laid_out(self, count: int, width: int) -> Floats:
        """Return days (``count``) x columns, each column in one piece of memory; zero at first."""
        if not count or not width:
            return np.zeros((count, width))
        columns = np.concatenate([np.arange(width), np.array(self.columns, dtype=np.int64)])
        places = np.concatenate([np.zeros(width, np.int64), np.array(self.places, dtype=np.int64)])
        values = np.concatenate([np.zeros(width), np.array(self.values, dtype=np.float64)])
        starts = columns * count + places
        order = np.argsort(starts, kind="stable")
        starts, values = starts[order], values[order]
        last = np.append(starts[1:] != starts[:-1], True)
        starts, values = starts[last], values[last]
        lengths = np.diff(starts, append=count * width)
        return np.repeat(values, lengths).reshape(width, count).T


@dataclass(slots=True)
class Level:
    """One balance that is added to: ``now`` is where it stands."""

    now: float = 0.0
    steps: Steps = field(default_factory=Steps)

    def add(self, place: int, amount: float) -> None:
        """Add to the balance from day ``place`` on."""
        self.now += amount
        self.steps.note(place, 0, self.now)

    def laid_out(self, count: int) -> Floats:
        """Return the balance of each day."""
        return self.steps.laid_out(count, 1)[:, 0]
