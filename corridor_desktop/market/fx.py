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


class Rates:
    """Look up rates among stored series; never older than ``max_age`` calendar days."""

    def __init__(self, series: Mapping[str, PriceSeries], max_age: int) -> None:
        self._pairs: dict[Pair, PriceSeries] = {}
        for symbol, found in series.items():
            pair = pair_of(symbol)
            if pair is not None and len(found):
                self._pairs[pair] = found
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
        for hub in self._hubs(base, quote):
            first, second = self._leg(base, hub, as_of), self._leg(hub, quote, as_of)
            if first is not None and second is not None:
                return _made(base, quote, (first, second))
        return Missing("no_rate", self._last_seen(base, quote))

    def _hubs(self, base: str, quote: str) -> Iterator[str]:
        yield from (hub for hub in _HUBS if hub not in {base, quote})
        others = sorted({code for pair in self._pairs for code in pair} - {base, quote, *_HUBS})
        yield from others

    def _leg(self, base: str, quote: str, as_of: date) -> _Leg | None:
        for pair, inverse in (((base, quote), False), ((quote, base), True)):
            series = self._pairs.get(pair)
            if series is None:
                continue
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
        series = self._pairs.get((base, quote)) or self._pairs.get((quote, base))
        return series.last if series is not None else None


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
