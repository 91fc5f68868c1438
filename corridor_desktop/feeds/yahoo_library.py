"""The one place that calls yfinance, inside the worker; what leaves it is plain data."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import curl_cffi.requests
import yfinance
from yfinance.data import YfData
from yfinance.exceptions import YFException

from corridor_desktop.feeds.volumes import average
from corridor_desktop.feeds.web import clock_skew, kind_by_name

STALE = 30
"""Days without a close after which a listing counts as no longer traded."""

_Foreseen = (YFException, ArithmeticError, AttributeError, LookupError, OSError, RuntimeError,
             TypeError, ValueError)  # fmt: skip


class Session(curl_cffi.requests.Session[Any]):
    """A browser-like session that waits briefly and remembers how the last chart was answered.

    ``status`` is the HTTP status of it, ``date`` what the source's own clock said.
    """

    longest = 8.0
    status = 0
    date = ""

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> Any:
        """Send one request, with the shorter of the given and the longest time to wait."""
        options["timeout"] = min(options.get("timeout") or self.longest, self.longest)
        response = super().request(method, url, *args, **options)
        if "/chart/" in url:
            self.status = response.status_code
            self.date = str(response.headers.get("Date") or "")
        return response


@cache
def prepare(folder: str, longest: float) -> Session:
    """Set the library up once: its files in our folder, its errors raised, its log silent."""
    warnings.simplefilter("ignore")
    logging.getLogger("yfinance").setLevel(logging.CRITICAL)
    yfinance.set_tz_cache_location(folder)
    yfinance.config.debug.hide_exceptions = False
    # Without this an unknown symbol costs a dozen requests in search of a time zone.
    yfinance.base._tz_info_fetch_ctr = 2  # noqa: SLF001 (it has no public switch)
    session = Session(impersonate="chrome")
    session.longest = longest
    return session


def ask(request: Mapping[str, Any], session: Session) -> dict[str, Any]:
    """Return the closes of one symbol, or the kind of failure, as plain data."""
    symbol = str(request["symbol"])
    session.status, session.date = 0, ""
    ticker = yfinance.Ticker(symbol, session=session)
    # The library remembers error answers too: what failed once would stay dead.
    YfData().cache_get.cache_clear()
    since = request.get("since")
    span = {"start": since} if since else {"period": "max"}
    try:
        frame = ticker.history(interval="1d", auto_adjust=False, actions=True, **span)
    except _Foreseen as error:
        skew = clock_skew(session.date, float(request["now"]))
        return skew or _no_prices(symbol, error, session.status, request, _meta(ticker))
    skew = clock_skew(session.date, float(request["now"]))
    if skew is not None:
        return skew
    meta = _meta(ticker)
    rows = _closes(frame, meta, float(request["now"]))
    answer = {
        "symbol": symbol,
        "days": [day.isoformat() for day in rows],
        "closes": list(rows.values()),
        "splits": _splits(frame),
        "events": _events(frame, rows, meta, float(request["now"])),
        "turnover": _turnover(frame, rows),
        "currency": meta.get("currency") or "",
        "facts": _facts(ticker, meta) if request.get("facts") else None,
    }
    traded = _last_traded(meta)
    if traded and _days_since(traded, request) > STALE:
        answer["ended"] = traded.isoformat()
    return answer


def _meta(ticker: Any) -> dict[str, Any]:
    """Return what the chart said beside its closes, without another request."""
    found = getattr(getattr(ticker, "_price_history", None), "_history_metadata", None)
    return found if isinstance(found, dict) else {}


def _closes(frame: Any, meta: Mapping[str, Any], now: float) -> dict[date, float]:
    """Return closes by exchange-local session; none for a session that is still open."""
    rows = {
        day: float(close)
        for day, close in zip(frame.index.date, frame["Close"].tolist(), strict=True)
        if close is not None and math.isfinite(close) and close > 0
    }
    running = _running_session(meta, now)
    if running is not None:
        rows.pop(running, None)
    return dict(sorted(rows.items()))


def _events(
    frame: Any, rows: Mapping[date, float], meta: Mapping[str, Any], now: float
) -> list[list[str | None]]:
    """Return what the source says of sessions beside their closes."""
    running = _running_session(meta, now)
    nothing = [math.nan] * len(frame)
    columns = [
        frame[name].tolist() if name in frame else nothing
        for name in ("Dividends", "Open", "High", "Low")
    ]
    found: list[list[str | None]] = []
    for day, paid, first, high, low in zip(frame.index.date, *columns, strict=True):
        if paid > 0 and math.isfinite(paid):
            found.append([day.isoformat(), "dividend", repr(paid)])
        kind = _kind(rows.get(day), first, high, low) if day != running else None
        if kind is not None:
            found.append([day.isoformat(), kind, None])
    return found


def _kind(close: float | None, first: float, high: float, low: float) -> str | None:
    """Tell a session without a close, one without a trade, and a close outside its own range."""
    if close is None:
        return "no_close"
    if first == high == low == 0:
        return "halted"
    if not 0 < low <= high < math.inf:
        return None
    slack = 0.002 * close  # lows and highs adjusted for splits are rounded on their own
    return "outside_range" if not low - slack <= close <= high + slack else None


def _turnover(frame: Any, rows: Mapping[date, float]) -> list[Any] | None:
    """Return average units, sessions and last day over finished sessions; ``None``: unknown."""
    if "Volume" not in frame:
        return None
    found = average(
        (moment.date(), float(volume))
        for moment, volume in frame["Volume"].items()
        if moment.date() in rows and volume is not None and math.isfinite(volume) and volume >= 0
    )
    return None if found is None else [found[0], found[1], found[2].isoformat()]


def _running_session(meta: Mapping[str, Any], now: float) -> date | None:
    regular = (meta.get("currentTradingPeriod") or {}).get("regular") or {}
    start, end = _instant(regular.get("start")), _instant(regular.get("end"))
    if start is None or end is None or now >= end:
        return None
    return _local_day(start, meta)


def _last_traded(meta: Mapping[str, Any]) -> date | None:
    moment = _instant(meta.get("regularMarketTime"))
    return None if moment is None else _local_day(moment, meta)


def _days_since(day: date, request: Mapping[str, Any]) -> int:
    return (datetime.fromtimestamp(float(request["now"]), UTC).date() - day).days


def _instant(value: Any) -> float | None:
    if isinstance(value, int | float):
        return float(value)
    return float(value.timestamp()) if hasattr(value, "timestamp") else None


def _local_day(moment: float, meta: Mapping[str, Any]) -> date:
    offset = meta.get("gmtoffset")
    shift = float(offset) if isinstance(offset, int | float) else 0.0
    return date.fromordinal(_EPOCH + int((moment + shift) // 86_400))


_EPOCH = date(1970, 1, 1).toordinal()


def _splits(frame: Any) -> list[list[str]]:
    if "Stock Splits" not in frame:
        return []
    return [
        [moment.date().isoformat(), str(_ratio(float(split)))]
        for moment, split in frame["Stock Splits"].items()
        if math.isfinite(split) and split > 0 and split != 1
    ]


def _ratio(split: float) -> Decimal:
    """Return the exact ratio behind a quotient: 0.333... was one for three."""
    near = Fraction(split).limit_denominator(1000)
    if near and abs(float(near) / split - 1) < 1e-9:
        return Decimal(near.numerator) / Decimal(near.denominator)
    return Decimal(repr(split))


def _facts(ticker: Any, meta: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known about the instrument; a fact that is not there is left out."""
    yfinance.config.debug.hide_exceptions = True
    try:
        info = ticker.info or {}
    except _Foreseen:
        # A side request failed; what had arrived by then is still good.
        info = getattr(getattr(ticker, "_quote", None), "_info", None) or {}
    finally:
        yfinance.config.debug.hide_exceptions = False
    analysts = info.get("numberOfAnalystOpinions")
    return {
        "name": _text(info, "longName", "shortName") or _text(meta, "longName", "shortName"),
        "currency": _text(info, "currency") or _text(meta, "currency"),
        "quote_type": _text(info, "quoteType") or _text(meta, "instrumentType"),
        "exchange": _text(info, "fullExchangeName") or _text(meta, "fullExchangeName"),
        "country": _text(info, "country"),
        "sector": _text(info, "sector"),
        "analysts": analysts if isinstance(analysts, int) else None,
        "parts": _parts(ticker, info),
    }


