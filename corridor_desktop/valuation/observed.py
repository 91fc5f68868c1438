"""On how many days a price was really seen, as against carried on from an earlier one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.market.stated import StatedPrices


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
