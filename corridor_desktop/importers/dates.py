"""Dates as brokers write them; day or month first is decided over the whole column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from corridor_desktop.importers.folding import fold

_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar janner enero janvier janv januari gennaio janeiro gen ene styczen",
            "feb february februar febrero fevrier fevr februari febbraio fevereiro fev luty",
            "mar march marz maerz marzo mars maart mrt marco mrz mars marzec",
            "apr april abril avril avr aprile abr kwiecien",
            "may mai mayo mei maggio maio mag maj",
            "jun june juni junio juin giugno junho giu czerwiec",
            "jul july juli julio juillet juil luglio julho lug lipiec",
            "aug august agosto aout augustus ago sierpien",
            "sep sept september septiembre septembre settembre setembro set wrzesien",
            "oct october oktober octubre octobre ottobre outubro okt ott out pazdziernik",
            "nov november noviembre novembre novembro listopad",
            "dec december dezember diciembre decembre dicembre dezembro dez dic grudzien",
        ),
        start=1,
    )
    for word in words.split()
}
_TIME = r"(?:[T;, ]+(.*))?"
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?\.?" + _TIME)
_REPUBLIC = re.compile(r"(\d{3})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)  # Taiwan: 113 is 2024
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})" + _TIME)
_KOREAN = re.compile(r"(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일" + _TIME)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_DAY_NAME = re.compile(r"(\d{1,2})[-. /]+([^\W\d]{3,})[-. /,]+(\d{4}|\d{2})" + _TIME)
_NAME_DAY = re.compile(r"([^\W\d]{3,})[-. /]+(\d{1,2})(?:st|nd|rd|th)?[-. /,]+(\d{4})" + _TIME)
_AS_OF = re.compile(r"(.+?)\s+as of\s+(.+)", re.IGNORECASE)
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp][Mm])?"
    r"\s*(?:Z|[A-Z]{2,5}|GMT[+-][\d:]+|[+-]\d{2}:?\d{2})?"
)
_PLACE = re.compile(r"\s*\([^)]*\)$")  # (New York), (美东)
_REPUBLIC_ERA: Final = 1911
_DIGIT_CLOCK = re.compile(r"(\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Day:
    """A date cell under both readings. ``clear`` is the order that the cell itself proves.

    ``dmy`` and ``mdy`` are equal unless ``doubtful``. ``bad_time`` marks a right date with a
    time of day that cannot be; ``empty`` marks a cell without a date.
    """

    dmy: date | None
    mdy: date | None
    clear: str = ""
    time: str | None = None
    empty: bool = False
    bad_time: bool = False

    @property
    def bad(self) -> bool:
        """Tell whether the cell holds something that is no date."""
        return not self.empty and self.dmy is None and self.mdy is None

    @property
    def doubtful(self) -> bool:
        """Tell whether the two readings differ and the cell proves neither."""
        return not self.clear and self.dmy != self.mdy

    def under(self, order: str) -> date | None:
        """Return the day, reading doubtful cells day first or month first."""
        if self.clear == "MDY" or (not self.clear and order == "MDY"):
            return self.mdy
        return self.dmy


_EMPTY: Final = Day(None, None, empty=True)
_BAD: Final = Day(None, None)


def day(text: str) -> Day:
    """Read one cell; of "A as of B" the second is the day it happened."""
    cell = text.strip()
    if not cell.isascii():
        cell = unicodedata.normalize("NFKC", cell).strip()
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1]
    cell = cell.lstrip("'").strip()
    if cell in {"", "-", "--"} or cell.lower() in {"n/a", "na"}:
        return _EMPTY
    twice = _AS_OF.fullmatch(cell)
    return _read(twice[2] if twice else cell)


def _read(cell: str) -> Day:
    for pattern in (_YEAR_FIRST, _COMPACT, _KOREAN):
        match = pattern.fullmatch(cell)
        if match:
            return _sure(match[1], match[2], match[3], match[4], "YMD")
    match = _REPUBLIC.fullmatch(cell)
    if match:
        return _sure(str(int(match[1]) + _REPUBLIC_ERA), match[3], match[4], match[5], "YMD")
    match = _NUMERIC.fullmatch(cell)
    if match:
        return _two_ways(match[1], match[3], match[4], match[5], dots=match[2] == ".")
    match = _DAY_NAME.fullmatch(cell)
    if match:
        return _named(match[1], match[2], match[3], match[4])
    match = _NAME_DAY.fullmatch(cell)
    if match:
        return _named(match[2], match[1], match[3], match[4])
    return _BAD


def _sure(year: str, month: str, number: str, clock: str | None, order: str) -> Day:
    found = _date(year, month, number)
    if found is None:
        return _BAD
    time, wrong = _time(clock)
    return Day(found, found, order, time, bad_time=wrong)


def _named(number: str, word: str, year: str, clock: str | None) -> Day:
    month = _MONTHS.get(fold(word).rstrip("."))
    if month is None:
        return _BAD
    found = _date(year, str(month), number)
    time, wrong = _time(clock)
    return Day(found, found, "", time, bad_time=wrong) if found else _BAD


def _two_ways(first: str, second: str, year: str, clock: str | None, *, dots: bool) -> Day:
    dmy, mdy = _date(year, second, first), _date(year, first, second)
    if dmy is None and mdy is None:
        return _BAD
    time, wrong = _time(clock)
    if dmy is None:
        return Day(mdy, mdy, "MDY", time, bad_time=wrong)
    if mdy is None:
        return Day(dmy, dmy, "DMY", time, bad_time=wrong)
    if dots:  # nobody who parts days with dots writes the month first
        return Day(dmy, dmy, "DMY", time, bad_time=wrong)
    return Day(dmy, mdy, "", time, bad_time=wrong)


def _date(year: str, month: str, number: str) -> date | None:
    full = int(year) if len(year) == 4 else (2000 if int(year) < 70 else 1900) + int(year)
    try:
        return date(full, int(month), int(number))
    except ValueError:
        return None


def _time(text: str | None) -> tuple[str | None, bool]:
    if text is None or not text.strip():
        return None, False
    match = _CLOCK.fullmatch(_PLACE.sub("", text.strip()))
    if match:
        hour = int(match[1])
        if match[4]:
            hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
        return _clock(hour, int(match[2]), int(match[3] or 0))
    match = _DIGIT_CLOCK.fullmatch(text.strip())
    return _clock(int(match[1]), int(match[2]), int(match[3])) if match else (None, True)


def _clock(hour: int, minute: int, second: int) -> tuple[str | None, bool]:
    if hour > 23 or minute > 59 or second > 60:
        return None, True
    return f"{hour:02}:{minute:02}:{second:02}", False


def clock(text: str) -> str | None:
    """Return a time of day written in a cell of its own, ``None`` when it is none."""
    return _time(text)[0]


class Days(dict[str, Day]):
    """All date cells of one file, each distinct text read once.

    With ``year_first`` a year of two digits stands first: nobody in Korea, Japan or China writes
    it elsewhere.
    """

    def __init__(self, *, year_first: bool = False) -> None:
        super().__init__({"": _EMPTY})
        self._year_first = year_first

    def __missing__(self, text: str) -> Day:
        """Read a cell that did not occur before."""
        short = _NUMERIC.fullmatch(text.strip()) if self._year_first else None
        if short and len(short[4]) == 2:
            found = _sure(f"20{short[1]:0>2}", short[3], short[4], short[5], "YMD")
        else:
            found = day(text)
        self[text] = found
        return found

    @property
    def bad_times(self) -> bool:
        """Tell whether some cell read so far has a time that cannot be."""
        return any(found.bad_time for found in self.values())

    def orders(self, cells: Mapping[str, int]) -> dict[str, tuple[int, str]]:
        """Return each order that some cell proves, with the line and text of the first.

        ``cells`` are the distinct texts of a column, each with its first line.
        """
        proof: dict[str, tuple[int, str]] = {}
        for cell, line in cells.items():
            found = self[cell].clear
            if found and found not in proof:
                proof[found] = (line, cell.strip())
        return proof
