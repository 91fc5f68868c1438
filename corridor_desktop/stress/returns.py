"""The one place where stored closes become returns, in the investor's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.market.fx import Pairs

Array = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]

FX_AGE = 10
"""A rate older than this many calendar days does not value a close."""
_MINOR = {"GBp": "GBP", "GBX": "GBP", "ZAc": "ZAR", "ZAC": "ZAR", "ILA": "ILS", "KWF": "KWD"}


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Closes as doubles: ``days`` (rising ordinals) and positive ``closes``, both of length n."""

    days: Days
    closes: Array

    def __len__(self) -> int:
        return len(self.days)

    def within(self, start: date | None, end: date) -> Track:
        """Return the part from ``start`` to ``end``, both included."""
        first = 0 if start is None else int(np.searchsorted(self.days, start.toordinal()))
        last = int(np.searchsorted(self.days, end.toordinal(), side="right"))
        return Track(self.days[first:last], self.closes[first:last])


def read_track(series: PriceSeries) -> Track:
    """Turn a stored series into a track; closes that are not positive numbers are left out."""
    days = np.array(series.days, dtype=np.int64)
    closes = np.array(series.closes, dtype=np.float64)
    good = np.isfinite(closes) & (closes > 0)
    return Track(days, closes) if good.all() else Track(days[good], closes[good])


def major(currency: str) -> str:
    """Return the ISO code of a quoted unit: pence are pounds. A constant factor moves nothing."""
    return _MINOR.get(currency, currency.upper())


def at_or_before(track: Track, days: Days, age: int = FX_AGE) -> Array:
    """Return the last close on or before each day; NaN where it is older than ``age`` days."""
    if not len(track):
        return np.full(len(days), np.nan)
    at = np.searchsorted(track.days, days, side="right") - 1
    safe = np.maximum(at, 0)
    fresh = (at >= 0) & (days - track.days[safe] <= age)
    return np.where(fresh, track.closes[safe], np.nan)


class Rates:
    """Exchange rates for whole vectors of days, from stored pairs of the price source.

    ``EURUSD=X`` is dollars per euro and ``KRW=X`` won per dollar. A rate is taken direct, else
    inverse, else over one currency: the dollar, the euro, then any other, as values are.
    """

    def __init__(self, series: Mapping[str, PriceSeries]) -> None:
        self._series = series
        self._pairs = Pairs(series)
        self._tracks: dict[str, Track | None] = {}

    def between(self, currency: str, base: str, days: Days) -> Array | None:
        """Return units of ``base`` per ``currency`` on each day, NaN where too old.

        ``None`` when no chain of stored pairs leads there.
        """
        source, target = major(currency), major(base)
        if source == target:
            return np.ones(len(days))
        direct = self._pair(source, target, days)
        if direct is not None:
            return direct
        for hub in self._pairs.hubs(source, target):
            first, second = self._pair(source, hub, days), self._pair(hub, target, days)
            if first is not None and second is not None:
                return first * second
        return None

    def track(self, currency: str, base: str) -> Track | None:
        """Return the rate itself as a track, on the days of the stored pair it is made from."""
        source, target = major(currency), major(base)
        legs = self._legs(source, target)
        if not legs:
            return None
        days = max((leg.days for leg in legs), key=len)
        rate = self.between(source, target, days)
        if rate is None:
            return None
        good = np.isfinite(rate)
        return Track(days[good], rate[good])

    def _legs(self, source: str, target: str) -> tuple[Track, ...]:
        direct = self._either(source, target)
        if direct is not None:
            return (direct,)
        for hub in self._pairs.hubs(source, target):
            first, second = self._either(source, hub), self._either(hub, target)
            if first is not None and second is not None:
                return first, second
        return ()

    def _either(self, source: str, target: str) -> Track | None:
        return self._track(source, target) or self._track(target, source)

    def _pair(self, source: str, target: str, days: Days) -> Array | None:
        direct = self._track(source, target)
        if direct is not None:
            return at_or_before(direct, days)
        inverse = self._track(target, source)
        return None if inverse is None else 1 / at_or_before(inverse, days)

    def _track(self, source: str, target: str) -> Track | None:
        for name in _symbols(source, target):
            if name not in self._tracks:
                found = self._series.get(name)
                self._tracks[name] = None if found is None else read_track(found)
            track = self._tracks[name]
            if track is not None and len(track):
                return track
        return None


def _symbols(source: str, target: str) -> tuple[str, ...]:
    pair = f"{source}{target}=X"
    return (pair, f"{target}=X") if source == "USD" else (pair,)


def convert(track: Track, currency: str, base: str, rates: Rates) -> Track | None:
    """Return the track in the investor's currency; sessions without a rate are left out."""
    rate = rates.between(currency, base, track.days)
    if rate is None:
        return None
    good = np.isfinite(rate)
    return Track(track.days[good], (track.closes * rate)[good])


def share_sessions(one: Track, other: Track) -> tuple[Days, Array, Array]:
    """Return the sessions that both have, and both closes on them. Nothing is filled."""
    days, mine, theirs = np.intersect1d(
        one.days, other.days, assume_unique=True, return_indices=True
    )
    return days, one.closes[mine], other.closes[theirs]


def log_returns(closes: Array, horizon: int = 1) -> Array:
    """Return overlapping log returns over ``horizon`` rows along the first axis."""
    logs = np.log(closes)
    return np.asarray(logs[horizon:] - logs[:-horizon])


def is_thin(closes: Array, sessions: int, span: int) -> bool:
    """Tell whether a price stands still too often to be regressed day by day.

    More than 30 % zero returns, or closes on less than 60 % of the market's ``span`` sessions
    over which it was listed (``sessions`` is how many it has).
    """
    if len(closes) < 2:
        return True
    still = float(np.mean(closes[1:] == closes[:-1]))
    return still > 0.30 or sessions < 0.60 * span
