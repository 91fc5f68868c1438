"""Prices that brokers stated: only where no close holds, with their day, and not past a split."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import STATED, Missing, PricePoint
from corridor_desktop.domain.transaction import Kind, PositionStatement
from corridor_desktop.market.stated import StatedPrices, stated_prices
from corridor_desktop.market.table import PriceTable
from corridor_desktop.market.vectors import stated_on
from tests.support.books import day, fact, named, quoted, stated

NAMELESS = Instrument("x", "Known by name only")


def worth(on: int, value: str | None, units: str = "3", currency: str = "EUR") -> PositionStatement:
    statement = stated(on, {"x": units})
    (line,) = statement.lines
    amount = None if value is None else Decimal(value)
    return replace(statement, lines=(replace(line, market_value=amount, currency=currency),))


def table(found: StatedPrices, max_age: int = 400) -> PriceTable:
    return PriceTable({}, max_age, found)


def test_what_a_broker_stated_holds_from_its_day_on() -> None:
    market = table(stated_prices([worth(2, "36"), worth(9, "45")], []))
    assert isinstance(market.price(NAMELESS, day(1)), Missing)
    first, second = market.price(NAMELESS, day(8)), market.price(NAMELESS, day(12))
    assert first == PricePoint(Decimal(12), "EUR", day(2), STATED)
    assert second == PricePoint(Decimal(15), "EUR", day(9), STATED)


def test_a_stored_close_wins() -> None:
    found = stated_prices([worth(2, "36")], [])
    market = PriceTable({"X": quoted("X", {0: 10.0})}, stated=found)
    price = market.price(named("x"), day(5))
    assert isinstance(price, PricePoint)
    assert (price.price, price.source) == (Decimal(10), "invented")


def test_an_old_word_says_nothing() -> None:
    market = table(stated_prices([worth(2, "36")], []), max_age=30)
    assert isinstance(market.price(NAMELESS, day(32)), PricePoint)
    assert market.price(NAMELESS, day(33)) == Missing("no_listing")


def test_a_split_ends_what_was_stated_before_it() -> None:
    split = fact(Kind.SPLIT, 5, "3")
    market = table(stated_prices([worth(2, "36")], [split]))
    assert isinstance(market.price(NAMELESS, day(4)), PricePoint)
    assert market.price(NAMELESS, day(5)) == Missing("no_listing")


def test_lines_without_a_value_and_short_ones_state_nothing() -> None:
    statements = [worth(1, None), worth(2, "-36", "-3"), worth(3, "0")]
    assert not stated_prices(statements, []).points


def test_pence_become_pounds_once() -> None:
    (point,) = stated_prices([worth(2, "3600", currency="GBX")], []).points["x"]
    assert (point.price, point.currency) == (Decimal(12), "GBP")


def test_many_days_at_once_say_the_same() -> None:
    split = fact(Kind.SPLIT, 12, "3")
    found = stated_prices([worth(2, "36"), worth(9, "45", currency="USD")], [split])
    market, days = table(found, max_age=20), np.arange(0, 40)
    columns = stated_on(found, "x", days + day(0).toordinal(), max_age=20)
    for on in range(40):
        one = market.price(NAMELESS, day(on))
        seen = {key: column[on] for key, column in columns.items() if np.isfinite(column[on])}
        wanted = {one.currency: float(one.price)} if isinstance(one, PricePoint) else {}
        assert seen == wanted, on
