"""What looks wrong in stored prices, with a repair to accept; nothing is ever repaired in silence.

Thresholds are own choices, held against real series with real errors: a rate that fell 99 % for a
day, pence for pounds, a split that only half of the closes know, a trading halt that ended in a
capital reduction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from corridor_desktop.domain.fault import Fault, Repair, RepairKind
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import EventKind, PriceSeries, SeriesEvent
from corridor_desktop.market import jumps
from corridor_desktop.market.sessions import calendar_of, trades_every_weekday

STALE_DAYS = 7
"""Calendar days after which the last close counts as old; the longest usual closure is shorter."""
MOST_NAMED = 40
"""Sessions that one fault of scattered sessions names for its repair."""


def find_faults(
    series: PriceSeries, events: Sequence[SeriesEvent] = (), today: date | None = None
) -> tuple[Fault, ...]:
    """Return what is suspicious in a series, by first session.

    ``events`` are what the source said beside the closes. ``today`` asks for old and ended series
    too.
    """
    found = [
        *_no_price(series),
        *jumps.find(series, events),
        *_scattered(series, events),
        *_dividends(series, events),
        *_calendar(series, events),
    ]
    if today is not None:
        found += _end(series, events, today)
    return tuple(sorted(found, key=lambda fault: (fault.first, fault.kind)))


def look_over(series: PriceSeries) -> tuple[Message, ...]:
    """Return the messages of ``find_faults`` for closes alone."""
    return tuple(fault.message for fault in find_faults(series))


def _no_price(series: PriceSeries) -> list[Fault]:
    closes = np.asarray(series.closes, dtype=np.float64)
    bad = np.flatnonzero(~(np.isfinite(closes) & (closes > 0)))
    return _of_sessions(series, "no_close", [series.days[place] for place in bad])


def _of_sessions(
    series: PriceSeries, kind: str, ordinals: Iterable[int], *, repair: bool = True
) -> list[Fault]:
    """Return one fault for sessions that may lie far apart; its repair leaves just them out."""
    days = [date.fromordinal(int(day)) for day in ordinals]
    if not days:
        return []
    message = Message.of(
        f"market.{kind}", symbol=series.symbol, count=len(days), day=days[0].isoformat(),
        last=days[-1].isoformat(),
    )  # fmt: skip
    named = tuple((day, 0.0) for day in days[:MOST_NAMED])
    mend = Repair(RepairKind.LEAVE_OUT, series.symbol, days[0], days[-1], closes=named)
    fits = repair and len(days) <= MOST_NAMED
    return [Fault(series.symbol, message, days[0], days[-1], mend if fits else None)]


def _scattered(series: PriceSeries, events: Sequence[SeriesEvent]) -> list[Fault]:
    # Rates trade around the clock: their low, high and close are not of one day.
    ranged = not trades_every_weekday(series.symbol)
    outside = [e.session.toordinal() for e in events
               if ranged and e.kind is EventKind.OUTSIDE_RANGE]  # fmt: skip
    halted = [e.session.toordinal() for e in events if e.kind is EventKind.HALTED]
    return [
        *_of_sessions(series, "outside_range", outside),
        *_runs(series, halted),
        *_repeated(series),
    ]


def _runs(series: PriceSeries, halted: Sequence[int]) -> list[Fault]:
    """Return one note for each halt: sessions without a trade that follow one another."""
    if not halted:
        return []
    at = {day: place for place, day in enumerate(series.days)}
    found: list[list[int]] = []
    for day in sorted(day for day in halted if day in at):
        if found and at[day] == at[found[-1][-1]] + 1:
            found[-1].append(day)
        else:
            found.append([day])
    return [fault for run in found for fault in _of_sessions(series, "halted", run, repair=False)]


def _repeated(series: PriceSeries) -> list[Fault]:
    """Return closes of an index that are the close before to the last digit.

    A share may close unchanged; an index of hundreds of shares with two decimals hardly does.
    """
    if not series.symbol.startswith("^"):
        return []
    closes = np.asarray(series.closes, dtype=np.float64)
    same = np.flatnonzero((closes[1:] == closes[:-1]) & (closes[1:] > 100)) + 1
    return [
        fault for place in same for fault in _of_sessions(series, "repeated", [series.days[place]])
    ]


def _dividends(series: PriceSeries, events: Sequence[SeriesEvent]) -> list[Fault]:
    """Return dividends out of all proportion to the close, or to the others of the series."""
    paid = [(e.session, float(e.amount)) for e in events
            if e.kind is EventKind.DIVIDEND and e.amount is not None]  # fmt: skip
    usual = float(np.median([amount for _, amount in paid])) if len(paid) >= 3 else 0.0
    odd = []
    for session, amount in paid:
        place = series.index_at(session)
        close = series.closes[place] if place >= 0 else 0.0
        apart = usual > 0 and not 1 / 50 <= amount / usual <= 50
        if (close > 0 and amount > close / 4) or apart:
            odd.append(session.toordinal())
    return _of_sessions(series, "odd_dividend", odd, repair=False)


def _calendar(series: PriceSeries, events: Sequence[SeriesEvent]) -> list[Fault]:
    """Return closes on days without a session, sessions without a close, and empty rows."""
    days = np.asarray(series.days, dtype=np.int64)
    null = {e.session.toordinal() for e in events if e.kind is EventKind.NO_CLOSE}
    if trades_every_weekday(series.symbol):
        return _of_sessions(series, "null_rows", sorted(null), repair=False)
    calendar = calendar_of(series.symbol)
    if calendar is None:
        weekend = [int(day) for day in days[np.isin(days % 7, (6, 0))]]
        # Some exchanges trade on Sundays or once did on Saturdays: only a few are suspicious.
        odd = weekend if len(weekend) <= len(days) // 100 else []
        return [*_of_sessions(series, "not_a_session", odd),
                *_of_sessions(series, "null_rows", sorted(null), repair=False)]  # fmt: skip
    strange = [int(day) for day in calendar.strange(days)]
    missing = {int(day) for day in calendar.missing(days)}
    real = sorted(day for day in null if calendar.is_session(day) is not False)
    return [
        *_of_sessions(series, "not_a_session", strange),
        *_of_sessions(series, "null_rows", real, repair=False),
        *_of_sessions(series, "missing_sessions", sorted(missing - null), repair=False),
    ]


def _end(series: PriceSeries, events: Sequence[SeriesEvent], today: date) -> list[Fault]:
    last = series.last
    if last is None or series.simulated:
        return []
    ended = [e.session for e in events if e.kind is EventKind.ENDED]
    age = (today - last).days
    if ended and ended[-1] >= last:
        code, day = "market.delisted", ended[-1]
    elif age > STALE_DAYS:
        code, day = "market.stale", last
    else:
        return []
    message = Message.of(code, symbol=series.symbol, day=day.isoformat(), age=age)
    return [Fault(series.symbol, message, day, day)]
