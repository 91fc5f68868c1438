"""Numbers as brokers write them: each cell decided by itself, the rest by its column.

A cell such as ``1,234`` reads as 1234 or 1.234; both readings are kept until the other cells of
the column (then of the file, then the profile) say which mark is the decimal one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from corridor_desktop.importers.fields import CURRENCIES

NULLS: Final = frozenset(
    {"", "-", "--", "---", "-,--", "-.--", "n/a", "na", "not available", "null", "none", "nan"}
    | {"–", "—", "n.a.", "n.v.", "k.a.", "nicht verfugbar", "no disponible"}
)
_SIGNS = {
    "R$": "BRL",
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "A$": "AUD",
    "HK$": "HKD",
    "NT$": "TWD",
    "S$": "SGD",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "원": "KRW",
    "円": "JPY",
    "₹": "INR",
    "元": "CNY",
    "zł": "PLN",
    "Kč": "CZK",
}
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_SYMBOL = re.compile(
    r"(?:[A-Z]{3}(?![A-Za-z])|R\$|US\$|CA\$|C\$|A\$|HK\$|NT\$|S\$|zł|Kč|kr\b|[$€£¥₩₹%원円元])"
)
_UNITS = re.compile(r"(?<=\d) ?[株口주股좌p]$")
_PLAIN = re.compile(r"\d+")
_ONE = re.compile(r"(\d*)([.,])(\d*)")
_GROUPED = re.compile(r"(\d{1,3})(?:([.,])\d{3})(?:\2\d{3})*(?:([.,])(\d*))?")
_BLANKED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?![\d])")
_SCIENCE = re.compile(r"\d*[.,]?\d+[eE][+-]?\d{1,3}")
_LAKH = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d*)?")


class Number(NamedTuple):
    """A cell under both readings. ``clear`` is the decimal mark that the cell itself proves.

    ``point`` and ``comma`` are equal unless ``doubtful``; both ``None`` for an empty cell, and
    ``bad`` when the cell is no number at all.
    """

    point: Decimal | None
    comma: Decimal | None
    clear: str = ""
    bad: bool = False

    @property
    def doubtful(self) -> bool:
        """Tell whether the two readings differ and the cell proves neither."""
        return self.point != self.comma and not self.clear

    def under(self, mark: str) -> Decimal | None:
        """Return the value, reading doubtful cells with ``mark`` as the decimal mark."""
        return self.comma if (self.clear or mark) == "," else self.point


NOTHING: Final = Number(None, None)
_BAD: Final = Number(None, None, bad=True)


def number(text: str) -> Number:
    """Read one cell. Percent signs, currency signs and text-cell quotes are passed over."""
    head, mark, tail = text.partition(".")
    if (head.isdecimal() or (head[:1] == "-" and head[1:].isdecimal())) and (
        tail.isdecimal() or not mark
    ):
        return _simple(text, head.lstrip("-"), tail)
    cell = _narrow(text)
    if cell.lower() in NULLS:
        return NOTHING
    cell = _UNITS.sub("", _SYMBOL.sub("", cell).strip())
    negative, body = _signed(cell)
    if body is None:
        return _BAD
    read = _body(body)
    if read is None:
        return _BAD
    point, comma, clear = read
    return Number(-point, -comma, clear) if negative else Number(point, comma, clear)


def _simple(text: str, head: str, tail: str) -> Number:
    """Read the plain shapes that most cells have; the rest goes the long way."""
    value = Decimal(text)
    if not tail:
        return Number(value, value)
    if len(tail) == 3 and len(head) <= 3 and head[0] != "0":
        whole = Decimal(head + tail)
        return Number(value, -whole if text[0] == "-" else whole)
    return Number(value, value, ".")


def _narrow(text: str) -> str:
    cell = text.strip()
    if not cell.isascii():
        cell = unicodedata.normalize("NFKC", cell).replace("−", "-").replace("\u00a0", " ").strip()
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1].strip()
    return cell.lstrip("'").strip()


def _signed(cell: str) -> tuple[bool, str | None]:
    negative = False
    if cell.startswith("(") and cell.endswith(")"):
        negative, cell = True, _SYMBOL.sub("", cell[1:-1]).strip()
    elif cell.endswith("-") and len(cell) > 1:
        negative, cell = True, cell[:-1].strip()
    if cell[:1] in {"△", "▲"}:  # how books in Japan write a minus
        cell = f"-{_SYMBOL.sub('', cell[1:]).strip()}"
    if cell[:1] in {"-", "+"}:
        if negative:
            return False, None
        negative, cell = cell[0] == "-", cell[1:].strip()
    return negative, cell or None


def _body(body: str) -> tuple[Decimal, Decimal, str] | None:
    if _PLAIN.fullmatch(body):
        value = Decimal(body)
        return value, value, ""
    match = _BLANKED.match(body)
    if match:
        body = re.sub(r"[ \u00a0\u202f'’]", "", body)
        return _blanked(body)
    one = _ONE.fullmatch(body)
    if one and (one[1] or one[3]):
        return _one_mark(one[1], one[2], one[3])
    return _grouped(body)


def _blanked(body: str) -> tuple[Decimal, Decimal, str] | None:
    """Read digits whose thousands were parted by blanks: any mark left is the decimal one."""
    if _PLAIN.fullmatch(body):
        value = Decimal(body)
        return value, value, ""
    one = _ONE.fullmatch(body)
    if not one:
        return None
    value = Decimal(f"{one[1]}.{one[3] or '0'}")
    return value, value, one[2]


def _one_mark(head: str, mark: str, tail: str) -> tuple[Decimal, Decimal, str]:
    decimal = Decimal(f"{head or '0'}.{tail or '0'}")
    if len(tail) == 3 and 1 <= len(head) <= 3 and head[0] != "0":
        whole = Decimal(head + tail)
        return (decimal, whole, "") if mark == "." else (whole, decimal, "")
    return decimal, decimal, mark


def _grouped(body: str) -> tuple[Decimal, Decimal, str] | None:
    match = _GROUPED.fullmatch(body)
    if match and match[3] != match[2]:
        whole = body.split(match[3], maxsplit=1)[0] if match[3] else body
        digits = whole.replace(match[2], "")
        value = Decimal(f"{digits}.{match[4] or '0'}")
        return value, value, match[3] or ("," if match[2] == "." else ".")
    if _LAKH.fullmatch(body):
        value = Decimal(body.replace(",", ""))
        return value, value, "."
    if _SCIENCE.fullmatch(body):
        value = Decimal(body.replace(",", "."))
        return value, value, "," if "," in body else "."
    return None


class Numbers(dict[str, Number]):
    """All number cells of one file, each distinct text read once."""

    def __init__(self) -> None:
        super().__init__({"": NOTHING})

    def __missing__(self, text: str) -> Number:
        """Read a cell that did not occur before."""
        found = self[text] = number(text)
        return found

    def marks(self, cells: Iterable[str]) -> dict[str, str]:
        """Return each decimal mark that some cell proves, with the first cell that does."""
        proof: dict[str, str] = {}
        for cell in cells:
            clear = self[cell].clear
            if clear and clear not in proof:
                proof[clear] = cell
        return proof

    def majority(self, cells: Iterable[str]) -> str:
        """Return the one decimal mark that the cells prove; empty when none or both do."""
        proof = self.marks(cells)
        return next(iter(proof)) if len(proof) == 1 else ""


def currency_sign(text: str) -> str:
    """Return the currency that a sign or code inside a cell names.

    ``$``, ``¥`` and ``kr`` are no one's own; they name nothing.
    """
    code = _CODE.search(text)
    if code and code[0] in CURRENCIES:
        return code[0]
    return next((code for sign, code in _SIGNS.items() if sign in text), "")
