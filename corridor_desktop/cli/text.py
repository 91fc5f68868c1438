"""Numbers and tables as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import Missing


def plain(value: Decimal) -> str:
    """Return the exact decimal without exponent and without needless zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def money(value: Money | None) -> str:
    """Return an amount in the minor units of its currency, grouped, with the code."""
    if value is None:
        return "n/a"
    return f"{value.rounded().amount:,} {value.currency}"


def percent(value: float | None, digits: int = 1) -> str:
    """Return a fraction of one as a percentage."""
    return "n/a" if value is None else f"{100 * value:.{digits}f} %"


def absent(missing: Missing) -> str:
    """Return why something is missing, with the last day it was seen."""
    seen = f", last seen {missing.last_seen}" if missing.last_seen else ""
    return f"n/a ({missing.reason}{seen})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: str = "") -> list[str]:
    """Align rows under their heads; ``right`` marks columns to align right with an ``r``."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    marks = right.ljust(len(head))

    def line(cells: Sequence[str]) -> str:
        placed = (
            cell.rjust(width) if mark == "r" else cell.ljust(width)
            for cell, width, mark in zip(cells, widths, marks, strict=True)
        )
        return "  ".join(placed).rstrip()

    return [line(head), line(["-" * width for width in widths]), *(line(row) for row in rows)]
