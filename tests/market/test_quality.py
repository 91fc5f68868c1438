"""What looks wrong in stored closes is said, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from corridor_desktop.domain.prices import Basis, Split
from corridor_desktop.market.quality import look_over
from tests.support.books import day, quoted


def codes(*closes: float) -> list[tuple[str, str]]:
    series = quoted("X", dict(enumerate(closes)))
    return [(found.code, found.values()["day"]) for found in look_over(series)]


@pytest.mark.parametrize(
    ("closes", "code", "on"),
    [
        ((5.0, 512.0, 515.0), "market.hundredfold", 1),
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
    assert codes(10.0, 13.0, 8.0, 14.0, 36.0) == []
    assert codes() == codes(1.0) == []


def test_a_known_split_explains_the_jump_of_closes_as_traded() -> None:
    series = replace(quoted("X", {0: 500.0, 1: 10.0}), splits=(Split(day(1), Decimal(50)),))
    assert not look_over(replace(series, basis=Basis.AS_TRADED))
    assert look_over(series), "adjusted closes have no business to jump on the day of a split"
