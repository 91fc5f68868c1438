"""An invented market by seed: closes that move together a little, rates, instruments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.bench.scale import Scale
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing

Floats = NDArray[np.float64]

LAST = date(2026, 3, 19)
CURRENCIES = ("EUR", "USD", "KRW")
BENCHMARK = "^KS11"
RATE_SYMBOLS = {"USD": "EURUSD=X", "KRW": "KRW=X"}
SEED = 20_260_319
BLOCK = 500
"""Instruments that are made together, so that no more than their closes are in memory."""

_COUNTRIES = ("DE", "US", "KR", "JP", "TW", "FR", "NL", "CH", "GB", "VN")
_SECTORS = ("Industrials", "Energy", "Health Care", "Technology", "Financials", "Utilities")


def sessions(scale: Scale) -> list[date]:
    """Return every weekday of a scale's years up to ``LAST``."""
    first = LAST.replace(year=LAST.year - scale.years)
    days = (first + timedelta(days=step) for step in range((LAST - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def market_moves(count: int) -> Floats:
    """Return the daily logarithmic moves of the benchmark."""
    return np.random.default_rng(SEED).standard_t(5, count) * 0.0085


def benchmark_closes(count: int) -> Floats:
    """Return the closes of the benchmark in won."""
    return np.round(600 * np.exp(np.cumsum(market_moves(count))), 2)


def closes(scale: Scale) -> Iterator[tuple[int, Floats]]:
    """Return closes (sessions x instruments, own currency) by block: first number, then closes."""
    count = len(sessions(scale))
    market = market_moves(count)[:, np.newaxis]
    for first in range(0, scale.holdings, BLOCK):
        chance = np.random.default_rng([SEED, first])
        width = min(BLOCK, scale.holdings - first)
        pull = chance.uniform(0.1, 1.2, width)
        own = chance.normal(0.0001, 0.013, (count, width))
        moved = np.cumsum(market * pull + own, axis=0)
        yield first, np.round(chance.uniform(20, 300, width) * np.exp(moved), 4)


def quoted_rates(count: int) -> dict[str, Floats]:
    """Return dollars per euro and won per dollar as they are quoted, by symbol."""
    chance = np.random.default_rng([SEED, 1])
    paths = np.exp(np.cumsum(chance.normal(0, 0.003, (count, 2)), axis=0))
    return {
        RATE_SYMBOLS["USD"]: np.round(1.1 * paths[:, 0], 4),
        RATE_SYMBOLS["KRW"]: np.round(1200 * paths[:, 1], 2),
    }


def rates_to_euro(count: int) -> Floats:
    """Return euros per unit (sessions x currencies in the order of ``CURRENCIES``)."""
    quoted = quoted_rates(count)
    dollar = 1 / quoted[RATE_SYMBOLS["USD"]]
    won = dollar / quoted[RATE_SYMBOLS["KRW"]]
    return np.stack([np.ones(count), dollar, won], axis=1)


@cache
def isin(number: int) -> str:
    """Return an invented ISIN with a sound check digit (numbers that no German share has)."""
    body = f"DE{990_000_000 + number:09d}"
    digits = "".join(str(int(sign, 36)) for sign in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def symbol(number: int) -> str:
    """Return the price source's symbol of an instrument."""
    return f"B{number:05d}.X"


def currency(number: int) -> str:
    """Return the currency that an instrument trades in."""
    return CURRENCIES[number % 3]


def instrument(number: int) -> Instrument:
    """Return an invented share."""
    return Instrument(
        id=f"i{number:05d}",
        name=f"Invented Works {number}",
        isin=isin(number),
        ticker=f"B{number:05d}",
        listing=Listing(symbol(number), currency(number)),
        asset_class=AssetClass.EQUITY,
        country=_COUNTRIES[number % len(_COUNTRIES)],
        economic_currency=currency(number),
        sector=_SECTORS[number % len(_SECTORS)],
    )
