"""Which columns of a price file hold date and close: known words first, else the only fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridor_desktop.feeds.csv_cells import NULLS, is_date
from corridor_desktop.feeds.csv_text import Row, not_prices

_DATE_WORDS = frozenset(
    (
        "date", "<date>", "datum", "data", "fecha", "day", "session", "time", "timestamp",
        "datetime",
        "observation_date", "trade date", "일자", "날짜", "거래일",
        "기준일", "년/월/일", "日付", "日期",
    )
)  # fmt: skip
# In the order in which they win: what traded, before what was adjusted afterwards.
_CLOSE_WORDS = (
    "close", "<close>", "closing price", "close price", "close/last", "종가", "終値",
    "收盘", "收盤", "schluss", "schlusskurs", "clôture", "cloture", "cierre", "chiusura",
    "slot", "slotkoers", "zamkniecie", "zamknięcie", "fechamento", "kapanış", "price", "last",
    "last price", "kurs", "zuletzt", "dernier", "último", "ultimo", "laatst", "현재가", "지수",
    "환율", "매매기준율", "nav", "net asset value", "settle", "rate", "data_value", "value",
    "adj close", "adj close**", "adjusted close", "adj_close", "adjclose",
)  # fmt: skip
_ADJUSTED = frozenset(("adj close", "adj close**", "adjusted close", "adj_close", "adjclose"))
_SPLIT_WORDS = frozenset(("stock splits", "splits", "split"))
_VOLUME_WORDS = (
    "volume", "vol.", "vol", "<vol>", "volumen", "volumes", "거래량", "出来高", "成交量",
    "trade volume", "total trade quantity", "shares traded",
)  # fmt: skip
_OPEN_WORDS = ("open", "<open>", "opening price", "시가", "始値", "开盘", "開盤", "eröffnung")
_HIGH_WORDS = ("high", "<high>", "고가", "高値", "最高", "hoch", "tageshoch")
_LOW_WORDS = ("low", "<low>", "저가", "安値", "最低", "tief", "tagestief")
_DIVIDEND_WORDS = ("dividends", "dividend", "divcash", "배당금")
_MONTH_FIRST_WORDS = frozenset(("change %", "close/last"))
_TICKER_WORDS = frozenset(("<ticker>", "ticker", "symbol"))
_FRED = {
    "DEXKOUS": "KRW=X", "DEXJPUS": "JPY=X", "DEXCHUS": "CNY=X", "DEXUSEU": "EURUSD=X",
    "DEXUSUK": "GBPUSD=X", "DEXSZUS": "CHF=X", "DEXCAUS": "CAD=X", "DEXUSAL": "AUDUSD=X",
    "DEXINUS": "INR=X", "DEXTAUS": "TWD=X", "DEXHKUS": "HKD=X", "DEXSIUS": "SGD=X",
}  # fmt: skip
_HEAD_ROWS = 40
# A table of trades has a price too, but it is what somebody paid, not what the market closed at.
_TRADE_WORDS = frozenset(
    (
        "isin", "quantity", "qty", "no. of shares", "action", "side", "buy/sell",
        "order id", "transaction id", "trade id", "net amount", "commission",
        "fee", "fees", "anzahl", "stück", "aantal", "número", "quantité", "수량", "数量", "종목명",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns, counted from 0, and what the header says beside.

    ``body`` is the index of the first row after the header. ``month_first`` is ``None`` where
    the header has no habit. ``range_`` are the places of open, high and low, where all three are.
    """

    body: int
    day: int
    close: int
    splits: int | None = None
    adjusted: bool = False
    korean: bool = False
    month_first: bool | None = None
    symbol: str | None = None
    volume: int | None = None
    range_: tuple[int, int, int] | None = None
    dividends: int | None = None


def find_columns(rows: Sequence[Row]) -> Columns:
    """Return where date and close are.

    Raises
    ------
    FeedTrouble
        not_prices: no line names a date and a close; several_symbols: more than one is in it.
    """
    for place, row in enumerate(rows[:_HEAD_ROWS]):
        titles = [_folded(cell) for cell in row.cells]
        if titles[0] == "price" and place + 1 < len(rows) and rows[place + 1].cells[0] == "Ticker":
            return _stacked(rows, place)
        found = _named(titles, place)
        if found is not None:
            return _with_symbol(found, row, titles, rows[place + 1 :])
    return _unnamed(rows)


