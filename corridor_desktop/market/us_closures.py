"""Weekdays on which the New York exchanges were closed, by their own rules.

Holidays follow NYSE Rule 7.2 as it stood in each year; days of mourning, storms and attacks are
listed. Known from 1993 on; years to come follow the rules of today.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

FIRST = date(1993, 1, 1)

# Closed beyond the rules: mourning, 11 September 2001, hurricane Sandy.
_SPECIAL = frozenset(
    date.fromisoformat(day)
    for day in (
        "1994-04-27", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11",
        "2007-01-02", "2012-10-29", "2012-10-30", "2018-12-05", "2025-01-09",
    )
)  # fmt: skip


@cache
def closed_in(year: int) -> frozenset[date]:
    """Return the weekdays of a year without a session."""
    found = {
        _weekday(year, 2, 0, 3), _good_friday(year), _last_monday_of_may(year),
        _observed(date(year, 7, 4)), _weekday(year, 9, 0, 1), _weekday(year, 11, 3, 4),
        _observed(date(year, 12, 25)),
    }  # fmt: skip
    new_year = date(year, 1, 1)
    if new_year.weekday() != 5:  # on a Saturday it is not made up for: the year has to be closed
        found.add(_observed(new_year))
    if year >= 1998:
        found.add(_weekday(year, 1, 0, 3))
    if year >= 2022:
        found.add(_observed(date(year, 6, 19)))
    return frozenset(found | {day for day in _SPECIAL if day.year == year})


def _observed(day: date) -> date:
    """Return the Friday before a Saturday, the Monday after a Sunday."""
    shift = {5: -1, 6: 1}.get(day.weekday(), 0)
    return day + timedelta(days=shift)


def _weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _good_friday(year: int) -> date:
    """Return the Friday before Easter by the Gregorian computus (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1) - timedelta(days=2)
