"""A fresh answer held against the stored closes of the same sessions, before anything is mixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from corridor_desktop.domain.prices import PriceSeries

SAME = 2e-6
"""Relative difference below which two closes are one: sources send single-precision numbers."""
SMALL = 0.005
"""Up to here a change is a late correction; beyond it the whole answer may mean something else."""
EVEN = 0.003
"""How far ratios may spread and still be one ratio: closes have few digits."""
MOSTLY = 0.95
"""Share of sessions on which two sources must agree before one continues the other."""

ODD = 5
"""So many times the usual difference of two sources is a dispute about one close."""


class Verdict(StrEnum):
    """What the overlap says of a fresh answer."""

    SAME = "same"
    CORRECTED = "corrected"
    REBASED = "rebased"
    RESTATED = "restated"
    OTHER_SOURCE = "other_source"


@dataclass(frozen=True, slots=True)
class Overlap:
    """``changes`` are (session, stored close, fresh close); ``n`` the sessions both have.

    ``ratio`` is stored by fresh where all changed by one ratio, else 1.
    """

    verdict: Verdict
    n: int
    changes: tuple[tuple[date, float, float], ...] = ()
    ratio: float = 1.0

    @property
    def mixes(self) -> bool:
        """Tell whether the fresh closes may go beside the stored ones."""
        return self.verdict in {Verdict.SAME, Verdict.CORRECTED}


def sources_of(series: PriceSeries) -> tuple[str, ...]:
    """Return the sources of a series, in the order in which they came in."""
    return tuple(filter(None, series.source.split(" and ")))


def compare(stored: PriceSeries, fresh: PriceSeries) -> Overlap:
    """Return what the sessions that both have say. Both are in one unit and split basis."""
    before = dict(zip(stored.days, stored.closes, strict=True))
    common = [(day, before[day], close) for day, close in zip(fresh.days, fresh.closes, strict=True)
              if day in before]  # fmt: skip
    changes = tuple(
        (date.fromordinal(day), old, new)
        for day, old, new in common
        if abs(new - old) > SAME * abs(old)
    )
    if fresh.source not in sources_of(stored):
        return _of_two_sources(stored, common, changes)
    if not changes:
        return Overlap(Verdict.SAME, len(common))
    return _of_one_source(stored, len(common), changes)


def _of_two_sources(
    stored: PriceSeries,
    common: list[tuple[int, float, float]],
    changes: tuple[tuple[date, float, float], ...],
) -> Overlap:
    if not len(stored):
        return Overlap(Verdict.SAME, 0)
    far = sum(1 for _, old, new in changes if abs(new - old) > SMALL * abs(old))
    if not common or far > (1 - MOSTLY) * len(common):
        return Overlap(Verdict.OTHER_SOURCE, len(common), changes)
    usual = median(abs(new - old) / abs(old) for _, old, new in common)
    apart = max(ODD * usual, 10 * SAME)
    disputed = tuple(line for line in changes if abs(line[2] - line[1]) > apart * abs(line[1]))
    return Overlap(Verdict.SAME, len(common), disputed)


def _of_one_source(
    stored: PriceSeries, n: int, changes: tuple[tuple[date, float, float], ...]
) -> Overlap:
    small = all(abs(new - old) <= SMALL * abs(old) for _, old, new in changes)
    last_only = n > 1 and len(changes) == 1 and changes[0][0] == stored.last
    if small or last_only:
        return Overlap(Verdict.CORRECTED, n, changes)
    ratios = [old / new for _, old, new in changes if new]
    middle = median(ratios) if ratios else 1.0
    even = len(changes) == len(ratios) > 1 and all(
        abs(ratio / middle - 1) <= EVEN for ratio in ratios
    )
    if even:
        return Overlap(Verdict.REBASED, n, changes, middle)
    return Overlap(Verdict.RESTATED, n, changes)
