"""Daily closes of shares and funds listed in the United States from Tiingo, with a key.

Tiingo sends closes as traded and the splits beside them; they leave this room split-adjusted, as
all closes do (its own adjusted closes are adjusted for dividends too). A session appears when it
is over. Documented under End-of-Day Prices; terms: for the user's own internal use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from corridor_desktop.feeds.volumes import average
from corridor_desktop.feeds.web import clock_skew, get, kind_by_status

_ADDRESS = "https://api.tiingo.com/tiingo/daily/{symbol}/prices"
_FIRST = "1962-01-02"
STALE = 30
"""Days without a close after which a listing counts as no longer traded."""


def ask(request: Mapping[str, Any], longest: float) -> dict[str, Any]:
    """Return the closes of one symbol, or the kind of failure, as plain data."""
    symbol = str(request["symbol"])
    reply = get(
        _ADDRESS.format(symbol=symbol),
        {"startDate": str(request.get("since") or _FIRST), "format": "json"},
        longest,
        {"Authorization": f"Token {request['key']}"},
    )
    failure = reply.failure or kind_by_status(reply.status)
    skew = clock_skew(reply.date, float(request["now"]))
    if skew or failure:
        return skew or {"symbol": symbol, "failure": failure}
    try:
        return _answer(symbol, json.loads(reply.body, parse_float=Decimal), request)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return {"symbol": symbol, "failure": "changed_format"}


def _answer(
    symbol: str, rows: Sequence[Mapping[str, Any]], request: Mapping[str, Any]
) -> dict[str, Any]:
    days = {date.fromisoformat(str(row["date"])[:10]): row for row in rows}
    if not days:
        empty = bool(request.get("since"))
        return _nothing_new(symbol) if empty else {"symbol": symbol, "failure": "unknown_symbol"}
    closes = split_adjusted({day: Decimal(row["close"]) for day, row in days.items()},
                            _splits(days))  # fmt: skip
    last = max(days)
    answer: dict[str, Any] = {
        "symbol": symbol, "currency": "USD", "facts": None,
        "days": [day.isoformat() for day in closes],
        "closes": [float(close) for close in closes.values()],
        "splits": [[day.isoformat(), str(ratio)] for day, ratio in _splits(days).items()],
        "events": _dividends(days),
        "turnover": _turnover(days),
    }  # fmt: skip
    if (datetime.fromtimestamp(float(request["now"]), UTC).date() - last).days > STALE:
        answer["ended"] = last.isoformat()
    return answer


def _nothing_new(symbol: str) -> dict[str, Any]:
    return {"symbol": symbol, "currency": "USD", "days": [], "closes": [], "splits": [],
            "facts": None}  # fmt: skip


def _splits(days: Mapping[date, Mapping[str, Any]]) -> dict[date, Decimal]:
    ratios = {day: Decimal(row.get("splitFactor") or 1) for day, row in sorted(days.items())}
    return {day: ratio for day, ratio in ratios.items() if ratio != 1}


def split_adjusted(
    closes: Mapping[date, Decimal], splits: Mapping[date, Decimal]
) -> dict[date, Decimal]:
    """Return closes divided by every later split, in order; ``splits`` are new units per old."""
    found = {}
    factor = Decimal(1)
    for day in sorted(closes, reverse=True):
        found[day] = closes[day] / factor
        factor *= splits.get(day, Decimal(1))
    return dict(sorted(found.items()))


def _dividends(days: Mapping[date, Mapping[str, Any]]) -> list[list[str | None]]:
    splits = _splits(days)
    paid = {day: Decimal(row.get("divCash") or 0) for day, row in days.items()}
    adjusted = split_adjusted(paid, splits)
    return [
        [day.isoformat(), "dividend", format(sum_, "f")]
        for day, sum_ in adjusted.items()
        if sum_ > 0
    ]


def _turnover(days: Mapping[date, Mapping[str, Any]]) -> list[Any] | None:
    found = average(
        (day, None if row.get("volume") is None else float(row["volume"]))
        for day, row in days.items()
    )
    return None if found is None else [found[0], found[1], found[2].isoformat()]
