"""On how many days a price was really seen, as against carried on from an earlier one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.market.stated import StatedPrices
from corridor_desktop.market.table import MAX_AGE
from corridor_desktop.market.vectors import last_on
from corridor_desktop.valuation.through_time import DailyValues


def price_days(
    instruments: Iterable[Instrument],
    series: Mapping[str, PriceSeries],
    stated: StatedPrices,
    first: date,
    last: date,
    enough: int,
) -> int:
    """Return on how many different days of a span a price of the instruments was seen.

    The last price before the span counts as one more day, because the span begins with it. The
    count stops at ``enough``.
    """
    low, high = first.toordinal(), last.toordinal()
    seen: set[int] = set()
    for thing in instruments:
        found = series.get(thing.listing.symbol) if thing.listing else None
        days = found.days if found is not None else ()
        start, end = max(bisect_left(days, low) - 1, 0), bisect_right(days, high)
        seen.update(days[start : min(end, start + enough + 1)])
        told = [point.session.toordinal() for point in stated.points.get(thing.id, ())]
        seen.update(day for day in told if day <= high)
        if len(seen) >= enough:
            return enough
    return len(seen)


def find_bridged(
    daily: DailyValues, instruments: Mapping[str, Instrument], series: Mapping[str, PriceSeries]
) -> tuple[str, ...]:
    """Return the ids of what was held across a gap in its closes longer than ``MAX_AGE`` days."""
    ordinals = np.array([day.toordinal() for day in daily.days], dtype=np.int64)
    found: list[str] = []
    for column, key in enumerate(daily.instrument_ids):
        listing = instruments[key].listing
        closes = series.get(listing.symbol) if listing else None
        if closes is None or len(closes) < 2 or np.diff(closes.days).max() <= MAX_AGE:
            continue
        fresh = np.isfinite(last_on(closes, ordinals))
        kept = np.isfinite(last_on(closes, ordinals, bridge=True))
        if (kept & ~fresh & daily.held[:, column]).any():
            found.append(key)
    return tuple(found)
