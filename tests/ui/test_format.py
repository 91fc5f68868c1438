"""Numbers become text in one place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from corridor_desktop.domain.money import Money
from corridor_desktop.ui import format as fmt

THIN, NB, MINUS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "EUR", f"1{THIN}234.50{NB}EUR"),
        ("-0.5", "USD", f"{MINUS}0.50{NB}USD"),
        ("1234567.89", "EUR", f"1{THIN}234{THIN}568{NB}EUR"),
        ("71500", "KRW", f"71{THIN}500{NB}KRW"),
    ],
)
def test_money(amount: str, currency: str, text: str) -> None:
    assert fmt.money(Money(Decimal(amount), currency)) == text


def test_missing_is_said() -> None:
    assert fmt.money(None) == fmt.percent(None) == fmt.quantity(None) == "n/a"


@pytest.mark.parametrize(
    ("value", "signed", "text"),
    [
        (0.153, False, f"15.3{NB}%"),
        (-0.031, True, f"{MINUS}3.1{NB}%"),
        (0.02, True, f"+2.0{NB}%"),
        (-0.0001, True, f"0.0{NB}%"),
    ],
)
def test_percent(value: float, signed: bool, text: str) -> None:
    assert fmt.percent(value, signed=signed) == text


def test_nearly_everything_is_not_everything() -> None:
    assert fmt.coverage(0.9954) == f"99.5{NB}%"
    assert fmt.coverage(1.0) == f"100{NB}%"


def test_an_interval_starts_nearest_to_zero() -> None:
    assert fmt.span(-0.04, -0.02) == f"{MINUS}2.0{NB}% to {MINUS}4.0{NB}%"


def test_quantities_keep_their_digits() -> None:
    assert fmt.quantity(Decimal("1234.56780")) == f"1{THIN}234.5678"


def test_days_and_ages() -> None:
    assert fmt.day(date(2026, 3, 20), weekday=True) == "Fri 20 Mar 2026"
    assert [fmt.age(days) for days in (0, 1, 40, 90)] == ["today", "1 day", "40 days", "3 months"]
