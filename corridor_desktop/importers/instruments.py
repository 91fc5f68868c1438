"""The instrument that a row names, as its cells write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import Identity
from corridor_desktop.importers.identity import clean_code, isin_shaped, valid_isin
from corridor_desktop.importers.numbers import NULLS
from corridor_desktop.importers.table import Table

_CUSIP: Final = re.compile(r"[0-9A-Z]{9}")
_ISIN_INSIDE: Final = re.compile(r"(?:ISIN[: ]*)?\b([A-Z]{2}[A-Z0-9]{9}[0-9])\b")
_LISTED: Final = re.compile(r"([A-Z]{2,8}):([A-Z0-9.]{1,8})")
_LISTED_INSIDE: Final = re.compile(r"\(([A-Z]{2,8}):([A-Z0-9.]{1,8})\)$")
_NAMES: Final = ("isin", "wkn", "sedol", "cusip", "symbol", "market", "name")


def coded(instrument: Identity) -> bool:
    """Tell whether more than a text names the instrument; on cash rows that text is prose."""
    return any(getattr(instrument, name) for name in ("isin", "wkn", "sedol", "cusip", "symbol"))


def instrument_of(table: Table, record: Record, prose: dict[str, str]) -> Identity:
    """Return the instrument a row names, as written but without spreadsheet quoting."""
    present = table.present(_NAMES)
    texts = tuple([table.cell(record, name) for name in present])
    if any(name in prose for name in _NAMES):
        return _identity(table, {**dict(zip(present, texts, strict=True)), **prose})
    known = table.memo.get(texts)
    if known is None:
        known = table.memo[texts] = _identity(table, dict(zip(present, texts, strict=True)))
    return cast("Identity", known)


def _identity(table: Table, texts: Mapping[str, str]) -> Identity:
    isin = clean_code(texts.get("isin", "")).upper().replace(" ", "")
    symbol = clean_code(texts.get("symbol", ""))
    name = texts.get("name", "").strip()
    if isin and not isin_shaped(isin):
        symbol, isin = symbol or isin, ""
    if not isin and isin_shaped(symbol.upper()):
        isin, symbol = symbol.upper(), ""
    cusip = clean_code(texts.get("cusip", "")).upper()
    if cusip and not _CUSIP.fullmatch(cusip):
        symbol, cusip = symbol or cusip, ""
    market = texts.get("market", "")
    listed = _LISTED.fullmatch(symbol) if table.layout.general else None
    if listed:
        symbol, market = listed[2], market or listed[1]
    if table.layout.general and not isin and not symbol:
        isin, symbol, market, name = _inside(name, market)
    return Identity(
        isin=isin or table.names.get(symbol) or None,
        wkn=_code(texts.get("wkn", "")),
        sedol=_code(texts.get("sedol", "")),
        cusip=_code(cusip),
        symbol=_code(symbol),
        market=_code(market),
        name=None if name.lower() in NULLS else name,
    )


def _inside(name: str, market: str) -> tuple[str, str, str, str]:
    """Return ISIN, symbol, market and name where a code stands inside the name."""
    found = _ISIN_INSIDE.search(name)
    if found and valid_isin(found[1]):
        rest = (name[: found.start()] + name[found.end() :]).strip(" /-,()")
        return found[1], "", market, rest or name
    listed = _LISTED_INSIDE.search(name)
    if listed:
        return "", listed[2], listed[1], name[: listed.start()].strip() or name
    return "", "", market, name


def _code(cell: str) -> str | None:
    text = clean_code(cell)
    return text if text.lower() not in NULLS else None
