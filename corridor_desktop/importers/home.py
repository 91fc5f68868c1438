"""The currency of a market that the codes of a file can only come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import Columns
from corridor_desktop.importers.dates import day
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import clean_code
from corridor_desktop.importers.kind_words import tokens_of
from corridor_desktop.importers.numbers import number
from corridor_desktop.importers.profiles import general_words


@dataclass(frozen=True, slots=True)
class _Home:
    """``script`` must show in the header and every code must match ``code``.

    ``whole`` currencies have no cents: without codes, whole prices of ten and more are enough.
    """

    currency: str
    script: re.Pattern[str]
    code: re.Pattern[str]
    whole: bool = False


_HOMES: Final = (
    _Home("KRW", re.compile(r"[\uac00-\ud7a3]"), re.compile(r"\d[0-9A-Z]{5}"), whole=True),
    _Home("JPY", re.compile(r"[\u3040-\u30ff]|銘柄|約定|受渡"), re.compile(r"\d[0-9A-Z]{3}0?")),
    # Hong Kong writes the same signs and similar codes, but has no tax of that name.
    _Home("TWD", re.compile(r"交易稅|證交稅|集保|庫存|零股|現股"), re.compile(r"\d{4,6}[A-Z]?")),
    # Shanghai and Shenzhen A shares, funds and bonds; B shares (900, 200) are in other currencies.
    _Home("CNY", re.compile(r"证券|成交|股票|数量"), re.compile(r"(?!900|200)\d{6}")),
    _Home(
        "BRL",
        re.compile(r"(?i)neg[oó]cio|negocia|opera[cç]|pre[cç]o"),
        re.compile(r"[A-Z]{4}\d{1,2}F?"),
    ),
)
_CURRENCIES: Final = ("currency", "price_currency", "amount_currency")


_MONEY: Final = ("price", "amount", "gross", "fee", "market_value")
_FOREIGN: Final = re.compile(r"[€£¥₩]|[A-Z]\$|\b(?!USD)[A-Z]{3}\b")
_EASTERN: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_SUMS: Final = frozenset(
    {"합계", "총계", "소계", "계", "合計", "小計", "合计", "总计", "總計", "total"}
)


def eastern(header: Sequence[str]) -> bool:
    """Tell whether column names are Korean, Japanese or Chinese."""
    return any(_EASTERN.search(title) for title in header)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in general_words()["lists"][name])


def day_first(header: Sequence[str]) -> bool:
    """Tell whether two column words are of languages that write the day first."""
    words = {sign for title in header for sign in tokens_of(title)}
    return len(words & _listed("day_first")) >= 2


def home_currency(columns: Columns, body: Sequence[Record]) -> str:
    """Return the currency that language and codes of a file leave no doubt about, else nothing."""
    if columns.stated or any(name in columns.places for name in _CURRENCIES):
        return ""
    title = " ".join(columns.header)
    isins = _cells(columns, body, "isin")
    if isins and all(isin.startswith("IN") for isin in isins):
        return "INR" if {*_cells(columns, body, "market")} <= {"NSE", "BSE"} else ""
    if _american(columns, body):
        return "USD"
    codes = _cells(columns, body, "symbol")
    for home in _HOMES:
        if not home.script.search(title):
            continue
        if codes and all(home.code.fullmatch(clean_code(code).upper()) for code in codes):
            return home.currency
        if home.whole and not codes and _whole(_cells(columns, body, "price")):
            return home.currency
        return ""
    return ""


def _american(columns: Columns, body: Sequence[Record]) -> bool:
    """Tell whether bare dollar signs stand beside days that prove that the month comes first.

    Of the countries with a dollar only one writes both, but for some Canadian files, which name
    their currencies, as most accounts there hold two.
    """
    if {day(cell).clear for cell in _days(columns, body)} - {""} != {"MDY"}:
        return False
    money = [cell for name in _MONEY for cell in _cells(columns, body, name)]
    titles = [columns.title(name) for name in _MONEY if name in columns.places]
    signs = [cell for cell in (*money, *titles) if "$" in cell]
    return bool(signs) and not any(_FOREIGN.search(cell) for cell in (*money, *titles))


def _days(columns: Columns, body: Sequence[Record]) -> list[str]:
    return [cell for name in ("date", "as_of") for cell in _cells(columns, body, name)]


def is_crypto(columns: Columns, body: Sequence[Record]) -> bool:
    """Tell whether a file without ISINs names mostly coins where securities are expected."""
    if "isin" in columns.places:
        return False
    codes = _cells(columns, body, "symbol") or _cells(columns, body, "name")
    coined = _listed("coins")
    coins = [code for code in codes if code.casefold().split("-")[0].split("/")[0] in coined]
    return len(coins) > len(codes) / 2


def _cells(columns: Columns, body: Sequence[Record], name: str) -> list[str]:
    place = columns.first(name)
    if place is None:
        return []
    cells = [row.cells[place] for row in body if place < len(row.cells) and row.filled > 2]
    return [cell for cell in cells if cell not in {"", "-", "--"} and fold(cell) not in _SUMS]


def _whole(cells: Sequence[str]) -> bool:
    values = [number(cell) for cell in cells]
    read = [value.comma if value.doubtful else value.point for value in values if not value.bad]
    return bool(read) and all(value is None or (value % 1 == 0) for value in read)
