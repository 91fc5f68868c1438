"""Sanity checks before anything is applied."""

from __future__ import annotations

from datetime import date

from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.reader import read

HEAD = "Trade Date,Action,ISIN,Quantity,Price,Currency\n"


def _read(rows: str) -> FileReading:
    return read((HEAD + rows).encode(), "x.csv", today=date(2026, 3, 20))


def test_selling_more_than_was_bought_is_seen_in_time_order() -> None:
    found = _read("2024-05-14,Sell,US0378331005,5,1.5,USD\n2024-05-13,Buy,US0378331005,3,1.5,USD\n")
    assert [part.code for part in found.notices] == ["oversold"]
    assert found.notices[0].message.values()["missing"] == "2"


def test_order_of_lines_does_not_matter() -> None:
    found = _read("2024-05-14,Sell,US0378331005,3,1.5,USD\n2024-05-13,Buy,US0378331005,3,1.5,USD\n")
    assert not found.notices


def test_a_wrong_check_digit_and_a_day_to_come_are_noticed() -> None:
    found = _read("2030-05-13,Buy,US0378331006,3,1.5,USD\n")
    assert sorted(part.code for part in found.notices) == ["future_date", "isin_check_digit"]
