"""Closes and rates on many days at once, as doubles, for charts and returns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import Basis, PriceSeries
from corridor_desktop.market.fx import Pairs
from corridor_desktop.market.stated import StatedPrices
from corridor_desktop.market.table import MAX_AGE, price_currency
from corridor_desktop.market.units import unit_factor

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


def last_on(
    series: PriceSeries, ordinals: Days, max_age: int = MAX_AGE, *, bridge: bool = False
) -> Floats:
    """Return the last stored close on or before each day; NaN before the first and when too old.

    ``bridge`` keeps closes of any age where a later one is stored by the last of ``ordinals``: a
    return over a gap in the closes is known, although no value within it is.
    """
    days = np.asarray(series.days)
    closes = np.asarray(series.closes)
    places = _last_places(days, ordinals)
    found = np.where(places >= 0, closes[np.maximum(places, 0)], np.nan)
    old = ordinals - days[np.maximum(places, 0)] > max_age
    if bridge and len(ordinals):
        old &= places == places[-1]
    found[(places < 0) | old] = np.nan
    return found


def _last_places(days: Days, ordinals: Days) -> Days:
    """Return the place of the last of rising ``days`` on or before each ordinal, -1 before all.

    Counting days off once is several times as fast as looking each ordinal up.
    """
    if not len(days) or not len(ordinals):
        return np.full(len(ordinals), -1)
    first, last = int(days[0]), int(days[-1])
    counts = np.zeros(last - first + 1, dtype=np.int64)
    counts[days - first] = 1
    np.cumsum(counts, out=counts)
    found = counts[np.clip(ordinals, first, last) - first] - 1
    found[ordinals < first] = -1
    return found


def closes_on(
    series: PriceSeries, instrument: Instrument, ordinals: Days, *, bridge: bool = False
) -> tuple[Floats, str]:
    """Return prices as traded on each day in major units, and their currency.

    ``bridge`` as for :func:`last_on`.
    """
    found = last_on(series, ordinals, bridge=bridge) * float(unit_factor(instrument, series))
    if series.basis is Basis.SPLIT_ADJUSTED:
        for split in series.splits:
            found[ordinals < split.session.toordinal()] *= float(split.ratio)
    return found, price_currency(instrument, series)


def stated_on(
    stated: StatedPrices, instrument_id: str, ordinals: Days, max_age: int = MAX_AGE
) -> dict[str, Floats]:
    """Return by currency what statements said one unit was worth on each day; NaN elsewhere."""
    found: dict[str, Floats] = {}
    points = stated.points.get(instrument_id, ())
    splits = sorted(day.toordinal() for day in stated.splits.get(instrument_id, ()))
    for place, point in enumerate(points):
        first = point.session.toordinal()
        ends = [first + max_age + 1, *(day for day in splits if day > first)]
        ends += [later.session.toordinal() for later in points[place + 1 : place + 2]]
        column = found.setdefault(point.currency, np.full(len(ordinals), np.nan))
        column[(ordinals >= first) & (ordinals < min(ends))] = float(point.price)
    return found


def rates_on(
    series: Mapping[str, PriceSeries],
    base: str,
    quote: str,
    ordinals: Days,
    *,
    bridge: bool = False,
) -> Floats:
    """Return how many ``quote`` one ``base`` was worth on each day; NaN where not known.

    Direct, inverse, or over one hop, in the order of ``fx.Rates``. ``bridge`` as for
    :func:`last_on`, where no younger rate is known.
    """
    if base == quote:
        return np.ones(len(ordinals))
    pairs = Pairs(series)
    found = np.full(len(ordinals), np.nan)
    for over_gaps in (False, True) if bridge else (False,):
        if over_gaps and not np.isnan(found).any():
            break
        found = _fill(found, _leg(pairs, base, quote, ordinals, over_gaps))
        for hub in pairs.hubs(base, quote):
            if not np.isnan(found).any():
                break
            first = _leg(pairs, base, hub, ordinals, over_gaps)
            found = _fill(found, first * _leg(pairs, hub, quote, ordinals, over_gaps))
    return found


def _fill(found: Floats, other: Floats) -> Floats:
    return np.where(np.isnan(found), other, found)


def _leg(pairs: Pairs, base: str, quote: str, ordinals: Days, bridge: bool) -> Floats:
    found = np.full(len(ordinals), np.nan)
    for series, inverse in pairs.legs(base, quote):
        closes = last_on(series, ordinals, bridge=bridge)
        closes[~(closes > 0)] = np.nan
        found = _fill(found, 1 / closes if inverse else closes)
    return found
