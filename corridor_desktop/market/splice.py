"""One series of two symbols: what an instrument was called before, and what it is called now."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.domain.prices import PriceSeries


def spliced(old: PriceSeries, new: PriceSeries | None, day: date) -> PriceSeries:
    """Return the closes of the old symbol before ``day``, then those of the new one.

    A source that carries the history under the new symbol wins: only what is older than its first
    close comes from the old symbol. Series in another currency, unit or split basis, or simulated
    beside real ones, are not put together: the new one is returned as it is.
    """
    if new is None or not len(new):
        return old
    if any(getattr(old, name) != getattr(new, name)
           for name in ("currency", "unit", "basis", "simulated")):  # fmt: skip
        return new
    end = min(day.toordinal(), new.days[0])
    count = sum(1 for each in old.days if each < end)
    if not count:
        return new
    known = {split.session for split in new.splits}
    earlier = tuple(split for split in old.splits if split.session not in known)
    return replace(
        new,
        days=array("i", [*old.days[:count], *new.days]),
        closes=array("d", [*old.closes[:count], *new.closes]),
        splits=tuple(sorted((*earlier, *new.splits), key=lambda split: split.session)),
        source=new.source if old.source == new.source else f"{old.source} and {new.source}",
    )


def with_former_symbols(
    series: Mapping[str, PriceSeries], changes: Iterable[ListingChange]
) -> Mapping[str, PriceSeries]:
    """Return the series with each renamed symbol carrying the closes of its former one."""
    renamed = [each for each in changes if each.kind is ChangeKind.RENAMED]
    if not renamed:
        return series
    found = dict(series)
    for change in sorted(renamed, key=lambda each: each.day):
        old = found.get(change.before)
        if old is not None and len(old):
            joined = spliced(old, found.get(change.after), change.day)
            found[change.after] = replace(joined, symbol=change.after)
    return found
