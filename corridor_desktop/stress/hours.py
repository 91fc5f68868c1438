"""When markets close, and how far that is from Seoul's close.

Sessions themselves are those on which an instrument has a close of its own: no calendar knows
better what was traded. Only the hours have to be known beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

NEAR_HOURS = 1.5
"""Closes this near to Seoul's belong to the same day's news."""
_SUMMER, _WINTER = date(2025, 7, 1), date(2025, 1, 2)


@dataclass(frozen=True, slots=True)
class Hours:
    """A market's regular close on its own clock; ``mics`` are ISO 10383, ``suffixes`` Yahoo's."""

    mics: tuple[str, ...]
    suffixes: tuple[str, ...]
    zone: str
    close: time


SEOUL = Hours(("XKRX", "XKOS", "XKON", "XKFE"), (".KS", ".KQ"), "Asia/Seoul", time(15, 30))
NEW_YORK = Hours(("XNYS", "XNAS", "ARCX", "BATS", "XASE"), (), "America/New_York", time(16))
MARKETS = (
    SEOUL,
    NEW_YORK,
    Hours(("XTKS", "XJPX"), (".T",), "Asia/Tokyo", time(15, 30)),
    Hours(("XHKG",), (".HK",), "Asia/Hong_Kong", time(16)),
    Hours(("XSHG", "XSHE", "XSEC", "XSSC"), (".SS", ".SZ"), "Asia/Shanghai", time(15)),
    Hours(("XTAI", "ROCO"), (".TW", ".TWO"), "Asia/Taipei", time(13, 30)),
    Hours(("XASX",), (".AX",), "Australia/Sydney", time(16)),
    Hours(("XPHS",), (".PS",), "Asia/Manila", time(15)),
    Hours(("XSTC", "HSTC"), (".VN",), "Asia/Ho_Chi_Minh", time(14, 45)),
    Hours(("XNZE",), (".NZ",), "Pacific/Auckland", time(16, 45)),
    Hours(("XSES",), (".SI",), "Asia/Singapore", time(17)),
    Hours(("XKLS",), (".KL",), "Asia/Kuala_Lumpur", time(17)),
    Hours(("XBKK",), (".BK",), "Asia/Bangkok", time(16, 30)),
    Hours(("XIDX",), (".JK",), "Asia/Jakarta", time(16)),
    Hours(("XNSE", "XBOM"), (".NS", ".BO"), "Asia/Kolkata", time(15, 30)),
    Hours(("MISX", "RTSX"), (".ME",), "Europe/Moscow", time(18, 40)),
    Hours(("XETR", "XFRA"), (".DE", ".F"), "Europe/Berlin", time(17, 30)),
    Hours(("XLON",), (".L", ".IL"), "Europe/London", time(16, 30)),
    Hours(("XPAR", "XAMS", "XBRU"), (".PA", ".AS", ".BR"), "Europe/Paris", time(17, 30)),
)  # fmt: skip
"""Hours of the markets that were looked at. Any other listing is taken to close far from Seoul."""


def find_hours(symbol: str, mic: str = "") -> Hours | None:
    """Return the hours of a listing by its market, else by its suffix; ``None`` when unknown.

    A symbol without a suffix trades in New York, as price sources write it.
    """
    market, name = mic.upper(), symbol.upper()
    for found in MARKETS:
        if market and market in found.mics:
            return found
    if market:
        return None
    if "." not in name:
        return NEW_YORK
    return next((found for found in MARKETS if name.endswith(found.suffixes or "\0")), None)


@cache
def hours_after_seoul(market: Hours, day: date) -> float:
    """Return how many hours after Seoul a market closes on the same date; negative: before."""

    def instant(hours: Hours) -> datetime:
        return datetime.combine(day, hours.close, ZoneInfo(hours.zone)).astimezone(UTC)

    return (instant(market) - instant(SEOUL)).total_seconds() / 3600


def is_near(symbol: str, mic: str = "") -> bool:
    """Tell whether a listing closes within an hour and a half of Seoul, summer and winter."""
    found = find_hours(symbol, mic)
    if found is None and mic:
        found = find_hours(symbol) if "." in symbol else None
    if found is None:
        return False
    return all(abs(hours_after_seoul(found, day)) <= NEAR_HOURS for day in (_SUMMER, _WINTER))


def is_korean(symbol: str, mic: str = "") -> bool:
    """Tell whether a listing trades in Seoul."""
    return mic.upper() in SEOUL.mics or symbol.upper().endswith(SEOUL.suffixes)
