from __future__ import annotations

from datetime import date
from zoneinfo import available_timezones

import pytest

from corridor_desktop.stress.hours import (
    MARKETS,
    NEW_YORK,
    SEOUL,
    find_hours,
    hours_after_seoul,
    is_korean,
    is_near,
)


@pytest.mark.parametrize(
    ("symbol", "mic"),
    [
        ("005930.KS", ""), ("086790.KQ", ""), ("7203.T", ""), ("0700.HK", ""), ("600519.SS", ""),
        ("000858.SZ", ""), ("2330.TW", ""), ("BHP.AX", ""), ("anything", "XKRX"), ("9984", "XTKS"),
        ("2330", "ROCO"),
    ],
)  # fmt: skip
def test_asian_hours_are_near(symbol: str, mic: str) -> None:
    assert is_near(symbol, mic)


@pytest.mark.parametrize(
    ("symbol", "mic"),
    [
        ("EWY", ""), ("AAPL", "XNAS"), ("SAP.DE", ""), ("VOD.L", ""), ("MC.PA", ""),
        ("RELIANCE.NS", ""), ("D05.SI", ""), ("SBER.ME", ""), ("X.UNKNOWN", ""), ("X", "ZZZZ"),
    ],
)  # fmt: skip
def test_all_others_are_far(symbol: str, mic: str) -> None:
    assert not is_near(symbol, mic)


def test_new_york_closes_half_a_day_after_seoul_and_summer_is_an_hour_nearer() -> None:
    assert hours_after_seoul(NEW_YORK, date(2025, 1, 2)) == 14.5
    assert hours_after_seoul(NEW_YORK, date(2025, 7, 1)) == 13.5
    assert hours_after_seoul(SEOUL, date(2025, 7, 1)) == 0.0


def test_every_market_is_found_by_each_of_its_names() -> None:
    zones = available_timezones()
    for market in MARKETS:
        assert market.zone in zones
        for mic in market.mics:
            assert find_hours("X", mic) is market
            assert find_hours("X", mic.lower()) is market
        for suffix in market.suffixes:
            assert find_hours(f"X{suffix}") is market


def test_only_seoul_is_korean() -> None:
    assert is_korean("005930.ks")
    assert is_korean("005930", "XKRX")
    assert not is_korean("7203.T", "XTKS")
    assert not is_korean("EWY")
