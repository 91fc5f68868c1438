"""Closes of Korean shares and indices from Korea Exchange itself, with a key.

The exchange's open interface answers one day for a whole market, so it is asked for the latest
days only: enough to continue what is stored, or to compare it with the exchange's own closes.
What one day brought serves every symbol of a run. Closes are as traded; a split within these days
shows as a jump against the stored closes. Terms: not for commercial use, 10,000 requests a day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from corridor_desktop.feeds.web import clock_skew, get, kind_by_status

_ADDRESS = "https://data-dbg.krx.co.kr/svc/apis/{room}"
_BACK = 21
"""Calendar days that are asked: the overlap of ten, and a holiday week."""
_SHARE = re.compile(r"(\d[0-9A-Z]{5})\.(KS|KQ)")
_ROOMS = {"KS": "sto/stk_bydd_trd", "KQ": "sto/ksq_bydd_trd"}
_INDICES = {
    "^KS11": ("idx/kospi_dd_trd", "코스피"),
    "^KS200": ("idx/kospi_dd_trd", "코스피 200"),
    "^KQ11": ("idx/kosdaq_dd_trd", "코스닥"),
}
_NAMES = ("ISU_CD", "IDX_NM")
_CLOSES = ("TDD_CLSPRC", "CLSPRC_IDX")


class _NoDay(Exception):
    """A day could not be read; ``answer`` says why."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self.answer = answer


def place(symbol: str) -> tuple[str, str] | None:
    """Return the room of the interface that has a symbol, and its name there."""
    share = _SHARE.fullmatch(symbol)
    return (_ROOMS[share[2]], share[1]) if share else _INDICES.get(symbol)


def ask(request: Mapping[str, Any], longest: float) -> dict[str, Any]:
    """Return the latest closes of one symbol, or the kind of failure, as plain data."""
    symbol = str(request["symbol"])
    found = place(symbol)
    if found is None:
        return {"symbol": symbol, "failure": "not_covered"}
    now = float(request["now"])
    yesterday = datetime.fromtimestamp(now, UTC).date() - timedelta(days=1)
    first = yesterday - timedelta(days=_BACK)
    if request.get("since"):
        first = max(first, date.fromisoformat(str(request["since"])))
    closes: dict[date, float] = {}
    try:
        for step in range((yesterday - first).days + 1):
            day = first + timedelta(days=step)
            if day.weekday() < 5:
                close = _day(found[0], day, str(request["key"]), longest, now).get(found[1])
                closes |= {day: close} if close else {}
    except _NoDay as trouble:
        return {"symbol": symbol, **trouble.answer}
    if not closes and not request.get("since"):
        return {"symbol": symbol, "failure": "unknown_symbol"}
    return {
        "symbol": symbol, "currency": "KRW", "splits": [], "facts": None,
        "days": [day.isoformat() for day in closes], "closes": list(closes.values()),
    }  # fmt: skip


@cache
def _day(room: str, day: date, key: str, longest: float, now: float) -> Mapping[str, float]:
    """Return the closes of a market on a day by name; empty for a day without a session."""
    reply = get(_ADDRESS.format(room=room), {"basDd": f"{day:%Y%m%d}"}, longest,
                {"AUTH_KEY": key})  # fmt: skip
    failure = reply.failure or kind_by_status(reply.status)
    skew = clock_skew(reply.date, now)
    if skew or failure:
        raise _NoDay(skew or {"failure": failure})
    try:
        rows = json.loads(reply.body)["OutBlock_1"]
        return dict(_row(row, day) for row in rows)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise _NoDay({"failure": "changed_format"}) from error


def _row(row: Mapping[str, Any], day: date) -> tuple[str, float]:
    """Return name and close of a row, 0 where it has none; a row of another day raises."""
    if row["BAS_DD"] != f"{day:%Y%m%d}":
        raise ValueError("another day than was asked")
    name = next(str(row[key]) for key in _NAMES if key in row)
    text = next(str(row[key]) for key in _CLOSES if key in row).replace(",", "")
    return name, 0.0 if text in {"-", ""} else float(text)