def _folded(cell: str) -> str:
    title = re.sub(r"\s+", " ", cell.strip().lower())
    for word, long_form in (("close", "close close price"), ("adj close", "adj close adjusted")):
        if title.startswith(long_form):
            return word
    return title


def _named(titles: Sequence[str], place: int) -> Columns | None:
    if _TRADE_WORDS & set(titles):
        raise not_prices("It has the columns of trades; import it as a broker file instead.")
    days = [spot for spot, title in enumerate(titles) if title in _DATE_WORDS]
    close = next((word for word in _CLOSE_WORDS if word in titles), None)
    if not days or close is None:
        return None
    splits = [spot for spot, title in enumerate(titles) if title in _SPLIT_WORDS]
    return Columns(
        body=place + 1,
        day=days[0],
        close=titles.index(close),
        splits=splits[0] if splits else None,
        adjusted=close in _ADJUSTED,
        korean=any(re.search(r"[가-힣]", title) for title in titles),
        month_first=True if _MONTH_FIRST_WORDS & set(titles) else None,
        volume=_place(titles, _VOLUME_WORDS),
        range_=_range(titles),
        dividends=_place(titles, _DIVIDEND_WORDS),
    )


def _place(titles: Sequence[str], words: Sequence[str]) -> int | None:
    return next((titles.index(word) for word in words if word in titles), None)


def _range(titles: Sequence[str]) -> tuple[int, int, int] | None:
    first, high, low = (_place(titles, words) for words in (_OPEN_WORDS, _HIGH_WORDS, _LOW_WORDS))
    return None if first is None or high is None or low is None else (first, high, low)


def _with_symbol(
    found: Columns, header: Row, titles: Sequence[str], body: Sequence[Row]
) -> Columns:
    for spot, title in enumerate(titles):
        if title in _TICKER_WORDS:
            names = {row.cells[spot] for row in body if spot < len(row.cells)}
            if len(names) > 1:
                raise _several(names)
            return _about(found, next(iter(names), None))
    return _about(found, _FRED.get(header.cells[found.close].strip().upper()))


def _about(found: Columns, symbol: str | None) -> Columns:
    return replace(found, symbol=symbol)


def _stacked(rows: Sequence[Row], place: int) -> Columns:
    """Read the three header lines that a library writes: fields, symbols, and the index name."""
    fields = [_folded(cell) for cell in rows[place].cells]
    names = {cell for cell in rows[place + 1].cells[1:] if cell}
    if len(names) > 1:
        raise _several(names)
    close = next((word for word in ("close", "adj close") if word in fields), None)
    if close is None:
        raise not_prices("No column is named as a close.")
    third = rows[place + 2].cells[0] if place + 2 < len(rows) else ""
    body = place + (3 if _folded(third) in _DATE_WORDS else 2)
    return Columns(
        body,
        0,
        fields.index(close),
        adjusted=close in _ADJUSTED,
        symbol=next(iter(names), None),
        volume=_place(fields, ("volume",)),
        range_=_range(fields),
    )


def _several(names: set[str]) -> Exception:
    return not_prices(f"It holds {len(names)} symbols at once; one file for each is read.")


def _unnamed(rows: Sequence[Row]) -> Columns:
    """Read a table of two columns whose names say nothing: a date, and one number beside it."""
    for place, row in enumerate(rows[:_HEAD_ROWS]):
        if is_date(row.cells[0]) and len(row.cells) == 2:
            title = rows[place - 1].cells[-1].strip().upper() if place else ""
            return Columns(place, 0, 1, symbol=_FRED.get(title))
    if any(len(row.cells) > 1 for row in rows):
        raise not_prices("No line names a date and a close.")
    raise not_prices("Its lines are not divided by commas, semicolons, tabs or bars.")


def is_null(cell: str) -> bool:
    """Tell whether a cell says that there is no close."""
    return cell.strip().lower() in NULLS
