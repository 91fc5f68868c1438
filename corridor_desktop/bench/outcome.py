"""What was measured of one part on one scale, and what follows from several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from corridor_desktop.bench.meter import Round
from corridor_desktop.bench.workload import Figures


@dataclass(frozen=True, slots=True)
class Outcome:
    """All rounds of one part. Without rounds ``why`` says what stood in the way."""

    workload: str
    part: str
    scale: str
    rounds: tuple[Round, ...] = ()
    figures: Figures = field(default_factory=dict)
    why: str = ""

    @property
    def cpu(self) -> float:
        """Return the median of processor seconds."""
        return median(one.cpu for one in self.rounds)

    @property
    def wall(self) -> float:
        """Return the median of seconds on the clock."""
        return median(one.wall for one in self.rounds)

    @property
    def spread(self) -> float:
        """Return half of the middle half of processor seconds, as a fraction of the median."""
        if len(self.rounds) < 2 or not self.cpu:
            return 0.0
        low, _, high = quantiles((one.cpu for one in self.rounds), n=4, method="inclusive")
        return (high - low) / 2 / self.cpu

    @property
    def peak(self) -> float | None:
        """Return the largest resident size in MB."""
        told = [one.peak for one in self.rounds if one.peak is not None]
        return max(told) if told else None

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as a document."""
        if not self.rounds:
            return {"part": self.part, "scale": self.scale, "why": self.why}
        return {
            "part": self.part,
            "scale": self.scale,
            "cpu_seconds": round(self.cpu, 5),
            "wall_seconds": round(self.wall, 5),
            "spread": round(self.spread, 3),
            "peak_mb": None if self.peak is None else round(self.peak, 1),
            "rounds": len(self.rounds),
        }


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one run of the benchmark measured."""

    machine: Mapping[str, str]
    outcomes: tuple[Outcome, ...]

    def of(self, workload: str, part: str, scale: str) -> Outcome | None:
        """Return the outcome of a part on a scale, ``None`` where it was not asked for."""
        for found in self.outcomes:
            if (found.workload, found.part, found.scale) == (workload, part, scale):
                return found
        return None

    def ratio(self, workload: str, part: str, other: str, scale: str) -> float | None:
        """Return processor time of a part over that of another; ``None`` without both."""
        mine, theirs = self.of(workload, part, scale), self.of(workload, other, scale)
        if mine is None or theirs is None or not mine.rounds or not theirs.rounds:
            return None
        return mine.cpu / theirs.cpu if theirs.cpu else None
