"""Funds seen through: exact sums, nested funds, tags that flow, a rest that stays, overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.theme import CORRIDOR_THEMES, ThemeTag
from corridor_desktop.exposure.exposure import Dimension, Exposure
from corridor_desktop.exposure.look_through import Index, look_through, overlap
from corridor_desktop.exposure.measure import measure
from corridor_desktop.market.table import PriceTable
from corridor_desktop.valuation.valuation import Valuation
from corridor_desktop.valuation.value import value
from tests.support.books import PIER, QUAY, booked, buy, day, named, quoted

THEME = CORRIDOR_THEMES[0].id
CRANE = replace(
    named("crane"), isin="KR7005930003", ticker="005930", country="KR",
    asset_class=AssetClass.EQUITY, listing=Listing("005930.KS", "EUR"),
)  # fmt: skip
FUND = replace(named("fund"), asset_class=AssetClass.FUND, listing=Listing("FUND.DE", "EUR"))
OUTER = replace(named("outer"), isin="IE00OUTER001", listing=Listing("OUTER.DE", "EUR"))
DOUBLE = named("double", multiplier=Decimal(2))
THINGS = {thing.id: thing for thing in (CRANE, FUND, OUTER, DOUBLE)}
SERIES = {
    "005930.KS": quoted("005930.KS", {0: 10.0}),
    "FUND.DE": quoted("FUND.DE", {0: 100.0}),
    "OUTER.DE": quoted("OUTER.DE", {0: 100.0}),
    "DOUBLE": quoted("DOUBLE", {0: 1.0}),
}


def part(name: str, weight: str, **more: str) -> Constituent:
    return Constituent(name, Decimal(weight), **more)


def holds(*parts: Constituent) -> FundHoldings:
    return FundHoldings(date(2026, 3, 20), "file a.csv", parts)


INSIDE = holds(
    part("Crane", "0.6", isin="KR7005930003", country="KR"),
    part("Pier", "0.3", ticker="PIER", country="US", currency="USD", asset_class="Equity"),
)


def worth(*facts: tuple[str, str, str]) -> Valuation:
    found = booked([buy(0, units, cash, thing=thing) for thing, units, cash in facts], on=3)
    return value(found, THINGS, (QUAY, PIER), PriceTable(SERIES), "EUR", day(3))


def seen(
    valuation: Valuation,
    lists: dict[str, FundHoldings],
    by: Dimension,
    tags: Mapping[str, tuple[ThemeTag, ...]] | None = None,
) -> Exposure:
    through = look_through(valuation, lists, THINGS)
    return measure(through, tags or {}, CORRIDOR_THEMES, by)


def slices(found: Exposure) -> dict[str, Decimal]:
    return {**{each.key: each.value for each in found.slices}, "": found.untagged.value}


def tag(thing: str, points: int = 10_000) -> ThemeTag:
    return ThemeTag(thing, THEME, points, day(0), day(0))


def test_a_fund_counts_as_what_it_holds_and_its_rest_stays() -> None:
    valuation = worth(("fund", "10", "1000"), ("crane", "10", "100"))
    found = seen(valuation, {"fund": INSIDE}, Dimension.HOLDING)
    assert slices(found) == {
        "crane": Decimal(700), "constituent:PIER": Decimal(300), "fund": Decimal(100),
        "": Decimal(0),
    }  # fmt: skip
    assert found.net == valuation.total.amount
    country = slices(seen(valuation, {"fund": INSIDE}, Dimension.COUNTRY))
    assert country == {"KR": Decimal(700), "US": Decimal(300), "": Decimal(100)}


def test_a_constituents_currency_is_its_own_or_unknown_never_the_funds() -> None:
    valuation = worth(("fund", "10", "1000"))
    lists = {"fund": holds(part("Pier", "0.3", currency="USD"), part("Quay", "0.5"))}
    assert slices(seen(valuation, lists, Dimension.CURRENCY)) == {
        "USD": Decimal(300), "EUR": Decimal(200), "": Decimal(500),
    }  # fmt: skip


def test_tags_flow_through_both_ways() -> None:
    valuation = worth(("fund", "10", "1000"))
    own = seen(valuation, {"fund": INSIDE}, Dimension.THEME, {"crane": (tag("crane"),)})
    assert slices(own) == {THEME: Decimal(600), "": Decimal(400)}
    of_fund = seen(valuation, {"fund": INSIDE}, Dimension.THEME, {"fund": (tag("fund", 5000),)})
    assert slices(of_fund) == {THEME: Decimal(500), "": Decimal(500)}
    both = {"fund": (tag("fund", 5000),), "crane": (tag("crane"),)}
    assert slices(seen(valuation, {"fund": INSIDE}, Dimension.THEME, both)) == {
        THEME: Decimal(800), "": Decimal(200),
    }  # fmt: skip


def test_funds_in_funds_and_a_fund_that_holds_itself() -> None:
    valuation = worth(("outer", "10", "1000"))
    lists = {
        "outer": holds(part("Fund", "0.5", ticker="FUND.DE"),
                       part("Outer again", "0.1", isin="IE00OUTER001")),
        "fund": INSIDE,
    }  # fmt: skip
    found = slices(seen(valuation, lists, Dimension.HOLDING))
    assert found == {
        "crane": Decimal(300), "constituent:PIER": Decimal(150), "fund": Decimal(50),
        "outer": Decimal(500), "": Decimal(0),
    }  # fmt: skip


def test_a_doubled_fund_doubles_what_it_holds() -> None:
    found = slices(seen(worth(("double", "100", "100")), {"double": INSIDE}, Dimension.HOLDING))
    assert found["crane"] == Decimal(120)
    assert sum(found.values()) == Decimal(200)


def test_a_fund_of_which_nothing_is_known_stays_whole() -> None:
    valuation = worth(("fund", "10", "1000"))
    assert look_through(valuation, {}, THINGS) == valuation


@given(
    st.lists(st.decimals("-0.5", "0.9", places=6, allow_nan=False), max_size=12),
    st.integers(1, 10_000),
)
def test_the_parts_of_a_fund_add_up_to_it_exactly(weights: list[Decimal], units: int) -> None:
    valuation = worth(("fund", str(units), "1000"))
    parts = [part(f"P{place}", str(weight)) for place, weight in enumerate(weights) if weight]
    through = look_through(valuation, {"fund": holds(*parts)}, THINGS)
    assert sum(line.value.amount for line in through.lines) == valuation.total.amount


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (part("x", "1", isin="KR7005930003", ticker="OTHER"), CRANE),
        (part("x", "1", ticker="005930"), CRANE),
        (part("x", "1", ticker="005930", isin="KR7000660001"), None),
        (part("x", "1", ticker="FUND", currency="EUR"), FUND),
        (part("x", "1", ticker="FUND", currency="USD"), None),
        (part("x", "1", ticker="FUND"), None),
        (part("x", "1"), None),
    ],
)
def test_which_constituent_the_portfolio_knows(
    wanted: Constituent, found: Instrument | None
) -> None:
    assert Index(THINGS.values()).find(wanted) == found


def test_what_two_funds_share() -> None:
    one = holds(
        part("Crane Electronics Ltd", "0.6", isin="KR7005930003"),
        part("PIER MEMORY INC.", "0.2", ticker="PIER", currency="USD"),
        part("Alone", "0.2"),
    )
    other = holds(
        part("CRANE", "0.25", isin="KR7005930003", ticker="005930"),
        part("Pier Memory", "0.5"),
        part("Other", "0.1"),
    )
    found = overlap(one, other)
    assert found.fraction == Decimal("0.45")
    assert found.parts[0] == ("Crane Electronics Ltd", Decimal("0.6"), Decimal("0.25"))
    assert found.named == (Decimal(1), Decimal("0.85"))
    assert overlap(one, one).fraction == 1
    assert overlap(one, holds()).fraction == 0
    assert overlap(other, one).fraction == found.fraction
