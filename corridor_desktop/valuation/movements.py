"""What came into each holding and left it, day by day, so that a gain can be told from a trade.

Doubles, beside the daily values: for returns, contributions and changes of exposure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.valuation.cells import Cells, added_up, cells_of
from corridor_desktop.valuation.timeline import Paid, Timeline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Settled = tuple[Paid, float, float, bool]
"""A payment, the rate of its currency, the price of its holding, and whether there is one."""


@dataclass(frozen=True, slots=True)
class Movements:
    """By day (T) and instrument (N) or currency of cash (C), in the base currency.

    ``flow`` is money and units that came into a holding (+), less what it gave, income included;
    ``traded`` only the units that came, at their price. ``rate`` is the rate of the price's
    currency (``price_currencies``) into the base, NaN where unknown. ``cash`` is the value of the
    balances of ``currencies`` and ``cash_rate`` their rate.
    """

    flow: Floats
    traded: Floats
    rate: Floats
    price_currencies: tuple[str, ...]
    currencies: tuple[str, ...]
    cash: Floats
    cash_rate: Floats

    def gains(self, values: Floats) -> tuple[Floats, Floats]:
        """Return each day's gain of each holding and the part of it that is the currency's (T x N).

        The gain is the change of value without what came and went. The currency's part is the
        closing value of what was held, income included, times the change of the rate; the price's
        part is the rest, so that the two add up exactly.
        """
        held = values - self.flow
        gain = held - _before(values)
        return gain, held * (1 - _step(self.rate))

    def cash_gains(self) -> Floats:
        """Return what yesterday's balances gained by their rate (T x C)."""
        return np.asarray(_before(self.cash) * (1 / _step(self.cash_rate) - 1))

    def changes(self, values: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the change of value by price, by rate and by trade (T x N); they add up to it."""
        held = values - self.traded
        by_rate = held * (1 - _step(self.rate))
        return held - _before(values) - by_rate, by_rate, self.traded


def _before(values: Floats) -> Floats:
    """Return the day before's values; nothing before the first day."""
    found = np.zeros_like(values)
    found[1:] = values[:-1]
    return found


def _step(rate: Floats) -> Floats:
    """Return yesterday's rate over today's; 1 where either is unknown."""
    found = np.ones_like(rate)
    if len(rate) > 1:
        good = np.isfinite(rate[1:]) & np.isfinite(rate[:-1]) & (rate[1:] > 0) & (rate[:-1] > 0)
        np.divide(rate[:-1], rate[1:], out=found[1:], where=good)
    return found


def gather_movements(
    line: Timeline,
    ids: Sequence[str],
    prices: Floats,
    settled: Sequence[Settled],
    came: Cells,
    rates: Mapping[str, Floats],
    quoted_in: Mapping[str, str],
) -> Movements:
    """Add up by instrument what the timeline says of each account's holding.

    ``prices`` (T x keys) are in the base currency, zero where there is none; ``settled`` are the
    payments with the rate and price of their day, ``came`` what appeared or vanished with its
    price; ``rates`` hold one array (T) per currency and ``quoted_in`` the currency of each
    instrument's price. What has no price has no value here, so nothing flows into it.
    """
    places = {instrument: place for place, instrument in enumerate(ids)}
    columns = np.array([places[instrument] for _, instrument in line.keys], dtype=np.int64)
    shape = (len(prices), len(ids))
    currencies = tuple(sorted(line.cash))
    count = len(prices)
    cash_rate = _stack([rates[currency] for currency in currencies], count)
    balances = _stack([line.cash[currency] for currency in currencies], count)
    return Movements(
        _by_instrument(added_up(prices.shape, _flows(line, prices, settled), came), columns, shape),
        _by_instrument(added_up(prices.shape, _traded(line, prices), came), columns, shape),
        _rates(ids, rates, quoted_in, count),
        tuple(quoted_in[key] for key in ids),
        currencies,
        balances * np.nan_to_num(cash_rate),
        cash_rate,
    )


def _flows(line: Timeline, prices: Floats, settled: Sequence[Settled]) -> Cells:
    """Return what money, and units carried over, brought into each key on a day."""
    moved = cells_of(line.moved, prices)
    cells = zip(moved.places.tolist(), moved.columns.tolist(), moved.amounts.tolist(), strict=True)
    flow = defaultdict(float, {(place, column): amount for place, column, amount in cells})
    for paid, rate, price, priced in settled:
        if paid.column >= 0 and priced:
            worth = paid.amount * rate if isfinite(rate) else paid.units * price
            flow[paid.place, paid.column] += worth
    for carried in line.carried:
        left, arrived = (carried.place, carried.left), (carried.place, carried.arrived)
        flow[left] -= carried.units * float(prices[left])
        flow[arrived] += carried.units * float(prices[arrived])
    return _cells(flow)


def _cells(amounts: Mapping[tuple[int, int], float]) -> Cells:
    return Cells(
        np.array([place for place, _ in amounts], dtype=np.int64),
        np.array([column for _, column in amounts], dtype=np.int64),
        np.array(list(amounts.values()), dtype=np.float64),
    )


def _traded(line: Timeline, prices: Floats) -> Cells:
    """Return the units that came, without those that a split made, at their price."""
    held = line.quantities
    if not held.size:
        return _cells({})
    columns, places = np.nonzero((held[1:] != held[:-1]).T)
    first = np.flatnonzero(held[0])
    places = np.concatenate([np.zeros(len(first), np.int64), places + 1])
    columns = np.concatenate([first, columns])
    before = np.where(places > 0, held[places - 1, columns], 0.0)
    split = _cells({at: -units for at, units in line.split.items()})
    units = added_up(held.shape, Cells(places, columns, held[places, columns] - before), split)
    return Cells(units.places, units.columns, units.amounts * prices[units.places, units.columns])


def _by_instrument(cells: Cells, columns: NDArray[np.int64], shape: tuple[int, int]) -> Floats:
    """Add the accounts of each instrument up (T x N), in the order of the keys."""
    found = np.zeros(shape)
    np.add.at(found, (cells.places, columns[cells.columns]), cells.amounts)
    return found


def _rates(
    ids: Sequence[str], rates: Mapping[str, Floats], quoted_in: Mapping[str, str], count: int
) -> Floats:
    """Return the rate of each instrument's currency (T x N)."""
    used = list(dict.fromkeys(quoted_in[key] for key in ids))
    places = np.array([used.index(quoted_in[key]) for key in ids], dtype=np.int64)
    return np.take(_stack([rates[currency] for currency in used], count), places, axis=1)


def _stack(columns: Sequence[Floats], count: int) -> Floats:
    return np.column_stack(columns) if columns else np.zeros((count, 0))
