"""The portfolio's value on many days, for charts and returns.

This is the one place outside statistics where money becomes doubles: a chart of ten years x 300
holdings is a million products. Nothing computed here flows back into a valuation of money.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.transaction import PositionStatement, Transaction
from corridor_desktop.market.stated import StatedPrices, stated_prices
from corridor_desktop.market.vectors import closes_on, rates_on, stated_on
from corridor_desktop.valuation.cells import Cells, appeared, cells_of
from corridor_desktop.valuation.movements import Movements, Settled, gather_movements
from corridor_desktop.valuation.timeline import Paid, Timeline, make_timeline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DailyValues:
    """Values in ``base``: ``values[i, j]`` is instrument ``instrument_ids[j]`` on ``days[i]``.

    Unpriced is 0 there and false in ``priced`` (same shape). ``held`` tells what was held.
    ``cash`` and ``total`` have one number per day; ``inflow`` and ``outflow`` are what entered
    and left the portfolio from outside on that day, both positive. ``moves`` tell them apart by
    holding; ``None`` where days are left out.
    """

    base: str
    days: tuple[date, ...]
    instrument_ids: tuple[str, ...]
    values: Floats
    priced: NDArray[np.bool_]
    held: NDArray[np.bool_]
    cash: Floats
    total: Floats
    inflow: Floats
    outflow: Floats
    moves: Movements | None = None

    def every(self, step: int) -> DailyValues:
        """Return every ``step``-th day and the last one; flows of the days between are left out."""
        places = sorted({*range(0, len(self.days), step), len(self.days) - 1})
        return replace(
            self,
            days=tuple(self.days[place] for place in places),
            values=self.values[places],
            priced=self.priced[places],
            held=self.held[places],
            cash=self.cash[places],
            total=self.total[places],
            inflow=self.inflow[places],
            outflow=self.outflow[places],
            moves=None,
        )

    @property
    def coverage(self) -> Floats:
        """Return the priced fraction of holdings by count on each day; 1 when nothing is held."""
        count = self.held.sum(axis=1)
        return np.where(
            count == 0, 1.0, (self.priced & self.held).sum(axis=1) / np.maximum(count, 1)
        )


def value_through_time(
    transactions: Sequence[Transaction],
    statements: Iterable[PositionStatement],
    instruments: Mapping[str, Instrument],
    series: Mapping[str, PriceSeries],
    base: str,
    days: Sequence[date],
) -> DailyValues:
    """Return values and flows on rising ``days``; quantities as they were held then.

    Prices are the last close on or before each day, as traded then, else what a statement said.
    A gap in the closes of any length is bridged by the last one before it.
    """
    statements = tuple(statements)
    line = make_timeline(transactions, statements, days)
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int64)
    rates = _Rates(series, base, ordinals)
    ids = tuple(dict.fromkeys(instrument for _, instrument in line.keys))
    stated = stated_prices(statements, transactions)
    quoted = {
        instrument: _quote(instruments[instrument], series, rates, stated, base)
        for instrument in ids
    }
    of = {instrument: prices for instrument, (prices, _) in quoted.items()}
    # One key after the other in memory: a column is then read and written in one go.
    prices = np.empty((len(line.keys), len(days))).T
    for place, (_, instrument) in enumerate(line.keys):
        prices[:, place] = of[instrument]
    priced = np.isfinite(prices) & (line.quantities >= 0)
    np.copyto(prices, 0.0, where=~priced)
    cash = np.zeros(len(days))
    for currency, amounts in line.cash.items():
        cash += amounts * np.nan_to_num(rates.of(currency))
    values, known, held = _by_instrument(line, ids, prices, priced)
    settled = _settle(line, rates, prices, priced)
    came = appeared(line.quantities, prices, priced)
    inflow, outflow = _flows(line, rates, prices, priced, settled, came)
    quoted_in = {instrument: currency for instrument, (_, currency) in quoted.items()}
    used = {paid.currency for paid in line.paid} | set(line.cash) | set(quoted_in.values())
    known_rates = {currency: rates.of(currency) for currency in used}
    return DailyValues(
        base,
        tuple(days),
        ids,
        values,
        known,
        held,
        cash,
        values.sum(axis=1) + cash,
        inflow,
        outflow,
        gather_movements(line, ids, prices, settled, came, known_rates, quoted_in),
    )


def _by_instrument(
    line: Timeline, ids: Sequence[str], prices: Floats, priced: Flags
) -> tuple[Floats, Flags, Flags]:
    """Add the accounts up: values, whether all that is held is priced, whether any is held."""
    shape = (len(ids), len(prices))
    values, held = np.zeros(shape).T, np.zeros(shape, dtype=np.bool_).T
    lacking, known = np.zeros_like(held), np.zeros_like(held)
    columns = {instrument: place for place, instrument in enumerate(ids)}
    for place, (_, instrument) in enumerate(line.keys):
        column = columns[instrument]
        own = line.quantities[:, place] != 0
        values[:, column] += line.quantities[:, place] * prices[:, place]
        held[:, column] |= own
        known[:, column] |= priced[:, place]
        lacking[:, column] |= own & ~priced[:, place]
    # By days again: sums over a day add in the same order as ever.
    return (
        np.ascontiguousarray(values),
        np.ascontiguousarray(known & ~lacking),
        np.ascontiguousarray(held),
    )


class _Rates:
    """Rates into the base currency on the days, looked up once per currency."""

    def __init__(
        self, series: Mapping[str, PriceSeries], base: str, ordinals: NDArray[np.int64]
    ) -> None:
        self._series, self._base, self.ordinals = series, base, ordinals
        self._known: dict[str, Floats] = {}

    def of(self, currency: str) -> Floats:
        if currency not in self._known:
            self._known[currency] = rates_on(
                self._series, currency, self._base, self.ordinals, bridge=True
            )
        return self._known[currency]


def _quote(
    instrument: Instrument,
    series: Mapping[str, PriceSeries],
    rates: _Rates,
    stated: StatedPrices,
    base: str,
) -> tuple[Floats, str]:
    """Return prices in the base currency on every day, and the currency they are quoted in."""
    found = series.get(instrument.listing.symbol) if instrument.listing else None
    prices, quoted = np.full(len(rates.ordinals), np.nan), ""
    if found is not None and len(found):
        closes, quoted = closes_on(found, instrument, rates.ordinals)
        prices = closes * rates.of(quoted)
    for currency, told in stated_on(stated, instrument.id, rates.ordinals).items():
        prices = np.where(np.isnan(prices), told * rates.of(currency), prices)
        quoted = quoted or currency
    if found is not None and len(found) and np.isnan(prices).any():
        over = closes_on(found, instrument, rates.ordinals, bridge=True)[0] * rates.of(quoted)
        prices = np.where(np.isnan(prices), over, prices)
    return prices, quoted or base


def _settle(line: Timeline, rates: _Rates, prices: Floats, priced: Flags) -> list[Settled]:
    """Return each payment with the rate, the price and whether there is one, of its day."""
    if not line.paid:
        return []
    places = np.array([paid.place for paid in line.paid])
    columns = np.array([paid.column for paid in line.paid])
    known = {paid.currency: rates.of(paid.currency) for paid in line.paid}
    rate = [float(known[paid.currency][paid.place]) for paid in line.paid]
    if not line.keys:
        return [(paid, one, 0.0, False) for paid, one in zip(line.paid, rate, strict=True)]
    price, has = prices[places, columns].tolist(), priced[places, columns].tolist()
    return list(zip(line.paid, rate, price, has, strict=True))


def _flows(
    line: Timeline,
    rates: _Rates,
    prices: Floats,
    priced: Flags,
    settled: Sequence[Settled],
    came: Cells,
) -> tuple[Floats, Floats]:
    """Return money in and money out of the portfolio on each day, both positive.

    What has no price that day is outside: money spent on it has left, what it brings comes in.
    """
    count = len(rates.ordinals)
    brought, took = [0.0] * count, [0.0] * count
    for paid, rate, price, has in settled:
        amount = _crossing(paid, rate, price, counts=paid.column < 0 or has)
        (brought if amount > 0 else took)[paid.place] += abs(amount)
    inflow, outflow = np.array(brought), np.array(took)
    for carried in line.carried:
        left, arrived = (carried.place, carried.left), (carried.place, carried.arrived)
        if priced[left] and not priced[arrived]:
            outflow[carried.place] += carried.units * prices[left]
        elif priced[arrived] and not priced[left]:
            inflow[carried.place] += carried.units * prices[arrived]
    comings = [cells_of(line.moved, prices).by_day(prices.shape[1]), came.by_day(prices.shape[1])]
    for currency, amounts in line.cash.items():
        rate_of = rates.of(currency)[:, np.newaxis]
        found = appeared(amounts[:, np.newaxis], np.nan_to_num(rate_of), np.isfinite(rate_of))
        comings.append(found.by_day(1))
    for on, rows in comings:
        inflow[on] += np.maximum(rows, 0).sum(axis=1)
        outflow[on] += np.maximum(-rows, 0).sum(axis=1)
    return inflow, outflow


def _crossing(paid: Paid, rate: float, price: float, *, counts: bool) -> float:
    """Return what a payment brought from outside (+) or took there (-), in the base currency.

    ``counts`` tells that its holding has a price, so that it is part of the portfolio's value.
    """
    if not isfinite(rate):
        # Its money has no value here; the units it bought or sold have.
        return paid.units * price if paid.column >= 0 else 0.0
    if paid.inside:
        return 0.0 if counts else -paid.amount * rate
    return paid.amount * rate if counts else 0.0
