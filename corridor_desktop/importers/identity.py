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
    if suffixes == (".HK",) and symbol.isdigit():
        symbol = f"{Decimal(symbol):04}"
    return tuple(symbol.upper() + suffix for suffix in suffixes)
