"""What a price source's symbol says by its shape: whether it is one, and its currency."""

from __future__ import annotations

import re

PENCE = {"GBp": "GBP", "GBX": "GBP", "ILA": "ILS", "ZAc": "ZAR", "ZAC": "ZAR"}
"""Quoted hundredths by the word a quote uses, with their currency. Case matters."""

_PAIR = re.compile(r"(?:[A-Z]{3})?([A-Z]{3})=X")
_COIN = re.compile(r"[A-Z0-9]{2,10}-(USD|EUR|GBP|JPY|KRW|AUD|CAD)")
_PLAIN = re.compile(r"[A-Z]{1,5}(?:-[A-Z]{1,2})?")
_SHAPES = (
    re.compile(r"\^[A-Z0-9][A-Z0-9.\-]{0,14}"),
    re.compile(r"(?:[A-Z]{3})?[A-Z]{3}=X"),
    re.compile(r"[A-Z0-9][A-Z0-9\-]{0,11}\.[A-Z]{1,3}"),
    re.compile(r"[A-Z]{1,3}=F"),
    _COIN,
    _PLAIN,
)
# Words that files are called by and that would pass for a ticker.
_WORDS = frozenset(
    {"DATA", "CLOSE", "CLOSES", "PRICE", "PRICES", "QUOTE", "CHART", "INDEX", "STOCK", "TABLE",
     "KOSPI"}
)  # fmt: skip

_INDICES = {
    "KRW": "^KS11 ^KS200 ^KQ11",
    "USD": "^GSPC ^SPX ^IXIC ^DJI ^RUT ^VIX ^SOX ^NDX ^NYA",
    "JPY": "^N225 ^TPX",
    "HKD": "^HSI ^HSCE",
    "TWD": "^TWII",
    "EUR": "^GDAXI ^STOXX50E ^STOXX ^FCHI ^AEX ^IBEX ^ATX ^BFX",
    "GBP": "^FTSE ^FTMC",
    "CHF": "^SSMI",
    "AUD": "^AXJO",
    "INR": "^NSEI ^BSESN",
    "CAD": "^GSPTSE",
    "BRL": "^BVSP",
    "IDR": "^JKSE",
    "SGD": "^STI",
}
# Markets on which everything is quoted in one currency. London (pence or pounds, dollars),
# Johannesburg, Tel Aviv, Hong Kong and Singapore (several counters) are left out on purpose.
_MARKETS = {
    "KRW": "KS KQ",
    "JPY": "T",
    "CNY": "SS SZ",
    "TWD": "TW TWO",
    "EUR": "DE F BE MU DU HM SG PA AS BR LS MI MC HE VI AT TL",
    "CHF": "SW",
    "SEK": "ST",
    "NOK": "OL",
    "DKK": "CO",
    "PLN": "WA",
    "CZK": "PR",
    "CAD": "TO V NE CN",
    "AUD": "AX",
    "NZD": "NZ",
    "INR": "NS BO",
    "IDR": "JK",
    "MYR": "KL",
    "THB": "BK",
    "BRL": "SA",
    "MXN": "MX",
    "TRY": "IS",
    "RUB": "ME",
}


def is_symbol(text: str) -> bool:
    """Tell whether a text has the shape of a symbol and is not a usual word for a file."""
    return text not in _WORDS and any(shape.fullmatch(text) for shape in _SHAPES)


def currency_of_symbol(symbol: str) -> str | None:
    """Return the currency that a symbol is quoted in by the rules of its market, if one rules.

    A pair is quoted in its second currency (``KRW=X`` is won for one dollar); a symbol without
    a market's suffix is a listing in the United States.
    """
    pair = _PAIR.fullmatch(symbol)
    if pair is not None:
        return pair.group(1)
    coin = _COIN.fullmatch(symbol)
    if coin is not None:
        return coin.group(1)
    if symbol.startswith("^"):
        return _held_by(_INDICES, symbol)
    _, dot, suffix = symbol.rpartition(".")
    if dot:
        return _held_by(_MARKETS, suffix)
    return "USD" if _PLAIN.fullmatch(symbol) else None


def _held_by(table: dict[str, str], name: str) -> str | None:
    return next((currency for currency, names in table.items() if name in names.split()), None)
