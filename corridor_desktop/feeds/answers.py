"""From the plain answer of the worker to series and facts; what does not fit raises.

The answer comes from a process that read foreign data, so nothing in it is taken on trust: a
number that is none, a session that is to come, or days out of order are refused as a whole.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from typing import Any

from corridor_desktop.domain.fetch import Facts, HeldPart
from corridor_desktop.domain.prices import EventKind, PriceSeries, SeriesEvent, Split, Turnover
from corridor_desktop.feeds.symbols import PENCE

_AHEAD = timedelta(days=1)
"""East of Greenwich a session may carry tomorrow's date."""


_EARLIEST = date(1900, 1, 1)


def series(
    symbol: str, answer: Mapping[str, Any], now: datetime, source: str, since: date | None = None
) -> PriceSeries:
    """Return the closes of an answer; ``since`` is from when on they were asked.

    Raises
    ------
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError
        The answer is not one.
    """
    unit = str(answer["currency"])
    days = array("i", [date.fromisoformat(day).toordinal() for day in answer["days"]])
    closes = array("d", answer["closes"])
    latest = (now.date() + _AHEAD).toordinal()
    rising = all(later > earlier for earlier, later in pairwise(days))
    earliest = (since - _AHEAD if since is not None else _EARLIEST).toordinal()
    if not rising or (days and not earliest <= days[0] <= days[-1] <= latest):
        raise ValueError("sessions out of order, before what was asked, or still to come")
    if not all(isfinite(close) and close > 0 for close in closes):
        raise ValueError("a close is no price")
    splits = tuple(
        Split(date.fromisoformat(session), _ratio(ratio)) for session, ratio in answer["splits"]
    )
    return PriceSeries(
        symbol=symbol,
        currency=PENCE.get(unit, unit),
        days=days,
        closes=closes,
        splits=splits,
        source=source,
        fetched_at=now,
        unit=unit if unit in PENCE else "",
        turnover=_turnover(symbol, answer, source),
        events=_events(answer),
    )


def _ratio(text: str) -> Decimal:
    ratio = Decimal(text)
    if not ratio.is_finite() or ratio <= 0:
        raise ValueError("a split ratio is none")
    return ratio


def _events(answer: Mapping[str, Any]) -> tuple[SeriesEvent, ...]:
    found = [
        SeriesEvent(
            date.fromisoformat(session),
            EventKind(kind),
            None if amount is None else Decimal(amount),
        )
        for session, kind, amount in answer.get("events") or ()
    ]
    if answer.get("ended"):
        found.append(SeriesEvent(date.fromisoformat(answer["ended"]), EventKind.ENDED))
    return tuple(found)


def _turnover(symbol: str, answer: Mapping[str, Any], source: str) -> Turnover | None:
    found = answer.get("turnover")
    if not found:
        return None
    average, sessions, last = found
    return Turnover(symbol, float(average), int(sessions), date.fromisoformat(last), source)


def facts(symbol: str, answer: Mapping[str, Any], now: datetime, source: str) -> Facts | None:
    """Return the facts of an answer, ``None`` without any. Raises as ``series``."""
    found = answer.get("facts")
    if found is None:
        return None
    parts = tuple(
        HeldPart(str(code), str(name), Decimal(weight))
        for code, name, weight in found.get("parts") or ()
    )
    plain = {key: value for key, value in found.items() if key != "parts"}
    return Facts(symbol=symbol, source=source, fetched_at=now, parts=parts, **plain)
