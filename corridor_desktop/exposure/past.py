"""Exposure through time along what an instrument is: country, currency, sector, class, itself.

Facts are taken as they are known today; only theme tags have a history of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np

from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.exposure.exposure import Dimension, History
from corridor_desktop.exposure.keys import CASH
from corridor_desktop.exposure.measure import UNTAGGED
from corridor_desktop.valuation.through_time import DailyValues

MOST = 8
"""Parts with a layer of their own; smaller ones are gathered under ``other``."""
OTHER = "other"
_CENT = Decimal("0.01")

_KEYS: Mapping[Dimension, Callable[[Instrument], str | None]] = {
    Dimension.COUNTRY: lambda thing: thing.country,
    Dimension.CURRENCY: lambda thing: (
        thing.economic_currency or (thing.listing.currency if thing.listing else None)
    ),
    Dimension.SECTOR: lambda thing: thing.sector,
    Dimension.ASSET_CLASS: lambda thing: (
        None if thing.asset_class is AssetClass.UNKNOWN else str(thing.asset_class)
    ),
    Dimension.HOLDING: lambda thing: thing.id,
}
DIMENSIONS = tuple(_KEYS)


def key_of(thing: Instrument, by: Dimension) -> str | None:
    """Return under which key an instrument counts, ``None`` when that is not known."""
    return _KEYS[by](thing)


def measure_past(
    daily: DailyValues, instruments: Mapping[str, Instrument], by: Dimension
) -> History:
    """Return exposure along ``by`` on each day of ``daily``; the last key is untagged.

    The largest parts of the whole past have layers of their own; cash has one too.
    """
    sums: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = {}
    for column, instrument_id in enumerate(daily.instrument_ids):
        thing = instruments[instrument_id]
        key = key_of(thing, by) or UNTAGGED
        worth = daily.values[:, column] * float(thing.multiplier)
        sums[key] = sums[key] + worth if key in sums else worth
    rest = sums.pop(UNTAGGED, np.zeros(len(daily.days)))
    ranked = sorted(sums, key=lambda key: (-float(np.abs(sums[key]).mean()), key))
    layers = {key: sums[key] for key in ranked[:MOST]}
    if ranked[MOST:]:
        layers[OTHER] = np.sum([sums[key] for key in ranked[MOST:]], axis=0)
    if np.any(daily.cash != 0):
        layers[CASH] = daily.cash
    layers[UNTAGGED] = rest
    rows = np.stack(list(layers.values()), axis=1)
    return History(
        by,
        daily.base,
        daily.days,
        tuple(layers),
        tuple(label_of(key, instruments, by) for key in layers),
        tuple(tuple(Decimal(repr(float(v))).quantize(_CENT) for v in row) for row in rows),
        tuple(float(part) for part in daily.coverage),
    )


def label_of(key: str, instruments: Mapping[str, Instrument], by: Dimension) -> str:
    """Return what a key is called."""
    if key in {OTHER, CASH, UNTAGGED}:
        return key.capitalize()
    return instruments[key].name if by is Dimension.HOLDING else key
