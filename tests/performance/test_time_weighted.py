from __future__ import annotations

import csv
import json
import math
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corridor_desktop.performance.time_weighted import (
    annualise,
    grow,
    link_contributions,
    link_days,
    max_drawdown,
    modified_dietz,
    split_return,
    total_return,
    volatility,
)


def test_deposits_and_withdrawals_are_no_performance() -> None:
    # 100 -> 110; 50 come in at the start of a flat day; 60 go out at the end of a day with +5 %
    returns = link_days([100, 110, 160, 108], [100, 0, 50, 0], [0, 0, 0, 60])
    assert returns == pytest.approx((0.0, 0.10, 0.0, 0.05))
    assert grow(returns)[-1] == pytest.approx(1.1 * 1.05)


def test_exact_amounts_go_in() -> None:
    returns = link_days([Decimal("0.1"), Decimal("0.3")], [Decimal("0.1"), 0], [0, Decimal(0)])
    assert returns == pytest.approx((0.0, 2.0))


def test_an_empty_day_has_no_return_and_breaks_nothing() -> None:
    returns = link_days([100, 0, 0, 50, 55], [100, 0, 0, 50, 0], [0, 110, 0, 0, 0])
    assert returns == pytest.approx((0.0, 0.10, None, 0.0, 0.10))
    assert grow(returns)[-1] == pytest.approx(1.21)


def test_a_year_is_needed_for_a_yearly_rate() -> None:
    assert annualise(0.21, 730) == pytest.approx(0.10)
    assert annualise(0.21, 364) is None
    assert annualise(-1.0, 730) is None


def test_modified_dietz() -> None:
    start, end = date(2024, 1, 1), date(2024, 1, 31)
    flows = [(date(2024, 1, 16), Decimal(10))]
    assert modified_dietz(100, 115, start, end, flows) == pytest.approx(5 / 105)
    assert modified_dietz(100, 120, start, end, []) == pytest.approx(0.2)
    assert modified_dietz(0, 20, start, end, []) is None
    assert modified_dietz(10, 20, start, end, [(start, -20)]) is None
    assert modified_dietz(10, 20, start, start, []) is None


def test_linked_contributions_add_up_to_the_total() -> None:
    periods = [{"a": 0.03, "b": -0.01}, {"a": -0.05, "c": 0.002}, {"b": 0.0}]
    parts, total = link_contributions(periods)
    assert total == pytest.approx(1.02 * 0.952 - 1)
    assert math.fsum(parts.values()) == pytest.approx(total, abs=1e-15)
    assert link_contributions([{"a": 0.1}])[0] == {"a": pytest.approx(0.1)}


def test_local_and_currency_multiply() -> None:
    assert total_return(0.10, -1 / 11) == pytest.approx(0.0, abs=1e-15)
    assert math.fsum(split_return(0.10, -1 / 11)) == pytest.approx(0.0, abs=1e-15)
    # there and back again: a currency round trip changes nothing
    assert total_return(0.25, 1 / 1.25 - 1) == pytest.approx(0.0, abs=1e-15)


def test_drawdown_is_of_compounded_wealth() -> None:
    assert max_drawdown([1.0, 1.2, 0.9, 1.5, 1.2]) == pytest.approx(-0.25)
    assert max_drawdown([1.0, 1.1]) == 0.0


def test_volatility_of_two_returns() -> None:
    assert volatility([0.01, -0.01]) == pytest.approx(math.sqrt(2) * 0.01 * math.sqrt(252))
    assert volatility([0.01]) is None


def test_same_figures_as_r(test_data: Path) -> None:
    folder = test_data / "oracles"
    expected = json.loads((folder / "r_performanceanalytics_synth.json").read_text("utf-8"))
    with (folder / "returns_synth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for name, total in expected["Return.cumulative"].items():
        returns = [float(row[name]) for row in rows]
        growth = grow(returns)
        assert growth[-1] - 1 == pytest.approx(total, rel=1e-9)
        assert max_drawdown([1.0, *growth]) == pytest.approx(
            -expected["maxDrawdown"][name], rel=1e-9
        )
        assert volatility(returns) == pytest.approx(expected["StdDev.annualized"][name], rel=1e-9)
