"""Invented worlds whose true answers are known: markets, a portfolio, its exposure."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import FxRate, PricePoint, PriceSeries
from corridor_desktop.exposure.exposure import Dimension, Exposure, Part, Slice
from corridor_desktop.ledger.book import Position
from corridor_desktop.valuation.valuation import CashLine, Line, Valuation

Array = npt.NDArray[np.float64]
AS_OF = date(2025, 6, 30)
ACCOUNT = Account("a", "Test account", "")


def weekdays(n: int, end: date = AS_OF) -> list[date]:
    """The last n weekdays up to end."""
    days: list[date] = []
    day = end
    while len(days) < n:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


def series(
    symbol: str, currency: str, days: Sequence[date], closes: Array, *, simulated: bool = False
) -> PriceSeries:
    return PriceSeries(
        symbol,
        currency,
        array("q", [day.toordinal() for day in days]),
        array("d", closes.tolist()),
        source="invented",
        simulated=simulated,
    )


def closes(moves: Array, start: float = 100.0) -> Array:
    """Closes from log moves; the first move leads to the first close."""
    return np.asarray(start * np.exp(np.cumsum(moves)))


class World:
    """Seoul reacts to its own day and to the New York night before; New York to both, later.

    kospi[t] = a[t] + night[t-1] and far[t] = beta (a[t] + night[t]) with var(night) = 2 var(a):
    the same-day beta is a third of the true one, the Korea-origin beta is the true one.
    """

    def __init__(self, n: int = 800, beta: float = 0.6, seed: int = 1) -> None:
        chance = np.random.default_rng(seed)
        self.days = weekdays(n)
        self.beta = beta
        day = 0.007 * chance.standard_normal(n)
        night = 0.007 * np.sqrt(2) * chance.standard_normal(n)
        own = 0.004 * chance.standard_normal((n, 3))
        before = np.concatenate([[0.0], night[:-1]])
        self.kospi = day + before
        self.proxy = 0.2 * day + night
        self.far = beta * (day + night) + own[:, 0]
        self.near = 1.2 * self.kospi + own[:, 1]
        self.loose = own[:, 2]
        self.fx = -0.3 * self.kospi + 0.002 * chance.standard_normal(n)
        self.all: dict[str, PriceSeries] = {
            "^KS11": series("^KS11", "KRW", self.days, closes(self.kospi, 2500)),
            "^GSPC": series("^GSPC", "USD", self.days, closes(self.proxy, 4000)),
            "FAR": series("FAR", "USD", self.days, closes(self.far)),
            "NEAR.KS": series("NEAR.KS", "KRW", self.days, closes(self.near, 50000)),
            "LOOSE.KS": series("LOOSE.KS", "KRW", self.days, closes(self.loose, 10000)),
            # dollars per euro stay put; won per dollar rise by 0.3 of what Seoul falls
            "EURUSD=X": series("EURUSD=X", "USD", self.days, np.full(n, 1.1)),
            "KRW=X": series("KRW=X", "KRW", self.days, closes(self.fx, 1300)),
        }


def instrument(symbol: str, currency: str = "USD", multiplier: str = "1") -> Instrument:
    return Instrument(
        id=symbol.lower(),
        name=symbol,
        listing=Listing(symbol, currency),
        asset_class=AssetClass.EQUITY,
        multiplier=Decimal(multiplier),
    )


def valuation(
    weights: Mapping[str, str],
    base: str = "EUR",
    currencies: Mapping[str, str] | None = None,
    cash: Mapping[str, str] | None = None,
    multipliers: Mapping[str, str] | None = None,
    as_of: date = AS_OF,
) -> Valuation:
    """A portfolio worth 1 with the given value per symbol and per cash currency."""
    money = {key: Decimal(value) for key, value in (cash or {}).items()}
    worth = {key: Decimal(value) for key, value in weights.items()}
    total = sum(worth.values(), Decimal(0)) + sum(money.values(), Decimal(0))
    rate = FxRate(base, base, Decimal(1), as_of, (), "")
    lines = tuple(
        Line(
            instrument(
                symbol, (currencies or {}).get(symbol, ""), (multipliers or {}).get(symbol, "1")
            ),
            ACCOUNT,
            Position("a", symbol.lower(), Decimal(1)),
            PricePoint(value, base, as_of, "invented"),
            rate,
            Money(value, base),
            Money(value, base),
            float(value / total) if total else 0.0,
            None,
            None,
        )
        for symbol, value in worth.items()
    )
    balances = tuple(
        CashLine(
            ACCOUNT, Money(value, currency), rate, Money(value, base), float(value / (total or 1))
        )
        for currency, value in money.items()
    )
    return Valuation(
        as_of,
        base,
        lines,
        balances,
        (),
        Money(total, base),
        Money(sum(money.values(), Decimal(0)), base),
        1.0,
    )


def themes(parts: Mapping[str, Mapping[str, str]], untagged: Mapping[str, str]) -> Exposure:
    """An exposure by theme from value per theme and symbol, and the untagged rest."""

    def piece(key: str, values: Mapping[str, str]) -> Slice:
        held = tuple(
            Part(symbol.lower(), "a", symbol, Decimal(value)) for symbol, value in values.items()
        )
        total = sum((part.value for part in held), Decimal(0))
        return Slice(key, key, total, abs(total), float(total), held)

    slices = tuple(piece(key, values) for key, values in parts.items())
    rest = piece("untagged", untagged)
    net = sum((one.value for one in slices), Decimal(0)) + rest.value
    return Exposure(Dimension.THEME, AS_OF, Money(net, "EUR"), slices, rest, net, net, None, None)
