"""What looks wrong in stored closes. It is said beside the series and never repaired silently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import Basis, PriceSeries

_HUNDRED = (80.0, 125.0)
_SPLITS = (2.0, 3.0, 4.0, 5.0, 10.0, 20.0, 25.0, 50.0)
_CLOSE_TO = 0.03


def look_over(series: PriceSeries) -> tuple[Message, ...]:
    """Return what is suspicious in a series: closes that are none, jumps of a unit or a split.

    A jump of about a hundred looks like pence taken for pounds; a jump by a whole ratio (within
    3 %) on no known split day looks like a split that the closes are not adjusted for.
    """
    closes = np.asarray(series.closes, dtype=np.float64)
    days = np.asarray(series.days)
    good = np.isfinite(closes) & (closes > 0)
    found = []
    if not good.all():
        params = {"symbol": series.symbol, "count": int((~good).sum())}
        found.append(Message.of("market.no_close", day=_iso(days[~good][0]), **params))
    found += _jumps(series, days[good], closes[good])
    return tuple(found)


def _jumps(
    series: PriceSeries, days: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    closes: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> Iterator[Message]:  # fmt: skip
    steps = closes[1:] / closes[:-1]
    known = {split.session.toordinal() for split in series.splits}
    for place in np.flatnonzero((steps > 1.9) | (steps < 1 / 1.9)):
        step, day = float(steps[place]), int(days[place + 1])
        ratio = max(step, 1 / step)
        if series.basis is Basis.AS_TRADED and day in known:
            continue
        if _HUNDRED[0] <= ratio <= _HUNDRED[1]:
            yield Message.of("market.hundredfold", symbol=series.symbol, day=_iso(day))
            continue
        nearest = min(_SPLITS, key=lambda whole: abs(ratio / whole - 1))
        if abs(ratio / nearest - 1) <= _CLOSE_TO:
            times = f"{nearest:g}"
            yield Message.of("market.split", symbol=series.symbol, day=_iso(day), times=times)


def _iso(ordinal: int) -> str:
    return date.fromordinal(int(ordinal)).isoformat()
