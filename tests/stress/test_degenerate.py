"""At the edges: one observation, prices that never move, nothing at all, negative weights."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import fields

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.cli.stress_forms import stress_form
from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.link import (
    correlate,
    correlate_kendall,
    correlate_lead_lag,
    correlate_ranks,
    correlation_error,
    drop_missing,
    ewma,
    ewma_deviation,
    exceedance,
    falls_together,
    fisher_interval,
    forbes_rigobon,
    no_change_correlation,
    roll_correlation,
)
from corridor_desktop.stress.links import too_short
from corridor_desktop.stress.regress import fit_beta, fit_dimson, scholes_williams
from corridor_desktop.stress.report import Loss, known
from corridor_desktop.stress.sets import Kind, StressChoice
from corridor_desktop.stress.stress import measure_stress
from corridor_desktop.stress.windows import (
    count_clusters,
    falls,
    find_falls,
    find_quantile,
    mark_falls,
    mark_worst,
)
from tests.stress.worlds import AS_OF, World, closes, series, valuation, weekdays

Array = npt.NDArray[np.float64]
Measure = Callable[[Array, Array], float]
CHANCE = np.random.default_rng(31)
K = CHANCE.standard_normal(60)

MEASURES: dict[str, Measure] = {
    "pearson": correlate,
    "spearman": correlate_ranks,
    "kendall": correlate_kendall,
    "lead_lag": lambda y, k: correlate_lead_lag(y, k)[0],
    "ewma_correlation": lambda y, k: ewma(y, k)[0],
    "ewma_beta": lambda y, k: ewma(y, k)[1],
    "ols": lambda y, k: float(fit_beta(y, k).beta[0]),
    "ols_error": lambda y, k: float(fit_beta(y, k).se[0]),
    "dimson": lambda y, k: float(fit_dimson(y, k).beta[0]),
    "scholes_williams": scholes_williams,
    "falls_together": falls_together,
    "correlation_error": lambda y, k: correlation_error(y, k, 5),
    "rolling": lambda y, k: float(roll_correlation(y, k, 20)[-1]) if len(y) else math.nan,
}
LEVELLESS = {"ewma_correlation", "ewma_beta"}
"""These take the mean as zero: one observation is enough for them, a flat price is not."""
COUNTS = {"falls_together"}


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_almost_nothing_gives_no_number_or_a_plain_one(name: str, n: int) -> None:
    value = MEASURES[name](K[:n] * 2, K[:n])
    if n == 0 or (n == 1 and name not in LEVELLESS | COUNTS):
        assert math.isnan(value)
    else:
        assert math.isnan(value) or abs(value) < 10


@pytest.mark.parametrize("name", MEASURES)
def test_a_benchmark_that_never_moves_gives_no_number(name: str) -> None:
    for level in (0.0, 0.1, 1 / 3):
        value = MEASURES[name](K, np.full(60, level))
        if (name in LEVELLESS and level) or name in COUNTS:
            continue
        assert math.isnan(value), (name, level)


@pytest.mark.parametrize("name", ["pearson", "spearman", "kendall", "lead_lag", "rolling"])
def test_a_holding_that_never_moves_has_no_correlation(name: str) -> None:
    for level in (0.0, 0.1, 1 / 3, 1e9 + 0.1):
        assert math.isnan(MEASURES[name](np.full(60, level), K))


@pytest.mark.parametrize("name", MEASURES)
def test_missing_values_never_become_a_number(name: str) -> None:
    holes, nothing = K.copy(), np.full(60, np.nan)
    holes[30] = np.nan
    if name != "rolling":
        assert math.isnan(MEASURES[name](holes, K))
    assert math.isnan(MEASURES[name](nothing, K))
    assert math.isnan(MEASURES[name](nothing, nothing))


def test_missing_values_are_dropped_in_pairs() -> None:
    left, right = np.array([1.0, np.nan, 3.0, 4.0]), np.array([1.0, 2.0, np.nan, 5.0])
    assert [one.tolist() for one in drop_missing(left, right)] == [[1.0, 4.0], [1.0, 5.0]]
    assert len(drop_missing(np.full(3, np.nan))[0]) == 0


def test_impossible_variances_give_no_number() -> None:
    for bad in (0.0, -1.0, math.nan):
        assert math.isnan(no_change_correlation(0.5, 1.0, bad))
        assert math.isnan(forbes_rigobon(0.5, 1.0, bad))
        assert math.isnan(forbes_rigobon(0.5, bad, 1.0))
    assert fisher_interval(0.5, 3.0) == (-1.0, 1.0)
    assert fisher_interval(0.5, 0.2) == (-1.0, 1.0)
    assert exceedance(K, np.zeros(60), -0.0) == (None, 0)
    assert exceedance(K[:1], K[:1], -0.0) == (None, 0)
    assert math.isnan(ewma_deviation(np.zeros(0)))
    assert ewma_deviation(np.zeros(5)) == 0.0


def test_windows_of_nothing_are_empty() -> None:
    nothing = np.zeros(0)
    assert len(mark_worst(nothing)) == count_clusters(mark_worst(nothing)) == 0
    assert find_falls(nothing, 0.1) == ()
    assert find_falls(np.full(50, 7.0), 0.1) == ()
    assert not mark_falls(np.full(50, 7.0), 0.1).any()
    assert len(falls(np.array([1.0]), 1)) == 0
    assert math.isnan(find_quantile(nothing, 0.1))
    assert math.isnan(find_quantile(np.array([1.0, np.nan]), 0.1))


def numbers(report: object) -> list[float]:
    """Every float in a tree of frozen dataclasses and tuples."""
    if isinstance(report, float):
        return [report]
    if isinstance(report, tuple):
        return [number for part in report for number in numbers(part)]
    if hasattr(report, "__dataclass_fields__") and not hasattr(report, "draws"):
        kept = [one.name for one in fields(report) if one.compare]  # type: ignore[arg-type]
        return [number for name in kept for number in numbers(getattr(report, name))]
    return []


WEIGHTS = {"FAR": "0.6", "NEAR.KS": "0.5", "LOOSE.KS": "-0.3"}


def crippled(kind: str) -> dict[str, PriceSeries]:
    world = World(700, seed=17)
    own = dict(world.all)
    flat = np.full(700, 5.0)
    if kind == "one close":
        own["FAR"] = series("FAR", "USD", world.days[-1:], np.array([5.0]))
    elif kind == "flat holding":
        own["FAR"] = series("FAR", "USD", world.days, flat)
    elif kind == "flat benchmark":
        own["^KS11"] = series("^KS11", "KRW", world.days, flat)
    elif kind == "flat proxy":
        own["^GSPC"] = series("^GSPC", "USD", world.days, flat)
    elif kind == "no closes":
        for name in ("FAR", "NEAR.KS", "LOOSE.KS"):
            own[name] = series(name, "USD", [], np.zeros(0))
    elif kind == "no shared days":
        days = [day for day in weekdays(1500) if day.weekday() == 0]
        own["FAR"] = series("FAR", "USD", days, closes(0.01 * CHANCE.standard_normal(len(days))))
    elif kind == "not numbers":
        path = closes(world.far)
        path[::3] = np.nan
        path[1::3] = -1.0
        own["FAR"] = series("FAR", "USD", world.days, path)
    elif kind == "sixty one":
        own["^KS11"] = series("^KS11", "KRW", world.days[-61:], closes(world.kospi[-61:], 2500))
    return own


@pytest.mark.parametrize(
    "kind",
    [
        "whole", "one close", "flat holding", "flat benchmark", "flat proxy", "no closes",
        "no shared days", "not numbers", "sixty one",
    ],
)  # fmt: skip
@pytest.mark.parametrize("choice", [StressChoice(), StressChoice(Kind.FALLS, depth=0.20)])
def test_no_figure_of_the_report_is_ever_nan(kind: str, choice: StressChoice) -> None:
    past = [Episode(day, "crisis", "t", "A", "s", "", "seen") for day in weekdays(600)[::120]]
    found = measure_stress(
        valuation(WEIGHTS, cash={"EUR": "0.2"}), None, crippled(kind), "EUR", past, AS_OF,
        stress_set=choice,
    )  # fmt: skip
    values = numbers(found)
    assert values
    assert all(math.isfinite(value) for value in values), kind
    if found.describe is not None:
        for name in WEIGHTS:
            details = found.describe(name.lower())
            assert all(math.isfinite(value) for value in numbers(details)), (kind, name)


def test_a_short_position_turns_every_sign() -> None:
    world = World(700, seed=17)
    long = measure_stress(valuation({"NEAR.KS": "1"}), None, world.all, "EUR", (), AS_OF)
    held = valuation({"NEAR.KS": "-1"}, cash={"EUR": "2"})
    short = measure_stress(held, None, world.all, "EUR", (), AS_OF)
    assert long.portfolio is not None
    assert short.portfolio is not None
    for name in ("beta_global", "correlation"):
        one, other = (known(getattr(link, name)) for link in (long.portfolio, short.portfolio))
        assert one is not None
        assert other is not None
        assert other.value == pytest.approx(-one.value, abs=0.02)
        assert other.low is not None
        assert one.high is not None
        assert other.low == pytest.approx(-one.high, abs=0.05)
    loss, gain = long.shocks[1].world, short.shocks[1].world
    assert isinstance(loss, Loss)
    assert isinstance(gain, Loss)
    assert gain.loss == pytest.approx(-loss.loss)


def test_gates_have_a_reason_and_a_count() -> None:
    found = measure_stress(valuation({"FAR": "1"}), None, crippled("sixty one"), "EUR", (), AS_OF)
    assert found.portfolio is not None
    correlation = found.portfolio.correlation
    assert isinstance(correlation, TooLittle)
    assert correlation.why.code == "stress.too_short"
    assert correlation.n < correlation.needed == 40
    assert isinstance(found.holdings[0].link.beta_global, Estimate)


HELDS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "foreign cash alone": ({}, {"USD": "1"}),
    "own cash alone": ({}, {"EUR": "1"}),
    "cash of two kinds": ({}, {"USD": "1.5", "KRW": "-0.5"}),
    "on margin": ({"FAR": "1.4"}, {"USD": "-0.4"}),
    "long and short alike": ({"FAR": "0.5", "NEAR.KS": "-0.5"}, {"EUR": "1"}),
    "short alone": ({"NEAR.KS": "-0.5"}, {"EUR": "1.5"}),
    "twenty times": ({"FAR": "10", "NEAR.KS": "-9"}, {}),
    "next to nothing": ({"FAR": "0.000000001", "LOOSE.KS": "0.999999999"}, {}),
}


@pytest.mark.parametrize("name", HELDS)
def test_whatever_is_held_every_figure_is_one_or_has_a_reason(name: str) -> None:
    weights, cash = HELDS[name]
    found = measure_stress(
        valuation(weights, cash=cash), None, World(700, seed=29).all, "EUR", (), AS_OF
    )
    assert all(math.isfinite(value) for value in numbers(found))
    form = stress_form(found)
    assert json.loads(json.dumps(form, allow_nan=False)) == form
    if not weights and found.risk is not None and found.risk.spread is not None:
        assert found.risk.spread.hhi is None
        assert form["risk"]["spread"]["hhi_reason"]


def reasons(report: object) -> list[TooLittle]:
    """Every reason for a missing figure in a tree of frozen dataclasses and tuples."""
    if isinstance(report, TooLittle):
        return [report]
    if isinstance(report, tuple):
        return [reason for part in report for reason in reasons(part)]
    if hasattr(report, "__dataclass_fields__") and not hasattr(report, "draws"):
        return [
            reason
            for one in fields(report)  # type: ignore[arg-type]
            if one.compare
            for reason in reasons(getattr(report, one.name))
        ]
    return []


@pytest.mark.parametrize("sessions", [20, 45, 70, 120, 700])
def test_not_enough_is_always_less_than_what_is_needed(sessions: int) -> None:
    world = World(700, seed=23)
    young = dict(world.all)
    young["FAR"] = series("FAR", "USD", world.days[-sessions:], closes(world.far[-sessions:]))
    found = measure_stress(valuation({"FAR": "1"}), None, young, "EUR", (), AS_OF)
    told = reasons(found)
    if found.describe is not None:
        told += reasons(found.describe("far"))
    short = [one.why.values() for one in told if one.why.code == "stress.too_short"]
    assert all(int(one["n"]) < int(one["needed"]) for one in short), short
    assert short or sessions == 700
    link = found.holdings[0].link
    if isinstance(link.correlation, TooLittle):
        assert isinstance(link.correlation_calm, TooLittle), "calm has no gate of its own"


def test_where_the_index_stands_still_there_is_no_worst_tenth() -> None:
    assert not mark_worst(np.full(50, 0.01)).any()
    assert mark_worst(np.array([0.01])).all()
    found = measure_stress(valuation(WEIGHTS), None, crippled("flat benchmark"), "EUR", (), AS_OF)
    for row in found.holdings:
        for one in (row.link.co_move, row.link.falls_together):
            assert isinstance(one, TooLittle)
            assert one.why.code == "stress.benchmark_still"


def test_part_of_an_observation_does_not_round_up_to_enough() -> None:
    short = too_short(39.7, 40.0)
    assert (short.n, short.needed) == (39, 40)
    assert short.why.values() == {"n": "39", "needed": "40"}
