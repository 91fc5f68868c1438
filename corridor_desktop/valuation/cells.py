"""Amounts in a few cells of days x columns, where a full array would be nearly all zeros."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """``amounts[n]`` stands on day ``places[n]`` in column ``columns[n]``, each cell once."""

    places: Places
    columns: Places
    amounts: Floats

    def by_day(self, width: int) -> tuple[Places, Floats]:
        """Return the days that have any, and their whole rows (days x ``width``)."""
        days, at = np.unique(self.places, return_inverse=True)
        rows = np.zeros((len(days), width))
        rows[at, self.columns] = self.amounts
        return days, rows


def cells_of(units: dict[tuple[int, int], float], prices: Floats) -> Cells:
    """Return units by day and column as cells of their worth at ``prices`` (days x columns)."""
    places = np.array([place for place, _ in units], dtype=np.int64)
    columns = np.array([column for _, column in units], dtype=np.int64)
    amounts = np.array(list(units.values()), dtype=np.float64)
    return Cells(places, columns, amounts * prices[places, columns])


def appeared(quantities: Floats, prices: Floats, priced: NDArray[np.bool_]) -> Cells:
    """Return the value of what was held before and has a price from this day on (or no more)."""
    columns, places = np.nonzero((priced[1:] != priced[:-1]).T)
    now = priced[places + 1, columns]
    came = quantities[places, columns] * prices[places + 1, columns]
    left = 0.0 - quantities[places, columns] * prices[places, columns]
    return Cells(places + 1, columns, np.where(now, came, left))


def added_up(shape: tuple[int, int], *parts: Cells) -> Cells:
    """Return the sum of parts cell by cell, in the order of the parts."""
    if not parts:
        return Cells(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    flat = np.concatenate([part.columns * shape[0] + part.places for part in parts])
    cells, at = np.unique(flat, return_inverse=True)
    amounts = np.zeros(len(cells))
    np.add.at(amounts, at, np.concatenate([part.amounts for part in parts]))
    return Cells(cells % shape[0], cells // shape[0], amounts)
