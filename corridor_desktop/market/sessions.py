"""Sessions of an exchange: whether a day was one, and which are missing from a series."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.market import krx_closures, us_closures

Days = NDArray[np.int64]

_PAIR = re.compile(r"(?:[A-Z]{3})?[A-Z]{3}=X")
_COIN = re.compile(r"[A-Z0-9]{2,10}-(?:USD|EUR|GBP|JPY|KRW|AUD|CAD)")
_KRX = re.compile(r"\d[0-9A-Z]{5}\.K[SQ]|\^KS11|\^KS200|\^KQ11")
_US = re.compile(
    r"[A-Z]{1,5}(?:-[A-Z]{1,2})?|\^GSPC|\^SPX|\^IXIC|\^DJI|\^NDX|\^RUT|\^NYA|\^SOX|\^VIX"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Sessions of an exchange, known from ``first`` (an ordinal) on.

    ``is_open`` tells for each day since ``first`` whether it was one. ``name`` is its ISO 10383
    code.
    """

    name: str
    first: int
    is_open: NDArray[np.bool_]

    def is_session(self, day: int) -> bool | None:
        """Tell whether a day (ordinal) was a session; ``None`` where that is not known here."""
        place = day - self.first
        return bool(self.is_open[place]) if 0 <= place < len(self.is_open) else None

    def strange(self, days: Days) -> Days:
        """Return those of ``days`` that are known not to have been sessions."""
        places = days - self.first
        known = (places >= 0) & (places < len(self.is_open))
        return days[known][~self.is_open[places[known]]]

    def missing(self, days: Days) -> Days:
        """Return the sessions between the first and last of ``days`` that are not among them."""
        if not len(days):
            return days
        start = max(int(days[0]) - self.first, 0)
        end = min(int(days[-1]) - self.first + 1, len(self.is_open))
        left = self.is_open[start : max(end, start)].copy()
        places = days - self.first - start
        left[places[(places >= 0) & (places < len(left))]] = False
        return np.flatnonzero(left).astype(np.int64) + self.first + start


def _calendar(name: str, first: date, last: date, closed: Iterable[date]) -> Calendar:
    span = np.arange(first.toordinal(), last.toordinal() + 1)
    is_open = ~np.isin(span % 7, (6, 0))
    is_open[[day.toordinal() - first.toordinal() for day in closed]] = False
    return Calendar(name, first.toordinal(), is_open)


def trades_every_weekday(symbol: str) -> bool:
    """Tell whether a symbol is a rate or a coin, which know no exchange's sessions."""
    return bool(_PAIR.fullmatch(symbol) or _COIN.fullmatch(symbol))


def calendar_of(symbol: str) -> Calendar | None:
    """Return the sessions of a symbol's exchange, ``None`` where they are not known here."""
    if trades_every_weekday(symbol):
        return None
    if _KRX.fullmatch(symbol):
        return _korea()
    return _new_york() if _US.fullmatch(symbol) else None


@cache
def _korea() -> Calendar:
    return _calendar("XKRX", krx_closures.FIRST, krx_closures.LAST, krx_closures.closed_days())


@cache
def _new_york() -> Calendar:
    first, last = us_closures.FIRST, date(2040, 12, 31)
    closed = [
        day for year in range(first.year, last.year + 1) for day in us_closures.closed_in(year)
    ]
    return _calendar("XNYS", first, last, closed)
