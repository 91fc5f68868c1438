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
from corridor_desktop.market.vectors import closes_on, rates_on
from corridor_desktop.valuation.timeline import Timeline, make_timeline

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DailyValues:
    """Values in ``base``: ``values[i, j]`` is instrument ``instrument_ids[j]`` on ``days[i]``.

    Unpriced is 0 there and false in ``priced`` (same shape). ``held`` tells what was held.
    ``cash`` and ``total`` have one number per day; ``inflow`` and ``outflow`` are what entered
    and left the portfolio from outside on that day, both positive.
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

    Prices are the last close on or before each day, as traded then.
    """
    line = make_timeline(transactions, statements, days)
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int64)
    rates = _Rates(series, base, ordinals)
    prices = np.full((len(days), len(line.instrument_ids)), np.nan)
    for place, instrument_id in enumerate(line.instrument_ids):
        prices[:, place] = _prices(instruments[instrument_id], series, rates)
    priced = np.isfinite(prices) & (line.quantities >= 0)
    prices = np.where(priced, prices, 0.0)
    values = line.quantities * prices
    cash = np.zeros(len(days))
    for currency, amounts in line.cash.items():
        cash += amounts * np.nan_to_num(rates.of(currency))
    inflow, outflow = _flows(line, rates, prices, priced)
    return DailyValues(
        base,
        tuple(days),
        line.instrument_ids,
        values,
        priced,
        line.quantities != 0,
        cash,
        values.sum(axis=1) + cash,
        inflow,
        outflow,
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
            self._known[currency] = rates_on(self._series, currency, self._base, self.ordinals)
        return self._known[currency]


def _prices(instrument: Instrument, series: Mapping[str, PriceSeries], rates: _Rates) -> Floats:
    found = series.get(instrument.listing.symbol) if instrument.listing else None
    if found is None or not len(found):
        return np.full(len(rates.ordinals), np.nan)
    closes, currency = closes_on(found, instrument, rates.ordinals)
    return closes * rates.of(currency)


def _flows(
    line: Timeline, rates: _Rates, prices: Floats, priced: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Return money in and money out of the portfolio on each day, both positive.

    Money spent on what has no price that day is left out, because its value is too.
    """
    count = len(rates.ordinals)
    inflow, outflow = np.zeros(count), np.zeros(count)
    for paid in line.paid:
        if paid.instrument >= 0 and not priced[paid.place, paid.instrument]:
            continue
        amount = paid.amount * float(np.nan_to_num(rates.of(paid.currency)[paid.place]))
        (inflow if amount > 0 else outflow)[paid.place] += abs(amount)
    appeared = _appeared(line.quantities, prices, priced)
    for came in (line.moved * prices, appeared):
        inflow += np.maximum(came, 0).sum(axis=1)
        outflow += np.maximum(-came, 0).sum(axis=1)
    return inflow, outflow


def _appeared(quantities: Floats, prices: Floats, priced: NDArray[np.bool_]) -> Floats:
    """Return the value of what was held before and has a price from this day on (or no more)."""
    came = np.zeros_like(prices)
    if len(prices) > 1:
        now, before = priced[1:], priced[:-1]
        came[1:] = np.where(now & ~before, quantities[:-1] * prices[1:], 0.0)
        came[1:] -= np.where(before & ~now, quantities[:-1] * prices[:-1], 0.0)
    return came
