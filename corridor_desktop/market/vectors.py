"""Closes and rates on many days at once, as doubles, for charts and returns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import Basis, PriceSeries
from corridor_desktop.market.fx import pair_of
from corridor_desktop.market.table import MAX_AGE, price_currency
from corridor_desktop.market.units import unit_factor

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


def last_on(series: PriceSeries, ordinals: Days, max_age: int = MAX_AGE) -> Floats:
    """Return the last stored close on or before each day; NaN before the first and when too old."""
    days = np.frombuffer(series.days, dtype=np.int32)
    closes = np.frombuffer(series.closes, dtype=np.float64)
    places = np.searchsorted(days, ordinals, side="right") - 1
    found = np.where(places >= 0, closes[np.maximum(places, 0)], np.nan)
    found[(places < 0) | (ordinals - days[np.maximum(places, 0)] > max_age)] = np.nan
    return found


def closes_on(series: PriceSeries, instrument: Instrument, ordinals: Days) -> tuple[Floats, str]:
    """Return prices as traded on each day in major units, and their currency."""
    found = last_on(series, ordinals) * float(unit_factor(instrument, series))
    if series.basis is Basis.SPLIT_ADJUSTED:
        for split in series.splits:
            found[ordinals < split.session.toordinal()] *= float(split.ratio)
    return found, price_currency(instrument, series)


def rates_on(series: Mapping[str, PriceSeries], base: str, quote: str, ordinals: Days) -> Floats:
    """Return how many ``quote`` one ``base`` was worth on each day; NaN where not known.

    Direct, inverse, or over the dollar or the euro, whichever is stored.
    """
    if base == quote:
        return np.ones(len(ordinals))
    direct = _leg(series, base, quote, ordinals)
    for hub in ("USD", "EUR"):
        if hub in {base, quote} or not np.isnan(direct).any():
            continue
        over = _leg(series, base, hub, ordinals) * _leg(series, hub, quote, ordinals)
        direct = np.where(np.isnan(direct), over, direct)
    return direct


def _leg(series: Mapping[str, PriceSeries], base: str, quote: str, ordinals: Days) -> Floats:
    found = np.full(len(ordinals), np.nan)
    for symbol, stored in series.items():
        pair = pair_of(symbol)
        if pair is None or not len(stored):
            continue
        if pair == (base, quote):
            return last_on(stored, ordinals)
        if pair == (quote, base):
            found = 1 / last_on(stored, ordinals)
    return found
