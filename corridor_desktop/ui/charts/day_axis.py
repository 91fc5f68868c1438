"""A time axis with few, whole marks: years, months or days, whichever the view has room for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pyqtgraph as pg

_EPOCH = date(1970, 1, 1).toordinal()
DAY = 86_400.0
ROOM = 72.0
"""Pixels that a mark and its words need."""

_DAYS, _MONTHS, _YEARS = (1, 2, 7, 14), (1, 2, 3, 6), (1, 2, 5, 10, 20, 50)
MONTH, YEAR = 30.4, 365.25
"""Mean days, to choose a step by."""


def seconds(day: date) -> float:
    """Return the place of a day on a time axis."""
    return (day.toordinal() - _EPOCH) * DAY


def day_at(place: float) -> date:
    """Return the day of a place on a time axis."""
    return datetime.fromtimestamp(place, UTC).date()


class DayAxis(pg.AxisItem):  # type: ignore[misc]
    """Marks at the first of a year or month, or at days; drawn anew on every frame of a pan."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return the distance of marks in seconds and their places within ``low`` to ``high``."""
        most = max(size / ROOM, 1.0)
        unit, step = choose_step((high - low) / DAY / most)
        first, last = _clamped(low), _clamped(high)
        places = [seconds(day) for day in marks(first, last, unit, step)]
        length = {"day": DAY, "month": MONTH * DAY, "year": YEAR * DAY}[unit] * step
        return [(length, [place for place in places if low <= place <= high])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return ``2015``, ``Mar 2015`` or ``3 Mar``, as the distance of marks allows."""
        days = [day_at(value) for value in values]
        if spacing >= 300 * DAY:
            return [str(day.year) for day in days]
        if spacing >= 28 * DAY:
            return [f"{day:%b %Y}" for day in days]
        return [f"{day.day} {day:%b}" for day in days]


def choose_step(days: float) -> tuple[str, int]:
    """Return the finest unit and step of marks that lie at least ``days`` apart."""
    for unit, steps, length in (
        ("day", _DAYS, 1.0),
        ("month", _MONTHS, MONTH),
        ("year", _YEARS, YEAR),
    ):
        for step in steps:
            if step * length >= days:
                return unit, step
    return "year", 100


def marks(first: date, last: date, unit: str, step: int) -> Iterator[date]:
    """Yield whole units from before ``first`` to ``last``."""
    if unit == "day":
        at = first - timedelta(days=first.toordinal() % step)
        while at <= last:
            yield at
            at += timedelta(days=step)
        return
    months = step * (12 if unit == "year" else 1)
    start = (first.year * 12 + first.month - 1) // months * months
    for month in range(start, last.year * 12 + last.month, months):
        if month >= 12:
            yield date(month // 12, month % 12 + 1, 1)


def _clamped(place: float) -> date:
    """Return the day of a place; what lies beyond the calendar is brought to 1900 or 2200."""
    least, most = seconds(date(1900, 1, 1)), seconds(date(2200, 1, 1))
    return day_at(min(max(place, least), most))
