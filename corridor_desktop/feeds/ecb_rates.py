"""Euro foreign exchange reference rates of the European Central Bank, and crosses of them.

The bank publishes one rate a working day, fixed at 14:15 Central European Time, as units of a
currency for one euro. A pair without the euro is the quotient of two rates of the same day.
Source: the bank's data portal, data flow EXR; free to use with the source named.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from corridor_desktop.feeds.web import clock_skew, get, kind_by_status

_ADDRESS = "https://data-api.ecb.europa.eu/service/data/EXR/D.{codes}.EUR.SP00.A"
_PAIR = re.compile(r"([A-Z]{3})([A-Z]{3})?=X")
_DIGITS = Context(prec=8)
STALE = 30
"""Days without a rate after which the bank counts as having ended it (the rouble in 2022)."""


def pair(symbol: str) -> tuple[str, str] | None:
    """Return base and quote of a pair symbol; ``KRW=X`` is won for one dollar."""
    found = _PAIR.fullmatch(symbol)
    if found is None:
        return None
    first, second = found.groups()
    return (first, second) if second else ("USD", first)


def ask(request: Mapping[str, Any], longest: float) -> dict[str, Any]:
    """Return the rates of one pair as closes, or the kind of failure, as plain data."""
    symbol = str(request["symbol"])
    found = pair(symbol)
    if found is None or found[0] == found[1]:
        return {"symbol": symbol, "failure": "not_covered"}
    codes = sorted(set(found) - {"EUR"})
    query = {"format": "csvdata", "detail": "dataonly"}
    if request.get("since"):
        query["startPeriod"] = str(request["since"])
    reply = get(_ADDRESS.format(codes="+".join(codes)), query, longest)
    failure = reply.failure or kind_by_status(reply.status)
    skew = clock_skew(reply.date, float(request["now"]))
    if skew or failure:
        return skew or {"symbol": symbol, "failure": failure}
    rates = read_rates(reply.body)
    if rates is None:
        return {"symbol": symbol, "failure": "changed_format"}
    closes = cross(rates, *found)
    if not closes:
        return {"symbol": symbol, "failure": "unknown_symbol"}
    answer: dict[str, Any] = {
        "symbol": symbol, "currency": found[1], "splits": [], "facts": None,
        "days": [day.isoformat() for day in closes],
        "closes": [float(rate) for rate in closes.values()],
    }  # fmt: skip
    last = max(closes)
    if (datetime.fromtimestamp(float(request["now"]), UTC).date() - last).days > STALE:
        answer["ended"] = last.isoformat()
    return answer


def read_rates(body: str) -> dict[str, dict[date, Decimal]] | None:
    """Return the rate of each currency by day, units for one euro; ``None``: no such table."""
    rows = csv.DictReader(io.StringIO(body))
    if not {"CURRENCY", "TIME_PERIOD", "OBS_VALUE"} <= set(rows.fieldnames or ()):
        return None
    found: dict[str, dict[date, Decimal]] = defaultdict(dict)
    try:
        for row in rows:
            rate = Decimal(row["OBS_VALUE"] or "NaN")
            if rate.is_finite() and rate > 0:
                found[row["CURRENCY"]][date.fromisoformat(row["TIME_PERIOD"])] = rate
    except (InvalidOperation, ValueError, TypeError):
        return None
    return found


def cross(
    rates: Mapping[str, Mapping[date, Decimal]], base: str, quote: str
) -> dict[date, Decimal]:
    """Return how many ``quote`` one ``base`` was worth, on days that have both, in order.

    Crosses are rounded to eight digits; the rates themselves have four to six.
    """
    of_base, of_quote = rates.get(base, {}), rates.get(quote, {})
    if base == "EUR":
        return dict(sorted(of_quote.items()))
    if quote == "EUR":
        return {day: _DIGITS.divide(Decimal(1), rate) for day, rate in sorted(of_base.items())}
    common = sorted(of_base.keys() & of_quote.keys())
    return {day: _DIGITS.divide(of_quote[day], of_base[day]) for day in common}
