"""What looks wrong in stored closes is said, and nothing else is."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from corridor_desktop.domain.fault import RepairKind
from corridor_desktop.domain.prices import (
    Basis,
    EventKind,
    PriceSeries,
    SeriesEvent,
    Split,
    exact,
)
from corridor_desktop.feeds.csv_prices import read_prices
from corridor_desktop.market.quality import find_faults, look_over
from corridor_desktop.market.repairs import repaired
from corridor_desktop.market.sessions import calendar_of
from corridor_desktop.market.table import split_factor
from tests.support.books import day, quoted


def codes(*closes: float) -> list[tuple[str, str]]:
    series = quoted("X", dict(enumerate(closes)))
    return [(found.code, found.values()["day"]) for found in look_over(series)]


@pytest.mark.parametrize(
    ("closes", "code", "on"),
    [
        ((5.0, 512.0, 515.0), "market.hundredfold_since", 1),
        ((512.0, 515.0, 5.2), "market.hundredfold", 2),
        ((500.0, 10.1, 10.2), "market.split", 1),
        ((10.0, 20.2, 20.0), "market.split", 1),
        ((10.0, 0.0, 10.1), "market.no_close", 1),
        ((10.0, float("nan"), 10.1), "market.no_close", 1),
    ],
)
def test_what_is_said(closes: tuple[float, ...], code: str, on: int) -> None:
    assert codes(*closes) == [(code, day(on).isoformat())]


def test_an_ordinary_series_says_nothing() -> None:
    assert codes(10.0, 13.0, 8.0, 36.0, 35.0) == []
    assert codes() == codes(1.0) == []


def test_a_known_split_explains_the_jump_of_closes_as_traded() -> None:
    series = replace(quoted("X", {0: 500.0, 1: 10.0}), splits=(Split(day(1), Decimal(50)),))
    assert not look_over(replace(series, basis=Basis.AS_TRADED))
    assert look_over(series), "adjusted closes have no business to jump on the day of a split"


def test_a_tick_that_comes_back_is_left_out_once_accepted() -> None:
    series = replace(
        quoted("RUB=X", dict(enumerate((73.1, 73.2, 5.0, 73.4, 73.5)))), currency="RUB"
    )
    (fault,) = find_faults(series)
    assert (fault.kind, fault.first, fault.last) == ("bad_tick", day(2), day(2))
    assert fault.repair is not None
    mended = repaired(series, [fault.repair])
    assert list(mended.closes) == [73.1, 73.2, 73.4, 73.5]
    assert list(series.closes) == [73.1, 73.2, 5.0, 73.4, 73.5], "the stored closes stay"


def test_a_rate_moves_less_than_a_share_before_it_is_a_tick() -> None:
    closes = dict(enumerate((100.0, 101.0, 130.0, 101.5, 101.0)))
    assert [found.kind for found in find_faults(quoted("KRW=X", closes))] == ["bad_tick"]
    assert not find_faults(quoted("HARB", closes))


def test_a_span_in_pence_is_brought_to_pounds_exactly() -> None:
    series = quoted(
        "AET.L", dict(enumerate((0.1455, 14.55, 14.56, 14.57, 14.5, 14.6, 14.61, 0.146)))
    )
    (fault,) = find_faults(series)
    assert (fault.kind, fault.first, fault.last) == ("hundredfold", day(1), day(6))
    assert fault.repair is not None
    mended = repaired(series, [fault.repair])
    assert list(mended.closes) == [0.1455, 0.1455, 0.1456, 0.1457, 0.145, 0.146, 0.1461, 0.146]


def test_an_accepted_split_keeps_past_values_and_mends_returns() -> None:
    series = quoted("SPL.T", dict(enumerate((500.0, 510.0, 10.1, 10.2))))
    (fault,) = find_faults(series)
    assert fault.repair is not None
    mended = repaired(series, [fault.repair])
    assert list(mended.closes) == [10.0, 10.2, 10.1, 10.2]
    assert mended.splits == (Split(day(2), Decimal(50)),)
    before = exact(mended.closes[1]) * split_factor(mended, day(1))
    assert before == 510, "one unit as held then is worth what it was"
    assert not find_faults(mended)


def test_a_split_that_the_closes_before_do_not_know_is_not_added_twice() -> None:
    series = quoted("SPL.T", dict(enumerate((500.0, 510.0, 10.1, 10.2))))
    series = replace(series, splits=(Split(day(2), Decimal(50)),))
    (fault,) = find_faults(series)
    assert fault.repair is not None
    assert repaired(series, [fault.repair]).splits == series.splits


def test_a_jump_after_a_halt_is_a_change_of_capital() -> None:
    closes = dict(enumerate((590.0, 589.0, 589.0, 589.0, 6500.0, 6400.0)))
    halts = [SeriesEvent(day(place), EventKind.HALTED) for place in (1, 2, 3)]
    found = {fault.kind: fault for fault in find_faults(quoted("006740.KS", closes), halts)}
    assert set(found) >= {"halted", "capital_change"}
    repair = found["capital_change"].repair
    assert repair is not None
    assert (repair.kind, repair.factor) == (RepairKind.SPLIT, Decimal("0.1"))
    mended = repaired(quoted("006740.KS", closes), [repair])
    assert mended.closes[:4].tolist() == [5900.0, 5890.0, 5890.0, 5890.0]


def test_a_korean_share_cannot_move_further_than_the_exchange_lets_it() -> None:
    closes = dict(enumerate((100.0, 101.0, 141.0, 150.0)))
    assert [found.kind for found in find_faults(quoted("123450.KQ", closes))] == ["beyond_limit"]
    assert not find_faults(quoted("HARB", closes))


def test_the_last_close_is_not_confirmed_by_any_other() -> None:
    (fault,) = find_faults(quoted("RUB=X", dict(enumerate((73.1, 73.2, 73.3, 103.0)))))
    assert fault.kind == "unconfirmed"


def test_old_and_ended_series_say_so() -> None:
    series = quoted("HARB", {0: 10.0, 1: 10.1})
    later = day(60)
    assert [found.kind for found in find_faults(series, (), later)] == ["stale"]
    ended = (SeriesEvent(day(1), EventKind.ENDED),)
    assert [found.kind for found in find_faults(series, ended, later)] == ["delisted"]
    assert not find_faults(series, (), day(3))


def test_a_close_on_a_closed_day_and_a_missing_session() -> None:
    days = [date(2024, 7, 3), date(2024, 7, 4), date(2024, 7, 8)]  # the 4th is a holiday
    series = PriceSeries("SPY", "USD", array("i", [each.toordinal() for each in days]),
                         array("d", [550.0, 551.0, 555.0]))  # fmt: skip
    found = {fault.kind: fault for fault in find_faults(series)}
    assert {kind: fault.first for kind, fault in found.items()} == {
        "not_a_session": date(2024, 7, 4), "missing_sessions": date(2024, 7, 5),
    }  # fmt: skip
    repair = found["not_a_session"].repair
    assert repair is not None
    assert len(repaired(series, [repair])) == 2


def test_a_dividend_of_half_the_close_is_odd() -> None:
    paid = [SeriesEvent(day(1), EventKind.DIVIDEND, Decimal("5.2"))]
    assert [each.kind for each in find_faults(quoted("HARB", {0: 10.0, 1: 10.1}), paid)] == [
        "odd_dividend"
    ]


def test_what_depends_on_chance_alone_stays_quiet() -> None:
    steps = np.random.default_rng(7).standard_t(4, 2500) * 0.015
    closes = dict(enumerate((100 * np.exp(np.cumsum(steps))).tolist()))
    kinds = {found.kind for found in find_faults(quoted("HARB.DE", closes))}
    assert not kinds - {"not_a_session"}


REAL = [
    ("market/fx/RUB=X.csv", "RUB=X", {
        "hundredfold": ["2016-01-06"],
        "bad_tick": ["2022-03-21", "2022-06-13", "2022-07-18", "2023-03-16"],
    }),
    ("market/fx/JPY=X.csv", "JPY=X", {}),
    ("market/krx_stocks/006740.csv", "006740.KS", {"capital_change": ["2026-05-29"]}),
    ("market/krx_stocks/005930.csv", "005930.KS", {}),
    ("market/us_etf/SPY.csv", "SPY", {}),
    ("yahoo/yfinance_errors/AET-L-1d-100x-error.csv", "AET.L", {"hundredfold": ["2022-05-09"]}),
    ("yahoo/yfinance_errors/AET-L-1d-100x-error-fixed.csv", "AET.L", {}),
    ("yahoo/yfinance_errors/4063-T-1d-bad-stock-split.csv", "4063.T", {"split": ["2023-03-29"]}),
    ("yahoo/yfinance_errors/4063-T-1d-bad-stock-split-fixed.csv", "4063.T", {}),
]  # fmt: skip
ASKING = {"bad_tick", "hundredfold", "hundredfold_since", "split", "capital_change", "unconfirmed",
          "not_a_session", "no_close"}  # fmt: skip


@pytest.mark.parametrize(("path", "symbol", "wanted"), REAL)
def test_real_errors_are_found_and_nothing_beside_them(
    test_data: Path, path: str, symbol: str, wanted: dict[str, list[str]]
) -> None:
    found: dict[str, list[str]] = {}
    series, events = _read(test_data / path, symbol)
    for fault in find_faults(series, events):
        if fault.kind in ASKING:
            found.setdefault(fault.kind, []).append(fault.first.isoformat())
    assert found == wanted


def test_the_repaired_real_series_are_the_right_ones(test_data: Path) -> None:
    folder = test_data / "yahoo" / "yfinance_errors"
    for name, symbol in (("AET-L-1d-100x-error", "AET.L"), ("4063-T-1d-bad-stock-split", "4063.T")):
        wrong, events = _read(folder / f"{name}.csv", symbol)
        right, _ = _read(folder / f"{name}-fixed.csv", symbol)
        faults = find_faults(wrong, events)
        repairs = [fault.repair for fault in faults if fault.repair and fault.kind in ASKING]
        mended = np.asarray(repaired(wrong, repairs).closes)
        # Which unit is the right one no series tells by itself; that all are in one it does.
        shares = mended / np.asarray(right.closes)
        assert shares == pytest.approx(np.full(len(shares), shares[0]), rel=2e-5)


def test_the_korean_sessions_of_a_real_index_are_known(test_data: Path) -> None:
    path = test_data / "market" / "kospi" / "yahoo_KS11_1996_2023_with_errors.csv"
    series, events = _read(path, "^KS11")
    found = {fault.kind: fault.message.values() for fault in find_faults(series, events)}
    assert len([each for each in events if each.kind is EventKind.NO_CLOSE]) == 149
    assert found["missing_sessions"]["count"] == "5"
    repeated = [each.first for each in find_faults(series, events) if each.kind == "repeated"]
    assert date(2000, 2, 18) in repeated, "897.52 twice; the exchange says 879.14"


def test_the_exchanges_own_file_misses_no_session(test_data: Path) -> None:
    series, events = _read(test_data / "market" / "kospi_ohlcv_krx_1995_2026.csv", "^KS11")
    assert {fault.kind for fault in find_faults(series, events)} <= {"repeated"}


def test_new_york_closes_by_rule_as_it_did(test_data: Path) -> None:
    series, _ = _read(test_data / "market" / "us_etf" / "SPY.csv", "SPY")
    calendar = calendar_of("SPY")
    assert calendar is not None
    assert not len(calendar.missing(np.asarray(series.days)))
    assert all(calendar.is_session(day) for day in series.days)


def _read(path: Path, symbol: str) -> tuple[PriceSeries, tuple[SeriesEvent, ...]]:
    found = read_prices(path.read_bytes())
    return PriceSeries(symbol, "X", found.days, found.closes, splits=found.splits), found.events
