from __future__ import annotations

from datetime import date, timedelta

import pytest

from corridor_desktop.performance.measure import measure_performance
from corridor_desktop.performance.performance import Performance

START = date(2023, 1, 2)


def days(n: int) -> list[date]:
    return [START + timedelta(days=i) for i in range(n)]


def steady(n: int, daily: float = 0.001) -> Performance:
    values = [100 * (1 + daily) ** i for i in range(n)]
    return measure_performance("EUR", days(n), values, [100.0] + [0.0] * (n - 1), [0.0] * n)


def test_steady_growth_gives_one_rate_everywhere() -> None:
    found = steady(731)
    assert found.twr == pytest.approx(1.001**730 - 1)
    assert found.twr_annual == pytest.approx(1.001**365 - 1)
    assert found.xirr == pytest.approx(1.001**365 - 1)
    assert found.xirr_why is None
    assert found.day_change == pytest.approx(0.001)
    assert found.month_change == pytest.approx(1.001**31 - 1)
    assert found.max_drawdown == 0.0
    assert found.volatility == pytest.approx(0.0, abs=1e-9)
    assert found.growth[-1] == pytest.approx(found.values[-1] / 100)


def test_below_a_year_nothing_is_scaled_up() -> None:
    found = steady(101)
    assert (found.twr_annual, found.xirr) == (None, None)
    assert found.xirr_period == pytest.approx(1.001**100 - 1)
    assert found.xirr_why is not None
    assert found.xirr_why.code == "performance.below_a_year"


def test_a_few_days_have_no_money_weighted_return() -> None:
    found = steady(20)
    assert (found.xirr, found.xirr_period) == (None, None)
    assert found.xirr_why is not None
    assert found.xirr_why.code == "performance.too_short"
    assert found.twr is not None


def test_a_deposit_changes_money_weighted_but_not_time_weighted() -> None:
    n = 800
    values = [100.0 + (0 if i < 400 else 900) for i in range(n)]
    inflows = [100.0] + [0.0] * (n - 1)
    inflows[400] = 900.0
    values[-1] = 500.0
    found = measure_performance("EUR", days(n), values, inflows, [0.0] * n)
    assert found.twr == pytest.approx(-0.5)
    assert found.xirr is not None
    assert found.xirr < -0.3
    assert found.max_drawdown == pytest.approx(-0.5)


def test_what_existed_before_the_first_day_counts_as_paid_in() -> None:
    found = measure_performance("EUR", days(3), [0, 50, 55], [0, 0, 0], [0, 0, 0])
    assert found.start == START + timedelta(days=1)
    assert found.twr == pytest.approx(0.10)


def test_several_rates_are_told() -> None:
    n = 731
    values = [100.0] * (n - 1) + [0.0]
    flows = [(START, -100.0), (START + timedelta(days=365), 230.0), (days(n)[-1], -132.0)]
    found = measure_performance("EUR", days(n), values, [0.0] * n, [0.0] * n, flows)
    assert found.xirr_why is not None
    assert found.xirr_why.code == "performance.several_rates"
    assert found.xirr == pytest.approx(0.10)


@pytest.mark.parametrize(
    ("values", "inflows", "code"),
    [
        ([0.0, 0.0], [0.0, 0.0], "performance.never_worth"),
        ([100.0], [100.0], "performance.one_day"),
        ([100.0, -5.0, 10.0], [100.0, 0.0, 0.0], "performance.negative_value"),
        ([100.0, 0.0, 10.0], [100.0, 0.0, 0.0], "performance.unexplained_value"),
    ],
)
def test_what_has_no_return_says_why(values: list[float], inflows: list[float], code: str) -> None:
    n = len(values)
    found = measure_performance("EUR", days(n), values, inflows, [0.0] * n)
    assert found.twr is None
    assert found.twr_why is not None
    assert found.twr_why.code == code


def test_no_days_at_all() -> None:
    found = measure_performance("EUR", [], [], [], [])
    assert found.twr_why is not None
    assert found.twr_why.code == "performance.no_days"


def test_flows_of_the_caller_come_first() -> None:
    n = 731
    flows = [(START, -50.0)]
    found = measure_performance(
        "EUR", days(n), [100.0] * n, [100.0] + [0.0] * (n - 1), [0.0] * n, flows
    )
    assert found.twr == pytest.approx(0.0)
    assert found.xirr == pytest.approx(2**0.5 - 1)
