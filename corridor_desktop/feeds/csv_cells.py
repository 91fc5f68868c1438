"""Dates and closes as price files write them; doubt is settled over the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from corridor_desktop.domain.errors import FeedTrouble

NULLS = frozenset({"", "null", "nan", "none", "n/a", "na", "-", "--", ".", "#n/a", "nd", "x"})
"""Words, in small letters, by which files say that there is no close."""

_REST = r"(?:[T ].*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s?[-/.년]\s?(\d{{1,2}})\s?[-/.월]\s?(\d{{1,2}})[일.]?{_REST}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TWO_WAYS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_REST}")
_WORD_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})\.?[- ](\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BOTH_SMALL = 12


def read_dates(cells: Sequence[str], *, month_first: bool | None) -> list[date | None]:
    """Return each cell as a date, ``None`` for one that is none.

    ``month_first`` is what the shape of the file says, ``None`` when it says nothing; the cells
    themselves win over it.

    Raises
    ------
    FeedTrouble
        doubtful_dates: every cell could be read with the day or with the month first.
    """
    order = _order(cells)
    if order is None:
        order = month_first
    if order is None:
        order = _by_sequence(cells)
    return [_date(cell, month_first=order) for cell in cells]


def is_date(cell: str) -> bool:
    """Tell whether a cell holds a date under some reading."""
    return _date(cell, month_first=False) is not None or _date(cell, month_first=True) is not None


def _order(cells: Iterable[str]) -> bool | None:
    """Return whether the month comes first, where some cell proves it."""
    for cell in cells:
        found = _TWO_WAYS.fullmatch(cell)
        if found is not None:
            first, second = int(found[1]), int(found[3])
            if first > _BOTH_SMALL >= second or found[2] == ".":
                return False
            if second > _BOTH_SMALL >= first:
                return True
    return None


def _by_sequence(cells: Sequence[str]) -> bool:
    """Return the order in which the days run on evenly, the only one that a price file has."""
    doubtful = [cell for cell in cells if _TWO_WAYS.fullmatch(cell)]
    if not doubtful:
        return False
    spans = {}
    for month_first in (False, True):
        days = [_date(cell, month_first=month_first) for cell in doubtful]
        known = [day.toordinal() for day in days if day is not None]
        weekend = sum(1 for day in days if day is not None and day.weekday() > 4)
        spans[month_first] = (weekend, max(known) - min(known))
    if len(doubtful) == 1 or spans[False] == spans[True]:
        raise FeedTrouble(
            "doubtful_dates",
            f"The dates, such as {doubtful[0]}, can be read day first or month first. "
            "Nothing was imported.",
            "Write them year first, like 2026-03-20, or import a longer file.",
        )
    return spans[True] < spans[False]


def _date(cell: str, *, month_first: bool) -> date | None:
    for pattern in (_YEAR_FIRST, _COMPACT):
        found = pattern.fullmatch(cell)
        if found is not None:
            return _made(found[1], found[2], found[3])
    found = _TWO_WAYS.fullmatch(cell)
    if found is not None:
        month, day = (found[1], found[3]) if month_first else (found[3], found[1])
        return _made(found[4], month, day)
    found = _WORD_FIRST.fullmatch(cell)
    if found is not None:
        return _made(found[3], _month(found[1]), found[2])
    found = _DAY_FIRST.fullmatch(cell)
    return _made(found[3], _month(found[2]), found[1]) if found is not None else None


def _month(word: str) -> str:
    short = word[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"


def _made(year: str, month: str, day: str) -> date | None:
    full = int(year)
    if len(year) == 2:
        full += 2000 if full < 70 else 1900
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


Reader = Callable[[str], Decimal | None]


def choose_reader(
    closes: Sequence[str], others: Iterable[str], delimiter: str, *, korean: bool
) -> Reader:
    """Return how to read the closes, by the decimal mark that the cells of the file prove.

    ``others`` are the numeric cells beside them. ``korean`` files, and files divided by commas,
    group by commas and never mean a decimal comma.

    Raises
    ------
    FeedTrouble
        doubtful_numbers: 1,234 could be a thousand or little more than one.
    """
    mark = _proven(closes) or ("." if korean else None) or _proven(others)
    if mark is None:
        doubtful = "," if delimiter != "," else ""
        doubtful += "." if delimiter == ";" else ""
        found = next((cell for cell in closes if any(sign in cell for sign in doubtful)), None)
        if found is not None:
            raise FeedTrouble(
                "doubtful_numbers",
                f"A close such as {found} can be read in two ways. Nothing was imported.",
                "Write the closes with a decimal point and without groups, like 1234.50.",
            )
    return lambda cell: _number(cell, mark or ".")


def _proven(cells: Iterable[str]) -> str | None:
    """Return the decimal mark that some cell proves."""
    for cell in cells:
        text = cell.strip().rstrip("%KMBkmb").lstrip("+-\N{MINUS SIGN}₩$€£¥ ")
        if not re.fullmatch(r"\d[\d.,' \u00a0\u202f]*", text):
            continue
        point, comma = text.rfind("."), text.rfind(",")
        if point >= 0 and comma >= 0:
            return "." if point > comma else ","
        if text.count(",") > 1 or text.count(".") > 1:
            return "." if "," in text else ","
        digits = len(text) - 1 - max(point, comma)
        if point >= 0 and (digits != 3 or text.startswith("0") or point > 3):
            return "."
        if comma >= 0 and (digits != 3 or text.startswith("0") or comma > 3):
            return ","
    return None


def _number(cell: str, mark: str) -> Decimal | None:
    """Return the number in a cell, ``None`` when it is none."""
    text = cell.strip().lstrip("₩$€£¥ ").replace("\N{MINUS SIGN}", "-")
    groups = "," if mark == "." else "."
    text = re.sub(r"['’ \u00a0\u202f]", "", text).replace(groups, "").replace(mark, ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
