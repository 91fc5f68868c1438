"""How exact values stand in text cells and come back."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import SourceRow


def text(value: Decimal | None) -> str | None:
    """Return an exact decimal as plain text without an exponent."""
    return None if value is None else format(value, "f")


def decimal(cell: str | None) -> Decimal | None:
    """Return the decimal of a cell."""
    return None if cell is None else Decimal(cell)


def iso(value: date | datetime | None) -> str | None:
    """Return a day or an instant as ISO text."""
    return None if value is None else value.isoformat()


def day(cell: str | None) -> date | None:
    """Return the day of a cell."""
    return None if cell is None else date.fromisoformat(cell)


def instant(cell: str | None) -> datetime | None:
    """Return the aware instant of a cell."""
    return None if cell is None else datetime.fromisoformat(cell)


def money(amount: str | None, currency: str | None) -> Money | None:
    """Return the money of an amount cell and a currency cell."""
    return None if amount is None else Money(Decimal(amount), currency or "")


def lines_text(source: SourceRow) -> str:
    """Return the line numbers of a source as text."""
    return " ".join(str(line) for line in source.lines)


def source(digest: str, lines: str) -> SourceRow:
    """Return the source row of its two cells."""
    return SourceRow(digest, tuple(int(line) for line in lines.split()))


def pack(value: object) -> str:
    """Return JSON with sorted keys and no blanks, equal for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
