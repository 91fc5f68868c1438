"""Sessions of an exchange: whether a day was one, and which are missing from a series."""

from __future__ import annotations

import re
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
    """Closed weekdays of an exchange, known from ``first`` to ``last`` (ordinals).

    ``name`` is its ISO 10383 code.
    """

    name: str
    first: int
    last: int
    closed: frozenset[int]

    def is_session(self, day: int) -> bool | None:
        """Tell whether a day (ordinal) was a session; ``None`` where that is not known here."""
        if not self.first <= day <= self.last:
            return None
        return day % 7 not in {6, 0} and day not in self.closed

    def missing(self, days: Days) -> Days:
        """Return the sessions between the first and last of ``days`` that are not among them."""
        if not len(days):
            return days
        span = np.arange(max(int(days[0]), self.first), min(int(days[-1]), self.last) + 1)
        weekdays = span[~np.isin(span % 7, (6, 0))]
        open_ = weekdays[~np.isin(weekdays, np.fromiter(self.closed, dtype=np.int64))]
        return np.setdiff1d(open_, days)


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
    closed = frozenset(day.toordinal() for day in krx_closures.closed_days())
    return Calendar("XKRX", krx_closures.FIRST.toordinal(), krx_closures.LAST.toordinal(), closed)


@cache
def _new_york() -> Calendar:
    first, last = us_closures.FIRST, date(2040, 12, 31)
    closed = frozenset(
        day.toordinal()
        for year in range(first.year, last.year + 1)
        for day in us_closures.closed_in(year)
    )
    return Calendar("XNYS", first.toordinal(), last.toordinal(), closed)
