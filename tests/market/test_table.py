"""Prices as of a day, in major units, for units as held then; rates with their path."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.domain.prices import Basis, FxRate, Missing, PricePoint, Split
from corridor_desktop.market.fx import pair_of
from corridor_desktop.market.table import PriceTable
from corridor_desktop.market.vectors import closes_on, last_on, rates_on
from tests.support.books import day, named, quoted

THING = named("x")


def price(table: PriceTable, on: int, thing: Instrument = THING) -> Decimal:
    found = table.price(thing, day(on))
    assert isinstance(found, PricePoint)
    return found.price


def rate(table: PriceTable, base: str, quote: str, on: int) -> FxRate:
    found = table.rate(base, quote, day(on))
    assert isinstance(found, FxRate)
    return found


def reason(found: object) -> tuple[str, date | None]:
    assert isinstance(found, Missing)
    return found.reason, found.last_seen


def test_the_last_close_on_or_before_the_day_with_its_age() -> None:
    table = PriceTable({"X": quoted("X", {0: 10.1, 4: 12.2})})
    assert [price(table, on) for on in (0, 3, 4, 9)] == [
        Decimal("10.1"), Decimal("10.1"), Decimal("12.2"), Decimal("12.2"),
    ]  # fmt: skip
    found = table.price(THING, day(9))
    assert isinstance(found, PricePoint)
    assert (found.age(day(9)), found.currency, found.source) == (5, "EUR", "invented")


def test_why_there_is_no_price() -> None:
    table = PriceTable({"X": quoted("X", {0: 10.0}), "Q": quoted("Q", {0: 1.0}, "")}, max_age=30)
    assert reason(table.price(Instrument("n", "No listing"), day(1))) == ("no_listing", None)
    assert reason(table.price(named("y"), day(1))) == ("no_prices", None)
    assert reason(table.price(THING, day(-1))) == ("not_yet_listed", day(0))
    assert reason(table.price(THING, day(31))) == ("too_old", day(0))
    assert price(table, 30) == 10
    assert reason(table.price(named("q", currency=""), day(1))) == ("unknown_currency", day(0))


@pytest.mark.parametrize("factor", ["1", "0.01"])
@pytest.mark.parametrize(("currency", "unit"), [("GBP", "GBp"), ("GBp", ""), ("GBX", "GBX")])
def test_pence_become_pounds_exactly_once(currency: str, unit: str, factor: str) -> None:
    series = replace(quoted("X", {0: 512.5}, currency), unit=unit)
    thing = replace(THING, listing=Listing("X", "GBP", price_factor=Decimal(factor)))
    found = PriceTable({"X": series}).price(thing, day(0))
    assert isinstance(found, PricePoint)
    assert (found.price, found.currency) == (Decimal("5.125"), "GBP")
    closes, money = closes_on(series, thing, np.array([day(0).toordinal()]))
    assert (closes.tolist(), money) == ([pytest.approx(5.125)], "GBP")


def test_a_bond_quoted_per_hundred_keeps_its_own_factor() -> None:
    thing = replace(THING, listing=Listing("X", "EUR", price_factor=Decimal("0.01")))
    assert price(PriceTable({"X": quoted("X", {0: 98.5})}), 0, thing) == Decimal("0.985")


def test_split_adjusted_closes_become_what_one_unit_cost_then() -> None:
    splits = (Split(day(5), Decimal(50)), Split(day(8), Decimal("0.5")))
    series = replace(quoted("X", {0: 2.0, 5: 2.1, 8: 4.4}), splits=splits)
    table = PriceTable({"X": series})
    # On day 6 the close of day 5 stands for units that the later consolidation halves.
    assert [price(table, on) for on in (0, 4, 5, 6, 8)] == [
        Decimal("50.00"), Decimal("50.00"), Decimal("1.05"), Decimal("1.05"), Decimal("4.4"),
    ]  # fmt: skip
    ordinals = np.array([day(on).toordinal() for on in (0, 4, 5, 6, 8)])
    assert closes_on(series, THING, ordinals)[0].tolist() == pytest.approx(
        [50, 50, 1.05, 1.05, 4.4]
    )
    traded = PriceTable({"X": replace(series, basis=Basis.AS_TRADED)})
    assert price(traded, 0) == 2


def test_pairs_are_read_from_symbols() -> None:
    assert pair_of("EURUSD=X") == ("EUR", "USD")
    assert pair_of("KRW=X") == ("USD", "KRW")
    assert pair_of("005930.KS") is None


FX = {
    "EURUSD=X": quoted("EURUSD=X", {0: 1.25, 4: 1.5}),
    "KRW=X": quoted("KRW=X", {0: 1000.0}),
    "CHFNOK=X": quoted("CHFNOK=X", {0: 12.0}),
    "NOKSEK=X": quoted("NOKSEK=X", {0: 0.5}),
}


def test_rates_direct_inverse_and_over_one_hop_with_their_path() -> None:
    table = PriceTable(FX, max_age=30)
    assert rate(table, "EUR", "EUR", 0).rate == 1
    direct = rate(table, "EUR", "USD", 5)
    assert (direct.rate, direct.session, direct.path) == (Decimal("1.5"), day(4), ("EURUSD=X",))
    inverse = rate(table, "USD", "EUR", 0)
    assert (inverse.rate, inverse.path) == (Decimal("0.8"), ("EURUSD=X inverse",))
    hop = rate(table, "KRW", "EUR", 4)
    assert hop.path == ("KRW=X inverse", "EURUSD=X inverse")
    assert hop.session == day(0), "as old as its oldest part"
    assert float(hop.rate) == pytest.approx(1 / 1500)
    assert rate(table, "CHF", "SEK", 0).rate == 6


def test_no_rate_and_when_one_was_last_seen() -> None:
    table = PriceTable(FX, max_age=30)
    assert reason(table.rate("EUR", "SEK", day(0))) == ("no_rate", None)
    assert reason(table.rate("EUR", "USD", day(60))) == ("no_rate", day(4))
    assert reason(table.rate("EUR", "USD", day(-1))) == ("no_rate", day(4))


@pytest.mark.parametrize(
    ("base", "quote"),
    [("EUR", "USD"), ("USD", "EUR"), ("KRW", "EUR"), ("CHF", "SEK"), ("EUR", "SEK")],
)
def test_rates_of_many_days_are_the_rates_of_each(base: str, quote: str) -> None:
    table = PriceTable(FX)
    days = [day(on) for on in (-1, 0, 3, 4, 9, 500)]
    found = rates_on(FX, base, quote, np.array([one.toordinal() for one in days]))
    one_by_one = [table.rate(base, quote, one) for one in days]
    expected = [float(one.rate) if isinstance(one, FxRate) else np.nan for one in one_by_one]
    assert found.tolist() == pytest.approx(expected, nan_ok=True)


def test_a_rate_of_zero_is_none() -> None:
    broken = {"EURUSD=X": quoted("EURUSD=X", {0: 0.0})}
    assert isinstance(PriceTable(broken).rate("USD", "EUR", day(0)), Missing)
    assert np.isnan(rates_on(broken, "USD", "EUR", np.array([day(0).toordinal()]))).all()


def test_closes_of_many_days_end_where_they_are_too_old() -> None:
    ordinals = np.array([day(on).toordinal() for on in (-1, 0, 5, 6)])
    found = last_on(quoted("X", {0: 10.0}), ordinals, max_age=5)
    assert found.tolist() == pytest.approx([np.nan, 10, 10, np.nan], nan_ok=True)
