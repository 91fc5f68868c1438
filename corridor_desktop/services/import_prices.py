"""Read a file of closing prices: whose they are, and in which currency."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import PriceSeries, Turnover
from corridor_desktop.feeds.csv_prices import PriceFile, read_prices
from corridor_desktop.feeds.symbols import currency_of_symbol, is_symbol
from corridor_desktop.feeds.volumes import average
from corridor_desktop.market.units import SUBUNITS, major_currency
from corridor_desktop.store import trouble

if TYPE_CHECKING:
    from corridor_desktop.services.portfolio_data import PortfolioData

MOST_BYTES = 64 * 1024 * 1024
"""A century of daily closes is a hundredth of this."""

# Other spellings of a hundredth; a price source writes the right-hand ones.
_PENCE = {"GBX": "GBp", "ZAC": "ZAc"}


@dataclass(frozen=True, slots=True)
class PriceImport:
    """The closes that a file held, and what was noticed while reading it."""

    series: PriceSeries
    notices: tuple[Message, ...]


def read_price_file(
    path: Path,
    symbol: str | None,
    currency: str | None,
    data: PortfolioData,
    now: datetime,
    today: date,
) -> PriceImport:
    """Read the closes of one symbol.

    Parameters
    ----------
    symbol, currency
        What the user says; where ``None`` the file, its name and the portfolio are asked.
    now, today
        The instant of reading, and the user's day: later sessions are no closes yet.

    Raises
    ------
    FileTrouble
        The file cannot be read.
    FeedTrouble
        It is not a file of closing prices.
    UsageTrouble
        Neither the user nor the file says whose prices they are, or in which currency.
    """
    found = read_prices(content_of(path))
    whose = _symbol(symbol, found, path, data)
    unit, inferred = _unit(currency, found, whose, data)
    days, closes, late = _until(today, found)
    notices = [*found.notices, *late, *inferred]
    series = PriceSeries(
        symbol=whose,
        currency=major_currency(unit),
        days=days,
        closes=closes,
        splits=tuple(split for split in found.splits if split.session <= today),
        source=f"file {path.name}",
        fetched_at=now,
        unit=unit if unit in SUBUNITS else "",
        turnover=_turnover(whose, found, path, today),
        events=tuple(event for event in found.events if event.session <= today),
    )
    return PriceImport(series, tuple(notices))


def _turnover(symbol: str, found: PriceFile, path: Path, today: date) -> Turnover | None:
    latest = average(row for row in found.volumes if row[0] <= today)
    return None if latest is None else Turnover(symbol, *latest, f"file {path.name}")


def content_of(path: Path) -> bytes:
    """Return the bytes of a file of data. Raises FileTrouble."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileTrouble(
                "too_large",
                f"{path.name} is too large for such a file. Nothing was read.",
                "Choose a file with one date and one close in each line.",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileTrouble(
            "missing_file", f"There is no file {path}.", "Check its name and folder."
        ) from error
    except IsADirectoryError as error:
        raise FileTrouble("not_a_file", f"{path} is a folder.", "Choose a file in it.") from error
    except OSError as error:
        raise trouble.of_system(error, path) from error


def _symbol(asked: str | None, found: PriceFile, path: Path, data: PortfolioData) -> str:
    if asked and asked.strip():
        return asked.strip().upper()
    known = _known_symbols(data)
    names = [name for name in (found.symbol, path.stem) if name]
    for name in names:
        match = _among(name.strip().upper(), known)
        if match is not None:
            return match
    for name in names:
        if is_symbol(name):
            return name
    raise UsageTrouble(
        "whose_prices",
        f"{path.name} does not say whose prices it holds. Nothing was imported.",
        "Name the symbol with --listing, for example --listing ^KS11 for KOSPI.",
    )


def _known_symbols(data: PortfolioData) -> set[str]:
    listed = {found.listing.symbol for found in data.instruments.values() if found.listing}
    return listed | set(data.series)


def _among(name: str, known: Iterable[str]) -> str | None:
    """Return the known symbol that a name means: the same, or its code without the market."""
    fitting = [symbol for symbol in known if name in {symbol, symbol.removeprefix("^")}]
    if not fitting and re.fullmatch(r"\d{4,6}", name):
        fitting = [symbol for symbol in known if symbol.partition(".")[0] == name]
    return fitting[0] if len(fitting) == 1 else None


def _unit(
    asked: str | None, found: PriceFile, symbol: str, data: PortfolioData
) -> tuple[str, tuple[Message, ...]]:
    """Return the quoted unit, and a notice where a symbol without a market was all there was."""
    if asked and asked.strip():
        return _stated(asked.strip()), ()
    stored = data.series.get(symbol)
    if stored is not None:
        return stored.unit or stored.currency, ()
    listings = {
        each.listing.currency
        for each in data.instruments.values()
        if each.listing is not None and each.listing.symbol == symbol and each.listing.currency
    }
    if found.currency or len(listings) == 1:
        return found.currency or listings.pop(), ()
    by_rule = currency_of_symbol(symbol)
    if by_rule is None:
        raise UsageTrouble(
            "which_currency",
            f"The prices of {symbol} could be in any currency. Nothing was imported.",
            "Name it with --currency, for example --currency EUR; GBX means pence.",
        )
    if not re.fullmatch(r"[A-Z-]+", symbol):
        return by_rule, ()
    note = Message.of("feeds.currency_by_rule", symbol=symbol, currency=by_rule)
    return by_rule, (note,)


def _stated(currency: str) -> str:
    if currency in SUBUNITS:
        return _PENCE.get(currency, currency)
    upper = currency.upper()
    if upper not in SUBUNITS and not re.fullmatch(r"[A-Z]{3}", upper):
        raise UsageTrouble(
            "bad_currency", f"{currency!r} is not a currency.", "Write three letters, like KRW."
        )
    return _PENCE.get(upper, upper)


def _until(today: date, found: PriceFile) -> tuple[array[int], array[float], tuple[Message, ...]]:
    """Return the closes up to today, and a notice about sessions that have not been yet."""
    last = today.toordinal()
    count = sum(1 for day in found.days if day <= last)
    late = len(found.days) - count
    note = (Message.of("feeds.future_days", count=late),) if late else ()
    return found.days[:count], found.closes[:count], note
