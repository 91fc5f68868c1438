"""Which instrument a file means: a key that two files agree on, and a price symbol to propose."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from corridor_desktop.importers.contract import Identity
from corridor_desktop.importers.folding import fold

_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_KRX = re.compile(r"[0-9][0-9A-Z]{5}")

# Market as written (folded) -> Yahoo suffixes in the order to try; a proposal, never a fact.
SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("krx", "xkrx", "kospi", "kosdaq", "kr", "ks"), (".KS", ".KQ")),
    **dict.fromkeys(("tse", "xtks", "tokyo", "東証", "tostnet", "pts"), (".T",)),
    **dict.fromkeys(("hkex", "xhkg", "hk", "sehk"), (".HK",)),
    **dict.fromkeys(("sse", "xshg", "sh"), (".SS",)),
    **dict.fromkeys(("szse", "xshe", "sz"), (".SZ",)),
    **dict.fromkeys(("lse", "xlon", "london stock exchange", "london", "uk"), (".L",)),
    **dict.fromkeys(("xetra", "xetr", "xet", "de", "ibis"), (".DE",)),
    **dict.fromkeys(("xams", "eam", "aeb", "amsterdam", "nl"), (".AS",)),
    **dict.fromkeys(("xpar", "epa", "sbf", "paris", "fr"), (".PA",)),
    **dict.fromkeys(("xmil", "mil", "milan", "bvme", "it"), (".MI",)),
    **dict.fromkeys(("tsx", "xtse", "tor", "can", "toronto"), (".TO",)),
    **dict.fromkeys(("bvmf", "b3", "sao"), (".SA",)),
    "nse": (".NS",),
    "bse": (".BO",),
    **dict.fromkeys(("nasdaq", "xnas", "nyse", "xnys", "ndq", "nsy", "arca", "us", "bats"), ("",)),
}

# Suffix -> currency in which that exchange settles; the user says where one differs.
CURRENCIES: Final[dict[str, str]] = {
    **dict.fromkeys((".KS", ".KQ"), "KRW"),
    ".T": "JPY",
    ".HK": "HKD",
    **dict.fromkeys((".SS", ".SZ"), "CNY"),
    **dict.fromkeys((".TW", ".TWO"), "TWD"),
    ".L": "GBP",
    **dict.fromkeys((".DE", ".AS", ".PA", ".MI", ".MC", ".BR", ".LS", ".VI", ".HE", ".IR"), "EUR"),
    ".SW": "CHF",
    ".ST": "SEK",
    ".CO": "DKK",
    ".OL": "NOK",
    ".WA": "PLN",
    ".TO": "CAD",
    ".AX": "AUD",
    ".SA": "BRL",
    **dict.fromkeys((".NS", ".BO"), "INR"),
    "": "USD",
}

# Country of an ISIN -> suffixes of its home market: grounds for a question, never for an answer.
_HOMES: Final[dict[str, tuple[str, ...]]] = {
    "US": ("",), "DE": (".DE",), "FR": (".PA",), "NL": (".AS",), "IT": (".MI",), "ES": (".MC",),
    "BE": (".BR",), "PT": (".LS",), "AT": (".VI",), "FI": (".HE",), "IE": (".L", ".DE", ".AS"),
    "LU": (".DE", ".PA"), "GB": (".L",), "CH": (".SW",), "SE": (".ST",), "DK": (".CO",),
    "NO": (".OL",), "PL": (".WA",), "CA": (".TO", ""), "AU": (".AX",), "BR": (".SA",),
    "JP": (".T",), "HK": (".HK",), "KY": (".HK", ""), "BM": (".HK", ""), "CN": (".SS", ".SZ"),
    "TW": (".TW", ".TWO"), "KR": (".KS", ".KQ"), "IN": (".NS", ".BO"),
}  # fmt: skip
_CODE_INSIDE: Final = {"KR": re.compile(r"KR7([0-9A-Z]{5}0)00[0-9]"),
                       "TW": re.compile(r"TW000(\d{4})\d{3}")}  # fmt: skip


def valid_isin(text: str) -> bool:
    """Tell whether the shape and the check digit of an ISIN (ISO 6166) hold."""
    if not _ISIN.fullmatch(text):
        return False
    digits = "".join(str(int(sign, 36)) for sign in text)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def isin_shaped(text: str) -> bool:
    """Tell whether a text has the shape of an ISIN, right check digit or not."""
    return bool(_ISIN.fullmatch(text))


def clean_code(text: str) -> str:
    """Return a code without spreadsheet quoting and blanks; leading zeros stay.

    ``'475150``, ``="600519"`` and ``A005930`` become ``475150``, ``600519`` and ``005930``.
    """
    code = text.strip().lstrip("'").strip()
    if code.startswith('="') and code.endswith('"'):
        code = code[2:-1]
    code = code.strip().strip('"').strip()
    if len(code) == 7 and code[0] == "A" and _KRX.fullmatch(code[1:]):
        return code[1:]
    return code


def key_of(instrument: Identity, currency: str = "") -> str:
    """Return the identity key: ISIN > WKN, SEDOL, CUSIP > code and market > ticker > name.

    An ISIN with a wrong check digit still names the thing as the broker does; it is used, and
    the checks say so. The empty text means that nothing names an instrument.
    """
    if instrument.isin:
        return f"isin:{instrument.isin}"
    for scheme in ("wkn", "sedol", "cusip"):
        value = getattr(instrument, scheme)
        if value:
            return f"{scheme}:{value.upper()}"
    if instrument.symbol and instrument.market:
        return f"code:{instrument.symbol.upper()}@{fold(instrument.market)}"
    if instrument.symbol:
        return f"ticker:{instrument.symbol.upper()}@{currency}"
    return f"name:{fold(instrument.name)}" if instrument.name else ""


def propose_symbols(instrument: Identity, currency: str = "") -> tuple[str, ...]:
    """Return Yahoo symbols worth trying, best first; empty when there is no ground for one."""
    symbol = instrument.symbol
    if not symbol:
        return ()
    if "." in symbol:
        return (symbol.upper(),)
    suffixes = SUFFIXES.get(fold(instrument.market)) if instrument.market else None
    if suffixes is None and _KRX.fullmatch(symbol) and currency in {"KRW", ""}:
        suffixes = (".KS", ".KQ")
    if suffixes is None and currency == "USD":
        suffixes = ("",)
    if suffixes is None:
        return ()
    return tuple(_with_suffix(symbol, suffix) for suffix in suffixes)


def _with_suffix(code: str, suffix: str) -> str:
    """Hong Kong codes are padded to the four places that the price source writes."""
    if suffix == ".HK" and code.isdigit():
        code = f"{Decimal(code):04}"
    return code.upper() + suffix


def home_symbols(instrument: Identity) -> tuple[str, ...]:
    """Return Yahoo symbols that the ISIN's country speaks for; each is to be asked, never taken.

    The code is the one that the file gives, or the one that Korean and Taiwanese ISINs carry.
    """
    isin = instrument.isin or ""
    suffixes = _HOMES.get(isin[:2], ()) if valid_isin(isin) else ()
    inside = _CODE_INSIDE[isin[:2]].fullmatch(isin) if isin[:2] in _CODE_INSIDE else None
    code = instrument.symbol or (inside.group(1) if inside else "")
    if not code or "." in code:
        return ()
    return tuple(_with_suffix(code, suffix) for suffix in suffixes)


def currency_of(symbol: str, otherwise: str = "") -> str:
    """Return the currency that a symbol's exchange settles in, else ``otherwise``."""
    _, dot, suffix = symbol.rpartition(".")
    return CURRENCIES.get(f".{suffix}" if dot else "", otherwise)
