"""Identifiers of securities and issuers, each with its check digits."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_ISIN_INSIDE = re.compile(r"\b[A-Z]{2}[A-Z0-9]{9}[0-9]\b")
_LEI_INSIDE = re.compile(r"\b[A-Z0-9]{18}[0-9]{2}\b")
_TICKER_INSIDE = re.compile(r"Equity Ticker\s+([A-Z0-9.]{1,12})\s+([A-Z]{2})\b")

# The exchange country of a Bloomberg-style ticker, by the suffix that price sources use.
_SUFFIXES = {
    "SS": "CN", "SZ": "CN", "BJ": "CN", "HK": "HK", "KS": "KS", "KQ": "KS", "T": "JP", "ME": "RM",
    "TW": "TT", "TWO": "TT", "L": "LN", "DE": "GR", "PA": "FP", "SI": "SP",
}  # fmt: skip


def valid_isin(isin: str) -> bool:
    """Tell whether an ISIN has the right shape and check digit (ISO 6166, Luhn mod 10)."""
    if not _ISIN.fullmatch(isin):
        return False
    digits = "".join(str(int(sign, 36)) for sign in isin)
    total = 0
    for place, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def valid_lei(lei: str) -> bool:
    """Tell whether an LEI has the right shape and check digits (ISO 17442, mod 97)."""
    if not _LEI.fullmatch(lei):
        return False
    return int("".join(str(int(sign, 36)) for sign in lei)) % 97 == 1


def isins_in(text: str) -> tuple[str, ...]:
    """Return the ISINs with a right check digit that a text mentions, in order."""
    return _once(found for found in _ISIN_INSIDE.findall(text.upper()) if valid_isin(found))


def leis_in(text: str) -> tuple[str, ...]:
    """Return the LEIs with right check digits that a text mentions, in order."""
    return _once(found for found in _LEI_INSIDE.findall(text.upper()) if valid_lei(found))


def tickers_in(text: str) -> tuple[str, ...]:
    """Return tickers such as ``601186 CN`` that an OFAC remark states."""
    return _once(f"{code} {country}" for code, country in _TICKER_INSIDE.findall(text))


def exchange_ticker(symbol: str) -> str | None:
    """Return a price source's symbol (``601186.SS``) as ``601186 CN``; ``None``: no known place."""
    code, dot, suffix = symbol.upper().rpartition(".")
    country = _SUFFIXES.get(suffix)
    if not dot or country is None:
        return None
    return f"{code.lstrip('0') or code} {country}" if country == "HK" else f"{code} {country}"


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
