"""Exchange rates from stored pairs: direct, inverse, or over one hop, with the path used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.prices import FxRate, Missing, PriceSeries, exact

_PAIR = re.compile(r"^([A-Z]{3})([A-Z]{3})?=X$")
_HUBS = ("USD", "EUR")

Pair = tuple[str, str]


def pair_of(symbol: str) -> Pair | None:
    """Return base and quote of a pair symbol: ``EURUSD=X`` is USD per EUR, ``KRW=X`` per USD."""
    found = _PAIR.match(symbol)
    if found is None:
        return None
    first, second = found.groups()
    return (first, second) if second else ("USD", first)


@dataclass(frozen=True, slots=True)
class _Leg:
    rate: Decimal
    session: date
    name: str
    source: str


class Pairs:
    """The stored pairs of currencies, and over which currencies a rate may be made of two."""

    def __init__(self, series: Mapping[str, PriceSeries]) -> None:
        self._series: dict[Pair, PriceSeries] = {}
        for symbol, found in series.items():
            pair = pair_of(symbol)
            if pair is not None and len(found):
                self._series[pair] = found

    def legs(self, base: str, quote: str) -> Iterator[tuple[PriceSeries, bool]]:
        """Yield what is stored for a pair, the direct one first; true marks the inverse."""
        for pair, inverse in (((base, quote), False), ((quote, base), True)):
            if pair in self._series:
                yield self._series[pair], inverse

    def hubs(self, base: str, quote: str) -> Iterator[str]:
        """Yield currencies to hop over: the dollar, the euro, then the others by name."""
        yield from (hub for hub in _HUBS if hub not in {base, quote})
        yield from sorted({code for pair in self._series for code in pair} - {base, quote, *_HUBS})


class Rates:
    """Look up rates among stored series; never older than ``max_age`` calendar days."""

    def __init__(self, series: Mapping[str, PriceSeries], max_age: int) -> None:
        self._pairs = Pairs(series)
        self._max_age = max_age
        self._known: dict[tuple[str, str, date], FxRate | Missing] = {}

    def rate(self, base: str, quote: str, as_of: date) -> FxRate | Missing:
        """Return how many ``quote`` one ``base`` was worth on ``as_of`` or the session before."""
        key = (base, quote, as_of)
        if key not in self._known:
            self._known[key] = self._find(base, quote, as_of)
        return self._known[key]

    def _find(self, base: str, quote: str, as_of: date) -> FxRate | Missing:
        if base == quote:
            return FxRate(base, quote, Decimal(1), as_of, (), "same currency")
        direct = self._leg(base, quote, as_of)
        if direct is not None:
            return _made(base, quote, (direct,))
        for hub in self._pairs.hubs(base, quote):
            first, second = self._leg(base, hub, as_of), self._leg(hub, quote, as_of)
            if first is not None and second is not None:
                return _made(base, quote, (first, second))
        return Missing("no_rate", self._last_seen(base, quote))

    def _leg(self, base: str, quote: str, as_of: date) -> _Leg | None:
        for series, inverse in self._pairs.legs(base, quote):
            place = series.index_at(as_of)
            if place < 0:
                continue
            session = date.fromordinal(series.days[place])
            close = exact(series.closes[place])
            if (as_of - session).days > self._max_age or close <= 0:
                continue
            name = f"{series.symbol} inverse" if inverse else series.symbol
            return _Leg(1 / close if inverse else close, session, name, series.source)
        return None

    def _last_seen(self, base: str, quote: str) -> date | None:
        lasts = [series.last for series, _ in self._pairs.legs(base, quote)]
        return max((last for last in lasts if last is not None), default=None)


def _made(base: str, quote: str, legs: tuple[_Leg, ...]) -> FxRate:
    rate = Decimal(1)
    for leg in legs:
        rate *= leg.rate
    sources = " and ".join(dict.fromkeys(leg.source for leg in legs))
    return FxRate(
        base,
        quote,
        rate,
        min(leg.session for leg in legs),
        tuple(leg.name for leg in legs),
        sources,
    )
