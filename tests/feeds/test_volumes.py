"""Traded units as price files write them, and their average over the latest sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.feeds.csv_prices import read_prices
from corridor_desktop.feeds.volumes import SESSIONS, average, units

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "volume"),
    [
        ("1234567", 1234567.0),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1 234 567", 1234567.0),
        ("1234567.0", 1234567.0),
        ("12.35M", 12.35e6),
        ("12,35M", 12.35e6),
        ("987.5K", 987500.0),
        ("1.2B", 1.2e9),
        ("0", 0.0),
        ("-", None),
        ("", None),
        ("n/a", None),
        ("-5", None),
    ],
)
def test_units_as_people_write_them(cell: str, volume: float | None) -> None:
    assert units(cell) == volume


def test_the_average_is_of_the_latest_sessions_and_counts_quiet_ones() -> None:
    rows = [(DAY + timedelta(days=n), 100.0) for n in range(40)]
    rows += [(DAY + timedelta(days=40 + n), 0.0 if n % 2 else 50.0) for n in range(SESSIONS)]
    assert average(rows) == (25.0, SESSIONS, DAY + timedelta(days=59))


def test_without_trades_nothing_is_known() -> None:
    assert average([]) is None
    assert average([(DAY, None)]) is None
    assert average([(DAY, 0.0)]) is None


@given(st.permutations(list(range(30))))
def test_the_order_of_the_lines_does_not_matter(order: list[int]) -> None:
    rows = [(DAY + timedelta(days=n), float(n + 1)) for n in range(30)]
    assert average(rows[n] for n in order) == average(rows)


def test_a_file_gives_its_volumes_beside_its_closes() -> None:
    found = read_prices(
        b"Date,Open,High,Low,Close,Adj Close,Volume\n"
        b"2026-03-02,1,1,1,10.5,10.5,1000\n2026-03-03,1,1,1,10.75,10.75,3000\n"
    )
    assert found.volumes == ((date(2026, 3, 2), 1000.0), (date(2026, 3, 3), 3000.0))
    korean = read_prices('일자,종가,거래량\n2026/03/02,"1,500","12,345"\n'.encode())
    assert korean.volumes == ((date(2026, 3, 2), 12345.0),)
    assert read_prices(b"Date,Close\n2026-03-02,10.5\n").volumes == ()
