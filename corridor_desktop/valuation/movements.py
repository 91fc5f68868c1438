"""What came into each holding and left it, day by day, so that a gain can be told from a trade.

Doubles, beside the daily values: for returns, contributions and changes of exposure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.valuation.timeline import Timeline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


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
    priced: Flags,
    rates: Mapping[str, Floats],
    quoted_in: Mapping[str, str],
) -> Movements:
    """Add up by instrument what the timeline says of each account's holding.

    ``prices`` and ``priced`` (T x keys) are in the base currency; ``rates`` hold one array (T) per
    currency and ``quoted_in`` the currency of each instrument's price. What has no price has no
    value here, so nothing flows into it.
    """
    shape = prices.shape
    flow, units = line.moved * prices, np.zeros(shape)
    for paid in line.paid:
        if paid.column >= 0 and priced[paid.place, paid.column]:
            rate = float(rates[paid.currency][paid.place])
            known = np.isfinite(rate)
            worth = paid.amount * rate if known else paid.units * prices[paid.place, paid.column]
            flow[paid.place, paid.column] += worth
    for carried in line.carried:
        flow[carried.place, carried.left] -= carried.units * prices[carried.place, carried.left]
        flow[carried.place, carried.arrived] += (
            carried.units * prices[carried.place, carried.arrived]
        )
    came = appeared(line.quantities, prices, priced)
    if shape[0]:
        units[0] = line.quantities[0]
        units[1:] = np.diff(line.quantities, axis=0)
    traded = (units - line.split) * prices
    columns = {instrument: place for place, instrument in enumerate(ids)}
    totals = np.zeros((2, shape[0], len(ids)))
    for place, (_, instrument) in enumerate(line.keys):
        totals[0, :, columns[instrument]] += flow[:, place] + came[:, place]
        totals[1, :, columns[instrument]] += traded[:, place] + came[:, place]
    currencies = tuple(sorted(line.cash))
    count = len(prices)
    cash_rate = _stack([rates[currency] for currency in currencies], count)
    balances = _stack([line.cash[currency] for currency in currencies], count)
    return Movements(
        totals[0],
        totals[1],
        _stack([rates[quoted_in[key]] for key in ids], count),
        tuple(quoted_in[key] for key in ids),
        currencies,
        balances * np.nan_to_num(cash_rate),
        cash_rate,
    )


def _stack(columns: Sequence[Floats], count: int) -> Floats:
    return np.column_stack(columns) if columns else np.zeros((count, 0))


def appeared(quantities: Floats, prices: Floats, priced: Flags) -> Floats:
    """Return the value of what was held before and has a price from this day on (or no more)."""
    came = np.zeros_like(prices)
    if len(prices) > 1:
        now, before = priced[1:], priced[:-1]
        came[1:] = np.where(now & ~before, quantities[:-1] * prices[1:], 0.0)
        came[1:] -= np.where(before & ~now, quantities[:-1] * prices[:-1], 0.0)
    return came
