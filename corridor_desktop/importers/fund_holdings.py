"""Holdings files of fund issuers: iShares, Vanguard, SPDR, Amundi, KODEX, and what looks like them.

The header is found by its words, wherever it stands; what is above it may name the day, what is
below the table (a disclaimer, a total) is left out and counted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from corridor_desktop.domain.errors import StatementTrouble
from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import split
from corridor_desktop.importers.dates import day
from corridor_desktop.importers.fund_columns import is_percent, places
from corridor_desktop.importers.numbers import Number, number
from corridor_desktop.importers.text import decode

_HEAD_ROWS = 60
_MOST_ROWS = 60_000
_ROUNDING = Decimal("0.02")
"""Weights of two digits add up to a little more than one; beyond this they are no rounding."""
_DAYS = re.compile(
    r"\d{4}\s?[-/.년]\s?\d{1,2}\s?[-/.월]\s?\d{1,2}|\d{1,2}[-. /][A-Za-zé]{3,9}[-. /,]+\d{4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?<!\d)20\d{6}(?!\d)"
)
_TOTAL = re.compile(r"(?:sub)?total\b|합계|합 계|gesamt|summe", re.IGNORECASE)
_ISIN = re.compile(r"[A-Z]{2}[0-9A-Z]{9}[0-9]")


@dataclass(frozen=True, slots=True)
class HoldingsFile:
    """The holdings of a file, and what was noticed while reading it."""

    holdings: FundHoldings
    notices: tuple[Message, ...]


def read_holdings(data: bytes, name: str) -> HoldingsFile:
    """Return the holdings that a file lists; ``name`` is the file's, for the source.

    Raises
    ------
    StatementTrouble
        no_holdings: the file is no table with names and weights, or its weights are none.
    """
    for rows in _tables(data):
        for at, cells in enumerate(rows[:_HEAD_ROWS]):
            found = places(cells)
            if found is not None:
                return _read(rows, at, found, name)
    raise _none("No line names a holding and its weight.")


def _tables(data: bytes) -> Iterator[Sequence[Sequence[str]]]:
    """Yield the rows of the file, cut at the likely delimiter first, then at the others."""
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        yield _workbook(data)
        return
    text = decode(data)
    if isinstance(text, Message):
        raise _none("It is not text.")
    for delimiter in (None, ",", ";", "\t"):
        sheet = split(text.text, delimiter)
        if not isinstance(sheet, Message):
            yield [record.cells for record in sheet.records[:_MOST_ROWS]]


def _workbook(data: bytes) -> Sequence[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python()
    except (CalamineError, ValueError, IndexError) as error:
        raise _none("The spreadsheet cannot be read.") from error
    return [[_text(cell) for cell in row] for row in rows[:_MOST_ROWS]]


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f").rstrip("0").rstrip(".") if cell else "0"
    return str(cell).strip()


def _read(rows: Sequence[Sequence[str]], at: int, found: dict[str, int], name: str) -> HoldingsFile:
    body = rows[at + 1 :]
    cells = [_cell(row, found["weight"]) for row in body]
    scale, weights = _weights(cells, rows[at][found["weight"]])
    parts: list[Constituent] = []
    left = 0
    for row, weight in zip(body, weights, strict=True):
        part = _part(row, found, weight)
        if part is not None:
            parts.append(part)
        elif any(row):
            left += 1
    if not parts:
        raise _none("None of its lines holds a name and a weight.")
    holdings = FundHoldings(_as_of(rows[:at], name), f"file {name}", _rounded(parts))
    if holdings.named > 3 or holdings.named <= 0:
        raise _none("Its weights do not add up to a fund.")
    return HoldingsFile(holdings, _notices(holdings, left, percent=scale != 1))


def _weights(cells: Sequence[str], title: str) -> tuple[Decimal, list[Decimal | None]]:
    """Return what one weight is to be multiplied by, and the weights as fractions."""
    read = [number(cell) if cell else Number(None, None) for cell in cells]
    marks = {found.clear for found in read if found.clear}
    large = any(found.doubtful and found.point and abs(found.point) > 300 for found in read)
    mark = "," if ("," in marks and "." not in marks) or large else "."
    values = [None if found.bad else found.under(mark) for found in read]
    known = [value for value in values if value is not None]
    percent = is_percent(title) or any("%" in cell for cell in cells)
    if not percent:
        percent = sum((abs(value) for value in known), Decimal(0)) > Decimal("1.5")
    scale = Decimal("0.01") if percent else Decimal(1)
    return scale, [None if value is None else value * scale for value in values]


def _part(row: Sequence[str], found: dict[str, int], weight: Decimal | None) -> Constituent | None:
    if weight is None or weight == 0:
        return None
    cell = {field: _known(_cell(row, place)) for field, place in found.items()}
    name = cell.get("name") or cell.get("ticker") or cell.get("isin") or ""
    if not name or _TOTAL.match(name):
        return None
    isin = cell.get("isin", "").upper()
    return Constituent(
        name=name,
        weight=weight,
        ticker=cell.get("ticker", "").upper(),
        isin=isin if _ISIN.fullmatch(isin) else "",
        country=cell.get("country", ""),
        sector=cell.get("sector", ""),
        currency=_currency(cell.get("currency", "")),
        asset_class=cell.get("asset_class", ""),
    )


def _currency(text: str) -> str:
    code = text.upper()
    return code if re.fullmatch(r"[A-Z]{3}", code) else ""


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _known(text: str) -> str:
    return "" if text in {"-", "--", "N/A", "n/a", "nan"} else text


def _rounded(parts: list[Constituent]) -> tuple[Constituent, ...]:
    """Bring weights that add up to a hair above one down to one; leverage stays."""
    total = sum((part.weight for part in parts), Decimal(0))
    short = any(part.weight < 0 for part in parts)
    if short or not 1 < total <= 1 + _ROUNDING:
        return tuple(parts)
    return tuple(
        Constituent(part.name, part.weight / total, part.ticker, part.isin, part.country,
                    part.sector, part.currency, part.asset_class)
        for part in parts
    )  # fmt: skip


def _as_of(head: Sequence[Sequence[str]], name: str) -> date | None:
    """Return the last day that the lines above the table name; else one in the file's name.

    A line that speaks of a launch or inception is passed over.
    """
    told = [cell for row in head if not _speaks_of_birth(row) for cell in row]
    for text in (*reversed(told), name):
        for match in reversed(_DAYS.findall(text)):
            read = day(match)
            if not read.bad and not read.empty and not read.doubtful:
                return read.under("DMY")
    return None


def _speaks_of_birth(row: Sequence[str]) -> bool:
    text = " ".join(row).lower()
    return any(word in text for word in ("inception", "launch", "auflage", "설정일", "상장일"))


def _notices(holdings: FundHoldings, left: int, *, percent: bool) -> tuple[Message, ...]:
    found = [
        Message.of(
            "funds.read", count=len(holdings.parts), named=f"{holdings.named * 100:.2f} %",
            unit="percent" if percent else "fractions",
        )
    ]  # fmt: skip
    if left:
        found.append(Message.of("funds.left_out", count=left))
    if holdings.as_of is None:
        found.append(Message.of("funds.no_day"))
    return tuple(found)


def _none(reason: str) -> StatementTrouble:
    return StatementTrouble(
        "no_holdings",
        f"This is not a list of a fund's holdings. {reason} Nothing was changed.",
        "Download the complete list of holdings from the fund's issuer as CSV or XLSX.",
    )
