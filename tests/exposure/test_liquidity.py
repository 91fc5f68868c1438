"""How long selling takes, from what changes hands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corridor_desktop.domain.prices import Turnover
from corridor_desktop.exposure.liquidity import days_to_sell, measure_liquidity, saleable_within
from tests.stress.worlds import AS_OF, valuation


def volume(symbol: str, average: float, sessions: int = 20) -> Turnover:
    return Turnover(symbol, average, sessions, AS_OF, "invented")


def test_a_fifth_of_the_volume_a_session() -> None:
    assert days_to_sell(Decimal(1000), 500.0) == pytest.approx(10.0)
    assert days_to_sell(-1000, 500.0, 0.5) == pytest.approx(4.0)
    assert days_to_sell(1, 0.0) is None


def test_a_slow_holding_counts_with_the_part_that_goes() -> None:
    values = {"fast": 60.0, "slow": 30.0, "unknown": 10.0}
    days = {"fast": 0.5, "slow": 6.0}
    assert [saleable_within(values, days, n) for n in (1, 3, 7)] == pytest.approx(
        [0.65, 0.75, 0.90]
    )
    assert saleable_within({}, {}, 1) == 0.0
    assert saleable_within({"none": 5.0}, {"none": 0.0}, 1) == 1.0


def test_todays_holdings() -> None:
    held = valuation({"A": "60", "B": "40"}, cash={"EUR": "100"})
    found = measure_liquidity(held, {"A": volume("A", 1.0), "B": volume("B", 1.0, sessions=2)})
    assert found is not None
    assert dict(found.days) == {"a": 5.0}
    assert found.unknown == pytest.approx(0.4)
    assert [part.share for part in found.within] == pytest.approx([0.12, 0.36, 0.6])
    assert measure_liquidity(valuation({}, cash={"EUR": "1"}), {}) is None
