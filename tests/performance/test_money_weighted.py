from __future__ import annotations

import json
import math
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.performance.money_weighted import xirr

START = date(2020, 1, 1)


def test_one_year_is_plain_interest() -> None:
    flows = [(date(2021, 1, 1), Decimal(-100)), (date(2022, 1, 1), Decimal("107.5"))]
    assert xirr(flows).rate == pytest.approx(0.075, abs=1e-15)


@given(
    rate=st.floats(-0.95, 5.0),
    days=st.lists(st.integers(1, 3000), min_size=1, max_size=6, unique=True),
)
def test_a_chosen_rate_is_found_again(rate: float, days: list[int]) -> None:
    paid = [(START, -1000.0)] + [(START + timedelta(days=d), -50.0) for d in days[:-1]]
    end = START + timedelta(days=3001)
    worth = -math.fsum(a * (1 + rate) ** ((end - when).days / 365) for when, a in paid)
    found = xirr([*paid, (end, worth)])
    assert not found.several
    assert found.rate == pytest.approx(rate, rel=1e-9, abs=1e-9)


def test_scaling_and_order_do_not_matter() -> None:
    flows = [(START, -100.0), (date(2020, 7, 1), 30.0), (date(2022, 1, 1), 90.0)]
    turned = [(when, 1e6 * amount) for when, amount in reversed(flows)]
    assert xirr(turned).rate == pytest.approx(xirr(flows).rate, abs=1e-14)


def test_payments_of_one_sign_have_no_rate() -> None:
    assert xirr([(START, -100), (date(2021, 1, 1), -10)]).rates == ()
    assert xirr([]).rate is None
    assert xirr([(START, -100), (START, 110)]).rate is None


def test_two_rates_are_both_told() -> None:
    found = xirr([(date(2021, 1, 1), -100), (date(2022, 1, 1), 230), (date(2023, 1, 1), -132)])
    assert found.several
    assert found.rates == pytest.approx((0.10, 0.20))


def yearly(*amounts: float) -> list[tuple[date, float]]:
    return [(START + timedelta(days=365 * year), amount) for year, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("amounts", "rates"),
    [
        ((-100, 220, -121), (0.10,)),  # touched, not crossed
        ((-100, 200, -100), (0.0,)),
        ((-100, 220.1, -121.11), (0.10, 0.101)),  # both between two steps of any coarse grid
        ((-100, 110, 100, -110), (0.10, 0.0)),
        ((100, -150, 100), ()),  # two changes of sign and no rate
        ((-1, 6, -11, 6), (0.0, 1.0, 2.0)),
    ],
)
def test_every_rate_is_told_also_where_none_is_crossed(
    amounts: tuple[float, ...], rates: tuple[float, ...]
) -> None:
    found = xirr(yearly(*amounts)).rates
    assert [rate for rate in found if rate < 50] == pytest.approx(sorted(rates, key=abs), abs=2e-7)


def test_a_total_loss_in_days_does_not_overflow() -> None:
    found = xirr([(START, -18480.0), (START + timedelta(days=2), 1.0)])
    assert found.rate == pytest.approx(-1.0)
    found = xirr([(START, -1.0), (START + timedelta(days=9), 1.5)])
    assert found.rate == pytest.approx(1.5 ** (365 / 9) - 1)


def test_published_cases(test_data: Path) -> None:
    cases = json.loads((test_data / "oracles" / "xirr.json").read_text(encoding="utf-8"))["cases"]
    checked = 0
    for case in cases:
        found = xirr([(date.fromisoformat(when), amount) for when, amount in case["flows"]])
        if "ref" in case:
            checked += 1
            assert found.rate == pytest.approx(case["ref"], rel=1e-12, abs=1e-12), case["id"]
        if "mp_digits20" in case:
            nearest = min(abs(rate - float(case["mp_digits20"])) for rate in found.rates)
            assert nearest <= 1e-12 * max(1.0, abs(float(case["mp_digits20"]))), case["id"]
        if case["id"] == "no_sign_change":
            assert found.rates == ()
        if case["id"] in {"multiple_roots", "pyxirr_30-24"}:
            assert found.several
    assert checked >= 15