def _parts(ticker: Any, info: Mapping[str, Any]) -> list[list[str]]:
    """Return the largest constituents of a fund as symbol, name and fraction; none when unsaid."""
    if str(info.get("quoteType")).upper() not in {"ETF", "MUTUALFUND"}:
        return []
    try:
        table = ticker.funds_data.top_holdings
        return [
            [str(symbol), str(row["Name"]), repr(float(row["Holding Percent"]))]
            for symbol, row in table.iterrows()
            if math.isfinite(row["Holding Percent"]) and row["Holding Percent"] > 0
        ]
    except _Foreseen:
        return []


def _text(info: Mapping[str, Any], *keys: str) -> str | None:
    found = (info.get(key) for key in keys)
    return next((value for value in found if isinstance(value, str) and value), None)


def _no_prices(
    symbol: str,
    error: BaseException,
    status: int,
    request: Mapping[str, Any],
    meta: Mapping[str, Any],
) -> dict[str, Any]:
    code = kind_of(error, status)
    if code != "unknown_symbol":
        return {"symbol": symbol, "failure": code}
    traded = _last_traded(meta)
    if traded is not None and _days_since(traded, request) > STALE:
        return {"symbol": symbol, "failure": "delisted", "day": traded.isoformat()}
    if traded is not None and request.get("since"):
        return {"symbol": symbol, "days": [], "closes": [], "splits": [], "facts": None,
                "currency": meta.get("currency") or ""}  # fmt: skip
    return {"symbol": symbol, "failure": code}


def kind_of(error: BaseException, status: int) -> str:
    """Return the kind of a failure from the library's exception and the last HTTP status."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if "YFRateLimitError" in names:
        return "rate_limited"
    code = kind_by_name(error)
    if code is not None:
        return code
    if status == 429:
        return "rate_limited"
    if status >= 500:
        return "server"
    missing = {"YFPricesMissingError", "YFTzMissingError", "YFInvalidPeriodError"}
    return "unknown_symbol" if names & missing or status == 404 else "changed_format"
