"""Numbers as brokers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corridor_desktop.importers.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$8,637.50", "8637.50"),
        ("-$694.48", "-694.48"),
        ("($1,500.00)", "-1500.00"),
        ("(0,10)", "-0.10"),
        (" 1 757,95 ", "1757.95"),
        ("1\u00a0757,95", "1757.95"),
        ("1\u202f757,95", "1757.95"),
        ("1'234.50", "1234.50"),
        ("45,10 €", "45.10"),
        ("R$ 3.000,00", "3000.00"),
        ("12,50-", "-12.50"),
        ("\u22125", "-5"),
        ("+1.95%", "1.95"),
        ("-2.637591265E-4", "-0.0002637591265"),
        (".9232", "0.9232"),
        ("１２３", "123"),
        ('="0.020"', "0.020"),
        ("'475150", "475150"),
        ("0,123", "0.123"),
        ("1.234.567", "1234567"),
        ("2.862,87", "2862.87"),
        ("$2,862.87", "2862.87"),
        ("12,34,567.50", "1234567.50"),
        ("USD 1,234.5", "1234.5"),
        ("10.799999", "10.799999"),
    ],
)
def test_clear_cells_read_one_way(text: str, value: str) -> None:
    found = number(text)
    assert not found.bad
    assert not found.doubtful
    assert found.point == found.comma == Decimal(value)


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [("1,234", "1234", "1.234"), ("1.234", "1.234", "1234"), ("-12,345", "-12345", "-12.345")],
)
def test_doubtful_cells_keep_both_readings(text: str, point: str, comma: str) -> None:
    found = number(text)
    assert found.doubtful
    assert found.under(".") == Decimal(point)
    assert found.under(",") == Decimal(comma)


@pytest.mark.parametrize("text", ["", "-", "--", "-,--", "n/a", "N/A", "Not available", " "])
def test_null_words_are_nothing(text: str) -> None:
    found = number(text)
    assert found.point is None
    assert not found.bad


@pytest.mark.parametrize("text", ["abc", "10:1", "1.2.3,4", "4@261.5", "1,23,4", "(-5)"])
def test_other_text_is_bad(text: str) -> None:
    assert number(text).bad
