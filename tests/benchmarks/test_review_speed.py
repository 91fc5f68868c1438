"""A review of 300 holdings over ten years beside the arithmetic that it cannot do without."""

from __future__ import annotations

import random
from array import array
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import numpy as np
import pytest

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.services.make_review import Material, make_review
from corridor_desktop.services.policies import default_policy
from corridor_desktop.services.portfolio_data import PortfolioData
from tests.conftest import StoppedClock

HOLDINGS = 300
LAST = date(2026, 3, 19)
DAYS = [LAST - timedelta(days=back) for back in range(3652, -1, -1)]
SESSIONS = [day for day in DAYS if day.weekday() < 5]
TARGET = 1.0


def series(symbol: str, currency: str, start: float) -> PriceSeries:
    chance = random.Random(symbol)
    closes, close = array("d"), start
    for _ in SESSIONS:
        close *= 1 + chance.gauss(0.0002, 0.012)
        closes.append(round(close, 4))
    days = array("i", [day.toordinal() for day in SESSIONS])
    return PriceSeries(symbol, currency, days, closes, source="invented")


@pytest.fixture(scope="module")
def material() -> Material:
    currencies = ("EUR", "USD", "KRW")
    things, facts = {}, []
    prices = {"EURUSD=X": series("EURUSD=X", "USD", 1.1), "KRW=X": series("KRW=X", "KRW", 1200.0)}
    prices["^KS11"] = series("^KS11", "KRW", 2000.0)
    for number in range(HOLDINGS):
        symbol, currency = f"{number:06d}.KS", currencies[number % 3]
        things[symbol] = Instrument(symbol, symbol, listing=Listing(symbol, currency))
        prices[symbol] = series(symbol, currency, 50.0)
        for step in range(10):
            sold = step % 4 == 3
            facts.append(
                Transaction(
                    f"{number}-{step}",
                    "a",
                    Kind.SELL if sold else Kind.BUY,
                    SESSIONS[step * 250 + number % 200],
                    symbol,
                    Decimal(-5 if sold else 10),
                    currency=currency,
                    net_cash=Money(Decimal(250 if sold else -500), currency),
                )
            )
    data = PortfolioData(
        "Large", "EUR", (Account("a", "A"),), things, tuple(facts), (),
        TagBook(CORRIDOR_THEMES), prices, default_policy(), (), {},
    )  # fmt: skip
    return Material(data, (), (), frozenset())


def fastest(work: object, rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()  # type: ignore[operator]
        times.append(perf_counter() - start)
    return min(times)


def floor() -> None:
    """Do the least that any review does: days x holdings of prices, returns and covariances."""
    values = np.random.default_rng(1).random((len(SESSIONS), HOLDINGS)) + 1
    worth = values * values
    worth.sum(axis=1)
    np.cov(np.diff(np.log(values), axis=0), rowvar=False)


@pytest.mark.benchmark(group="review")
def test_a_review_of_300_holdings_over_ten_years(
    benchmark: object, material: Material, clock: StoppedClock
) -> None:
    def review() -> None:
        make_review(material, LAST, clock, Quiet())

    benchmark.pedantic(review, rounds=3, warmup_rounds=1)  # type: ignore[attr-defined]
    taken, least = fastest(review), fastest(floor)
    ratio = taken / least
    print(
        f"\nreview {taken:.2f} s (target {TARGET} s), arithmetic alone {least:.3f} s, x{ratio:.0f}"
    )
    # A ratio, because a wall time would only measure the machine.
    assert ratio < 100
