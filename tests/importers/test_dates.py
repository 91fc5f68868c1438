"""Dates as brokers write them."""

from __future__ import annotations

from datetime import date

import pytest

from corridor_desktop.importers.dates import day


@pytest.mark.parametrize(
    ("text", "expected", "time"),
    [
        ("2023-12-18 11:45:06.326", date(2023, 12, 18), "11:45:06"),
        ("2023-12-18T11:45:06.326123Z", date(2023, 12, 18), "11:45:06"),
        ("20230403;095853", date(2023, 4, 3), "09:58:53"),
        ("20230403", date(2023, 4, 3), None),
        ("2024/6/6", date(2024, 6, 6), None),
        ("2024年06月02日", date(2024, 6, 2), None),
        ("2024년 6월 2일", date(2024, 6, 2), None),
        ("Nov-02-2023", date(2023, 11, 2), None),
        ("Apr 28, 2026 05:09:47 ET", date(2026, 4, 28), "05:09:47"),
        ("16-jan-2025", date(2025, 1, 16), None),
        ("3 März 2025", date(2025, 3, 3), None),
        ("09/16/2020 as of 09/15/2020", date(2020, 9, 15), None),
        ("2025-01-15 09:30:00 PM", date(2025, 1, 15), "21:30:00"),
        ("2025-05-05T09:22:18+02:00", date(2025, 5, 5), "09:22:18"),
        ("31.12.2024", date(2024, 12, 31), None),
        ("12/31/24", date(2024, 12, 31), None),
        ('="20230212"', date(2023, 2, 12), None),
    ],
)
def test_clear_dates(text: str, expected: date, time: str | None) -> None:
    found = day(text)
    assert not found.doubtful
    assert found.under("") == expected
    assert found.time == time


def test_a_date_with_two_small_numbers_keeps_both_readings() -> None:
    found = day("01/02/2024")
    assert found.doubtful
    assert found.under("DMY") == date(2024, 2, 1)
    assert found.under("MDY") == date(2024, 1, 2)


@pytest.mark.parametrize("text", ["010.09.2024 20:49:02", "not-a-date", "2024-02-30", "32/13/2024"])
def test_impossible_dates_are_bad(text: str) -> None:
    assert day(text).bad


def test_an_impossible_time_is_flagged_and_the_day_kept() -> None:
    found = day("2021-04-07T14:11:000.000Z")
    assert found.under("") == date(2021, 4, 7)
    assert found.bad_time
