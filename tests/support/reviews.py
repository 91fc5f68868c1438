"""Reviews of invented portfolios, one for each situation that a page has to bear."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, ThemeTag
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.services.make_review import Material, make_review
from corridor_desktop.services.policies import default_policy
from corridor_desktop.services.portfolio_data import PortfolioData
from corridor_desktop.services.review import Review
from tests.conftest import StoppedClock

TODAY = StoppedClock().today()
QUAY = Account("quay", "Quay broker", currency="EUR")
PIER = Account("pier", "Pier broker", currency="USD")
YEARS = 900
"""Sessions of full history: three and a half years."""


def weekdays(n: int, end: date = TODAY) -> list[date]:
    """Return the last n weekdays up to a day."""
    days = [end - timedelta(days=back) for back in range(2 * n + 10)]
    return [day for day in days if day.weekday() < 5][:n][::-1]


def walk(
    symbol: str, currency: str, n: int = YEARS, *, beta: float = 0.6, end: date = TODAY
) -> PriceSeries:
    """Return closes that move with one invented market by ``beta``; the same for each symbol."""
    market = np.random.default_rng(7).normal(0, 0.011, YEARS)[-n:]
    seed = sum(ord(letter) * 31**place for place, letter in enumerate(symbol)) % 2**32
    own = np.random.default_rng(seed).normal(0, 0.008, n)
    start = 70_000 if currency == "KRW" else 50
    closes = start * np.exp(np.cumsum(beta * market + own))
    days = array("q", [day.toordinal() for day in weekdays(n, end)])
    values = array("d", [round(float(close), 4) for close in closes])
    return PriceSeries(symbol, currency, days, values, source="invented")


def markets() -> dict[str, PriceSeries]:
    """Return the benchmark, New York, and the exchange rates."""
    rates = {"EURUSD=X": 1.1, "KRW=X": 1400.0}
    days = array("q", [day.toordinal() for day in weekdays(YEARS)])
    found = {
        name: PriceSeries(name, "", days, array("d", [rate] * YEARS), source="invented")
        for name, rate in rates.items()
    }
    found["^KS11"] = walk("^KS11", "KRW", beta=1.0)
    found["^GSPC"] = walk("^GSPC", "USD", beta=0.7)
    return found


def thing(number: int) -> Instrument:
    """Return an invented share; its home and industry follow from the number."""
    homes = (("KR", "KRW", "XKRX"), ("US", "USD", "XNYS"), ("DE", "EUR", "XETR"))
    country, currency, market = homes[number % 3]
    return Instrument(
        id=f"i{number}",
        name=f"Invented Works {number}",
        ticker=f"IW{number}",
        listing=Listing(f"IW{number}.X", currency, market),
        asset_class=AssetClass.EQUITY,
        country=country,
        economic_currency=currency,
        sector=("Industrials", "Energy", "Health Care")[number % 3],
    )


def bought(one: Instrument, quantity: str = "10", account: Account = QUAY) -> Transaction:
    """Return a purchase two years ago, its cash side unknown."""
    listing = one.listing
    return Transaction(
        id=f"buy-{one.id}-{account.id}",
        account_id=account.id,
        kind=Kind.BUY,
        trade_date=TODAY - timedelta(days=730),
        instrument_id=one.id,
        quantity=Decimal(quantity),
        price=Decimal(50),
        currency=listing.currency if listing else "EUR",
    )


def paid_in(amount: str) -> Transaction:
    """Return a deposit."""
    return Transaction(
        id=f"deposit-{amount}", account_id=QUAY.id, kind=Kind.DEPOSIT,
        trade_date=TODAY - timedelta(days=731), net_cash=Money(Decimal(amount), "EUR"),
    )  # fmt: skip


def tagged(one: Instrument, theme: str, basis_points: int) -> ThemeTag:
    """Return a tag as old as the purchase."""
    then = TODAY - timedelta(days=730)
    return ThemeTag(one.id, theme, basis_points, then, then, "for the test")


def review(
    things: Iterable[Instrument] = (),
    facts: Iterable[Transaction] = (),
    series: Mapping[str, PriceSeries] | None = None,
    tags: Iterable[ThemeTag] = (),
) -> Review:
    """Return the review of a portfolio made of values."""
    data = PortfolioData(
        name="Invented portfolio",
        base="EUR",
        accounts=(QUAY, PIER),
        instruments={one.id: one for one in things},
        transactions=tuple(facts),
        statements=(),
        tags=TagBook(CORRIDOR_THEMES, tuple(tags)),
        series=markets() if series is None else series,
        policy=default_policy(),
        decisions=(),
        settings={},
    )
    return make_review(Material(data, (), (), frozenset()), TODAY, StoppedClock(), Quiet())


def held(n: int, *, history: int = YEARS, end: date = TODAY) -> Review:
    """Return a review of n shares, a third of them tagged."""
    things = [thing(number) for number in range(n)]
    prices = {
        one.listing.symbol: walk(
            one.listing.symbol, one.listing.currency, history, beta=0.3 + number % 7 / 10, end=end
        )
        for number, one in enumerate(things)
        if one.listing
    }
    tags = [
        tagged(one, CORRIDOR_THEMES[number % 3].id, 6000)
        for number, one in enumerate(things)
        if number % 3 == 0
    ]
    return review(
        things,
        [paid_in("5000"), *(bought(one, str(5 + n % 40)) for n, one in enumerate(things))],
        {**markets(), **prices},
        tags,
    )


def beginner() -> Review:
    """One account, three shares."""
    return held(3)


def empty() -> Review:
    """Nothing booked."""
    return review()


def stale() -> Review:
    """The last closes are four months old."""
    return held(6, end=TODAY - timedelta(days=120))


def too_little_history() -> Review:
    """Closes of a few weeks only."""
    return held(4, history=25)


def no_benchmark() -> Review:
    """No closes of KOSPI are stored."""
    things = [thing(number) for number in range(5)]
    prices = {
        one.listing.symbol: walk(one.listing.symbol, one.listing.currency)
        for one in things
        if one.listing
    }
    rates = {name: found for name, found in markets().items() if "^" not in name}
    return review(things, [bought(one) for one in things], {**rates, **prices})


def huge() -> Review:
    """Three hundred holdings."""
    return held(300)


def unpriced_and_oversold() -> Review:
    """One share without any price, one sold twice over."""
    lost, short, fine = thing(2), thing(5), thing(8)
    sale = replace(
        bought(short, "-20"), id="sale", kind=Kind.SELL, trade_date=TODAY - timedelta(days=400)
    )
    prices = {
        one.listing.symbol: walk(one.listing.symbol, "EUR") for one in (short, fine) if one.listing
    }
    return review(
        [lost, short, fine],
        [bought(lost), bought(short), sale, bought(fine, "40")],
        {**markets(), **prices},
    )


def breaches() -> Review:
    """Nearly everything in one tagged Korean share."""
    heavy, light = thing(0), thing(1)
    prices = {
        one.listing.symbol: walk(one.listing.symbol, one.listing.currency, beta=1.1)
        for one in (heavy, light)
        if one.listing
    }
    return review(
        [heavy, light],
        [bought(heavy, "900"), bought(light, "5")],
        {**markets(), **prices},
        [tagged(heavy, "resource_transit", 9000)],
    )


SITUATIONS = {
    "beginner": beginner,
    "empty": empty,
    "stale": stale,
    "too_little_history": too_little_history,
    "no_benchmark": no_benchmark,
    "huge": huge,
    "unpriced_and_oversold": unpriced_and_oversold,
    "breaches": breaches,
}
