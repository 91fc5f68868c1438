"""The portfolio's value on many days, for charts and returns.

This is the one place outside statistics where money becomes doubles: a chart of ten years x 300
holdings is a million products. Nothing computed here flows back into a valuation of money.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.transaction import PositionStatement, Transaction
from corridor_desktop.market.stated import StatedPrices, stated_prices
from corridor_desktop.market.vectors import closes_on, rates_on, stated_on
from corridor_desktop.valuation.movements import Movements, appeared, gather_movements
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
    prices = np.full((len(days), len(line.keys)), np.nan)
    for place, (_, instrument) in enumerate(line.keys):
        prices[:, place] = of[instrument]
    priced = np.isfinite(prices) & (line.quantities >= 0)
    prices = np.where(priced, prices, 0.0)
    cash = np.zeros(len(days))
    for currency, amounts in line.cash.items():
        cash += amounts * np.nan_to_num(rates.of(currency))
    values, known, held = _by_instrument(line, ids, prices, priced)
    inflow, outflow = _flows(line, rates, prices, priced)
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
        gather_movements(line, ids, prices, priced, known_rates, quoted_in),
    )


def _by_instrument(
    line: Timeline, ids: Sequence[str], prices: Floats, priced: Flags
) -> tuple[Floats, Flags, Flags]:
    """Add the accounts up: values, whether all that is held is priced, whether any is held."""
    shape = (len(prices), len(ids))
    values, held = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    lacking, known = held.copy(), held.copy()
    columns = {instrument: place for place, instrument in enumerate(ids)}
    for place, (_, instrument) in enumerate(line.keys):
        column = columns[instrument]
        own = line.quantities[:, place] != 0
        values[:, column] += line.quantities[:, place] * prices[:, place]
        held[:, column] |= own
        known[:, column] |= priced[:, place]
        lacking[:, column] |= own & ~priced[:, place]
    return values, known & ~lacking, held


class _Rates:
    """Rates into the base currency on the days, looked up once per currency."""

    def __init__(
        self, series: Mapping[str, PriceSeries], base: str, ordinals: NDArray[np.int64]
    ) -> None:
        self._series, self._base, self.ordinals = series, base, ordinals
        self._known: dict[str, Floats] = {}

    def of(self, currency: str) -> Floats:
        if currency not in self._known:
            self._known[currency] = rates_on(self._series, currency, self._base, self.ordinals)
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
    return prices, quoted or base


def _flows(line: Timeline, rates: _Rates, prices: Floats, priced: Flags) -> tuple[Floats, Floats]:
    """Return money in and money out of the portfolio on each day, both positive.

    What has no price that day is outside: money spent on it has left, what it brings comes in.
    """
    count = len(rates.ordinals)
    inflow, outflow = np.zeros(count), np.zeros(count)
    for paid in line.paid:
        amount = _crossing(paid, float(rates.of(paid.currency)[paid.place]), prices, priced)
        (inflow if amount > 0 else outflow)[paid.place] += abs(amount)
    for carried in line.carried:
        left, arrived = (carried.place, carried.left), (carried.place, carried.arrived)
        if priced[left] and not priced[arrived]:
            outflow[carried.place] += carried.units * prices[left]
        elif priced[arrived] and not priced[left]:
            inflow[carried.place] += carried.units * prices[arrived]
    comings = [line.moved * prices, appeared(line.quantities, prices, priced)]
    for currency, amounts in line.cash.items():
        rate = rates.of(currency)[:, np.newaxis]
        comings.append(appeared(amounts[:, np.newaxis], np.nan_to_num(rate), np.isfinite(rate)))
    for came in comings:
        inflow += np.maximum(came, 0).sum(axis=1)
        outflow += np.maximum(-came, 0).sum(axis=1)
    return inflow, outflow


def _crossing(paid: Paid, rate: float, prices: Floats, priced: Flags) -> float:
    """Return what a payment brought from outside (+) or took there (-), in the base currency."""
    where = (paid.place, paid.column)
    counts = paid.column < 0 or bool(priced[where])
    if not np.isfinite(rate):
        # Its money has no value here; the units it bought or sold have.
        return float(paid.units * prices[where]) if paid.column >= 0 else 0.0
    if paid.inside:
        return 0.0 if counts else -paid.amount * rate
    return paid.amount * rate if counts else 0.0
