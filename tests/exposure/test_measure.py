"""Slices along every dimension, what nobody tagged, and exposure through time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing
from corridor_desktop.domain.theme import CORRIDOR_THEMES, TagBook, ThemeTag
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.exposure.exposure import Dimension, Exposure
from corridor_desktop.exposure.history import measure_history
from corridor_desktop.exposure.measure import measure, measure_all
from corridor_desktop.market.table import PriceTable
from corridor_desktop.valuation.through_time import value_through_time
from corridor_desktop.valuation.valuation import Valuation
from corridor_desktop.valuation.value import value
from tests.support.books import PIER, QUAY, booked, buy, day, fact, named, quoted

THINGS: dict[str, Instrument] = {
    "x": replace(
        named("x"), country="KR", economic_currency="KRW", sector="Industrials", issuer="group",
        asset_class=AssetClass.EQUITY, listing=Listing("X", "EUR", "XKRX"),
    ),
    "y": replace(named("y"), country="DE", issuer="group", listing=Listing("Y.DE", "EUR")),
    "inverse": named("inverse", multiplier=Decimal(-2)),
}  # fmt: skip
SERIES = {
    "X": quoted("X", {0: 10.0, 4: 20.0}),
    "Y.DE": quoted("Y.DE", {0: 5.0}),
    "INVERSE": quoted("INVERSE", {0: 1.0}),
}
FACTS = [
    fact(Kind.DEPOSIT, 0, cash="400"),
    buy(0, "10", "100"),
    buy(0, "20", "100", thing="y"),
    buy(0, "50", "50", account="b", thing="inverse"),
]


def tag(thing: str, theme: str, points: int, since: int = 0, driver: str = "") -> ThemeTag:
    return ThemeTag(thing, theme, points, day(since), date(2026, 1, 5), driver=driver)


def at(on: int = 3) -> Valuation:
    found = booked(FACTS, on=on)
    return value(found, THINGS, (QUAY, PIER), PriceTable(SERIES), "EUR", day(on))


def seen(found: Exposure) -> dict[str, Decimal]:
    return {part.key: part.value for part in found.slices}


TAGS = {
    "x": (tag("x", "resource_transit", 6000, driver="russia_dprk"),
          tag("x", "tourism_education", 1500, driver="inter_korean_thaw")),
    "y": (tag("y", "resource_transit", 10_000, driver="russia_dprk"),),
}  # fmt: skip


def test_themes_take_their_part_and_the_rest_is_untagged() -> None:
    found = measure(at(), TAGS, CORRIDOR_THEMES, Dimension.THEME)
    assert seen(found) == {"resource_transit": 160, "tourism_education": 15}
    assert found.slices[0].label == "Resource transit"
    assert found.untagged.value == 25 - 100 + 200, "a quarter of x, the inverse fund, and cash"
    assert found.net == 300
    assert found.weight("resource_transit") == pytest.approx(160 / 450)
    drivers = measure(at(), TAGS, CORRIDOR_THEMES, Dimension.DRIVER)
    assert seen(drivers) == {"russia_dprk": 160, "inter_korean_thaw": 15}


def test_other_dimensions() -> None:
    found = measure_all(at(), TAGS, CORRIDOR_THEMES)
    assert seen(found[Dimension.COUNTRY]) == {"cash": 200, "KR": 100, "DE": 100}
    assert found[Dimension.COUNTRY].untagged.value == -100
    assert seen(found[Dimension.CURRENCY]) == {"EUR": 200, "KRW": 100}
    assert seen(found[Dimension.ISSUER]) == {"group": 200, "cash": 200, "inverse": -100}
    assert seen(found[Dimension.MARKET]) == {"cash": 200, "XKRX": 100, ".DE": 100}
    assert seen(found[Dimension.ACCOUNT]) == {"a": 400, "b": -100}
    assert seen(found[Dimension.SECTOR]) == {"cash": 200, "Industrials": 100}
    assert seen(found[Dimension.ASSET_CLASS]) == {"cash": 200, "equity": 100}
    assert set(found) == set(Dimension)


def test_a_multiplier_turns_exposure_and_gross_counts_it_in_full() -> None:
    found = measure(at(), {}, CORRIDOR_THEMES, Dimension.HOLDING)
    assert [found.total.amount, found.net, found.gross] == [450, 300, 500]
    # Concentration is of holdings, so cash is no part of the whole: shares of 300 gross.
    assert found.hhi == pytest.approx(3 * (1 / 3) ** 2)
    assert found.effective_number == pytest.approx(3)


def test_nothing_held_has_no_shares() -> None:
    empty = value(booked([]), THINGS, (), PriceTable({}), "EUR", day(0))
    found = measure(empty, {}, CORRIDOR_THEMES, Dimension.THEME)
    assert found.net == 0
    assert found.hhi is None
    assert found.effective_number is None
    assert not found.slices


def test_through_time_a_tag_counts_from_its_day() -> None:
    tags = TagBook(
        CORRIDOR_THEMES,
        (
            tag("x", "resource_transit", 5000, since=2),
            tag("x", "resource_transit", 0, since=5),
            tag("y", "tourism_education", 10_000, since=1),
        ),
    )
    days = [day(number) for number in range(6)]
    daily = value_through_time(FACTS, (), THINGS, SERIES, "EUR", days)
    found = measure_history(daily, THINGS, tags)
    assert found.keys == ("resource_transit", "tourism_education", "untagged")
    assert [[int(amount) for amount in row] for row in found.values] == [
        [0, 0, 300], [0, 100, 200], [50, 100, 150], [50, 100, 150], [100, 100, 200], [0, 100, 300],
    ]  # fmt: skip
    for place, one in enumerate(days):
        now = measure(at(place), tags.at(one), CORRIDOR_THEMES, Dimension.THEME)
        assert found.values[place][0] == now.weight("resource_transit") * float(now.total.amount)
        assert sum(found.values[place]) == now.net
