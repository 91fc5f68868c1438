"""How many units change hands in a session, from the volume column of a price file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

SESSIONS = 20
"""Over so many of the latest sessions the average is taken."""

_SHORT = {"K": 1e3, "M": 1e6, "B": 1e9}
_WHOLE = re.compile(r"\d+(?:\.0+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s'’\u00a0\u202f]\d{3})+")
_SHORTENED = re.compile(r"(\d+(?:[.,]\d+)?)\s*([KMB])", re.IGNORECASE)


def units(cell: str) -> float | None:
    """Return the traded units of a cell: ``1,234,567``, ``1.234.567``, ``12.3M``; else ``None``.

    A volume is a whole number, so that a sign before three digits can only divide thousands.
    """
    clean = cell.strip()
    if _WHOLE.fullmatch(clean):
        return float(clean)
    if _GROUPED.fullmatch(clean):
        return float(re.sub(r"\D", "", clean))
    found = _SHORTENED.fullmatch(clean)
    return float(found[1].replace(",", ".")) * _SHORT[found[2].upper()] if found else None


def average(rows: Iterable[tuple[date, float | None]]) -> tuple[float, int, date] | None:
    """Return the average of the latest sessions, how many there were, and the last of them.

    A session in which nothing traded counts as zero; one without a volume does not count.
    ``None`` where there is no volume, or nothing ever traded.
    """
    known = sorted({day: volume for day, volume in rows if volume is not None}.items())
    latest = known[-SESSIONS:]
    total = sum(volume for _, volume in latest)
    if not latest or total <= 0:
        return None
    return total / len(latest), len(latest), latest[-1][0]
