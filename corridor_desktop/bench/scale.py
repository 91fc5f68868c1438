"""How large an invented portfolio is, and along which axis two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True)
class Scale:
    """``holdings`` instruments, all held at the end, over ``years`` of weekdays."""

    name: str
    holdings: int
    transactions: int
    years: int


RETAIL = Scale("1x", 300, 10_000, 25)
TENFOLD = Scale("10x", 3_000, 100_000, 25)
HUNDREDFOLD = Scale("100x", 30_000, 1_000_000, 25)
MORE_TRANSACTIONS = Scale("10x transactions", 300, 100_000, 25)
MORE_HOLDINGS = Scale("10x holdings", 3_000, 10_000, 25)
FEWER_DAYS = Scale("a fifth of the days", 300, 10_000, 5)
TINY = Scale("tiny", 12, 240, 3)
"""For trying the benchmark itself; its ratios say nothing."""

SCALES = {
    scale.name: scale
    for scale in (
        RETAIL,
        TENFOLD,
        HUNDREDFOLD,
        MORE_TRANSACTIONS,
        MORE_HOLDINGS,
        FEWER_DAYS,
        TINY,
    )
}

AXES = {
    "transactions": MORE_TRANSACTIONS,
    "days": FEWER_DAYS,
    "holdings": MORE_HOLDINGS,
}
"""Scales that differ from the retail one along one axis alone."""


def size_along(scale: Scale, axis: str) -> int:
    """Return how large a scale is along an axis of ``AXES``."""
    return {
        "transactions": scale.transactions,
        "holdings": scale.holdings,
        "days": scale.years,
    }[axis]


def growth(small: float, large: float, times: float) -> float | None:
    """Return p where cost grows with size to the power p; ``None`` where it cannot be told.

    ``times`` is by how much the second size is the first one (below one for a smaller size).
    """
    if small <= 0 or large <= 0 or times <= 0 or times == 1:
        return None
    return log(large / small) / log(times)
