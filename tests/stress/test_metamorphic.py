"""What must not change, or must change in a known way, whatever the data."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.bootstrap import count_draws, draw_indices, resample_correlations
from corridor_desktop.stress.link import (
    correlate,
    correlate_kendall,
    correlate_lead_lag,
    correlate_ranks,
    ewma,
    falls_together,
)
from corridor_desktop.stress.regress import fit_beta, fit_dimson, scholes_williams
from corridor_desktop.stress.report import Loss, StressReport, known
from corridor_desktop.stress.returns import log_returns
from corridor_desktop.stress.stress import measure_stress, reverse_at, shock_at
from corridor_desktop.stress.windows import mark_worst
from tests.stress.worlds import AS_OF, World, closes, series, valuation

Array = npt.NDArray[np.float64]
FACTORS = st.floats(0.01, 100).flatmap(lambda size: st.sampled_from([size, -size]))


def sample(seed: int, n: int = 300) -> tuple[Array, Array]:
    chance = np.random.default_rng(seed)
    k = 0.01 * chance.standard_t(5, n)
    return 0.7 * k + 0.01 * chance.standard_t(5, n), k


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 500), FACTORS)
def test_scaling_a_holding_scales_betas_and_not_correlations(seed: int, factor: float) -> None:
    y, k = sample(seed)
    sign = np.sign(factor)
    for beta in (
        lambda v: float(fit_beta(v, k).beta[0]),
        lambda v: float(fit_dimson(v, k).beta[0]),
        lambda v: scholes_williams(v, k),
        lambda v: ewma(v, k)[1],
    ):
        assert beta(factor * y) == pytest.approx(factor * beta(y), rel=1e-8)
    for rho in (correlate, correlate_ranks, correlate_kendall):
        assert rho(factor * y, k) == pytest.approx(sign * rho(y, k), abs=1e-10)
    assert correlate_lead_lag(factor * y, k)[0] == pytest.approx(
        sign * correlate_lead_lag(y, k)[0], abs=1e-9
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 500))
def test_the_benchmark_beside_itself_is_one(seed: int) -> None:
    _, k = sample(seed)
    assert fit_beta(k, k).beta[0] == pytest.approx(1.0, abs=1e-10)
    assert fit_dimson(k, k).beta[0] == pytest.approx(1.0, abs=1e-10)
    assert scholes_williams(k, k) == pytest.approx(1.0, abs=0.01)  # but for the ends
    assert correlate_lead_lag(k, k)[0] == pytest.approx(1.0)
    assert correlate_kendall(k, k) == 1.0
    assert ewma(k, k) == pytest.approx((1.0, 1.0))
    assert falls_together(k, k) == 1.0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 500))
def test_ranks_know_no_units(seed: int) -> None:
    y, k = sample(seed)
    assert correlate_ranks(np.exp(30 * y), k) == pytest.approx(correlate_ranks(y, k), abs=1e-12)
    assert correlate_kendall(np.exp(30 * y), k**3) == pytest.approx(correlate_kendall(y, k))
    assert falls_together(np.exp(y), k) == falls_together(y, k)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 500), st.floats(0.05, 0.4), st.floats(0.01, 0.3))
def test_worst_windows_are_nested(seed: int, wide: float, less: float) -> None:
    _, k = sample(seed)
    outer, inner = mark_worst(k, wide), mark_worst(k, max(wide - less, 0.01))
    assert not (inner & ~outer).any()


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(0, 100))
def test_longer_returns_are_sums_of_shorter_ones(horizon: int, seed: int) -> None:
    _, k = sample(seed, 60)
    path = closes(k)
    daily = log_returns(path)
    summed = np.convolve(daily, np.ones(horizon), "valid")
    assert log_returns(path, horizon) == pytest.approx(summed, abs=1e-12)


@pytest.mark.parametrize("h", [1, 2, 5, 10])
def test_overlap_recovers_the_share_of_the_lag_that_it_should(h: int) -> None:
    # All of the answer comes one session later: h sessions see (h - 1) / h of it.
    chance = np.random.default_rng(41)
    n = 200_000
    k = chance.standard_normal(n)
    y = np.concatenate([[0.0], k[:-1]])
    left, right = (np.convolve(v, np.ones(h), "valid") for v in (y, k))
    assert correlate(left, right) == pytest.approx((h - 1) / h, abs=0.02)


@pytest.fixture(scope="module")
def world() -> World:
    return World(700, seed=51)


def report(prices: dict[str, PriceSeries], weights: dict[str, str], base: str) -> StressReport:
    return measure_stress(valuation(weights, base), None, prices, base, (), AS_OF)


def test_the_order_of_holdings_changes_nothing(world: World) -> None:
    one = report(world.all, {"FAR": "0.5", "NEAR.KS": "0.3", "LOOSE.KS": "0.2"}, "EUR")
    other = report(world.all, {"LOOSE.KS": "0.2", "FAR": "0.5", "NEAR.KS": "0.3"}, "EUR")
    for left, right in zip(one.holdings, other.holdings, strict=True):
        assert left.label == right.label
        for name in ("correlation", "beta_global", "beta_korea"):
            a, b = (known(getattr(row.link, name)) for row in (left, right))
            assert a is not None
            assert b is not None
            assert a.value == pytest.approx(b.value, rel=1e-9)
    assert one.portfolio is not None
    assert other.portfolio is not None
    for name in ("correlation", "beta_global", "co_move"):
        a, b = (known(getattr(link, name)) for link in (one.portfolio, other.portfolio))
        assert a is not None
        assert b is not None
        assert a.value == pytest.approx(b.value, rel=1e-9)


def test_the_same_data_give_the_same_report(world: World) -> None:
    weights = {"FAR": "0.5", "NEAR.KS": "0.5"}
    assert report(world.all, weights, "EUR") == report(dict(world.all), weights, "EUR")


def test_units_of_a_price_do_not_matter(world: World) -> None:
    pence = {
        **world.all,
        "FAR": series("FAR", "USD", world.days, 100 * closes(world.far)),
    }
    one = report(world.all, {"FAR": "1"}, "EUR").portfolio
    other = report(pence, {"FAR": "1"}, "EUR").portfolio
    assert one is not None
    assert other is not None
    for name in ("correlation", "beta_global", "beta_korea"):
        left, right = (known(getattr(link, name)) for link in (one, other))
        assert left is not None
        assert right is not None
        assert left.value == pytest.approx(right.value, rel=1e-8)


def test_a_rate_that_stands_still_leaves_the_local_link(world: World) -> None:
    # Dollars per euro never move here: in euro and in dollar all is the same.
    found = [report(world.all, {"FAR": "1"}, base).portfolio for base in ("EUR", "USD")]
    assert found[0] is not None
    assert found[1] is not None
    a, b = (known(link.correlation) for link in found if link is not None)
    assert a is not None
    assert b is not None
    assert a.value == pytest.approx(b.value, rel=1e-9)


def test_in_its_own_currency_local_is_all_there_is(world: World) -> None:
    found = report(world.all, {"NEAR.KS": "1"}, "KRW")
    assert found.details is not None
    assert found.portfolio is not None
    local, plain = known(found.details.local), known(found.portfolio.correlation)
    assert local is not None
    assert plain is not None
    assert local.value == pytest.approx(plain.value, rel=1e-9)
    shock = found.shocks[0].world
    assert isinstance(shock, Loss)
    assert shock.currency_part == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("factor", [-2.0, -1.0, 2.0, 3.0])
def test_a_geared_product_has_the_gearing_in_its_own_price(world: World, factor: float) -> None:
    geared = {
        **world.all,
        "GEARED.KS": series(
            "GEARED.KS", "KRW", world.days, closes(np.log1p(factor * np.expm1(world.near)), 5000)
        ),
    }
    held = valuation({"GEARED.KS": "1"}, "KRW", multipliers={"GEARED.KS": str(int(factor))})
    found = measure_stress(held, None, geared, "KRW", (), AS_OF)
    plain = report(world.all, {"NEAR.KS": "1"}, "KRW")
    assert found.portfolio is not None
    assert plain.portfolio is not None
    beta, base = known(found.portfolio.beta_global), known(plain.portfolio.beta_global)
    assert beta is not None
    assert base is not None
    assert beta.value == pytest.approx(factor * base.value, rel=0.03)


@settings(max_examples=25, deadline=None)
@given(size=st.floats(-0.4, -0.005))
def test_shocks_are_linear_and_the_way_back_is_the_way_there(size: float) -> None:
    found = REPORT
    shock = shock_at(found, size)
    unit = shock_at(found, -0.01)
    assert shock is not None
    assert unit is not None
    assert isinstance(shock.world, Loss)
    assert isinstance(unit.world, Loss)
    assert shock.world.loss == pytest.approx(unit.world.loss * size / -0.01, rel=1e-9)
    back = reverse_at(found, -shock.world.loss)
    assert back is not None
    assert back.kospi == pytest.approx(size, rel=1e-9)


REPORT = report(World(700, seed=51).all, {"FAR": "0.5", "NEAR.KS": "0.5"}, "EUR")


def test_common_draws_make_the_portfolio_the_sum_of_its_parts() -> None:
    y, k = sample(3)
    counts = count_draws(draw_indices(300, 5, 2, 100))
    twice = resample_correlations(counts, np.column_stack([y, y]), k)
    assert twice[:, 0] == pytest.approx(twice[:, 1], abs=1e-12)


def test_a_market_that_closes_with_seoul_needs_one_session_and_others_five(world: World) -> None:
    found = report(world.all, {"FAR": "0.5", "NEAR.KS": "0.5"}, "EUR")
    horizon = {}
    for row in found.holdings:
        assert isinstance(row.link.correlation, Estimate)
        horizon[row.label] = row.link.correlation.horizon
    assert horizon == {"FAR": 5, "NEAR.KS": 1}


def test_a_thin_price_is_looked_at_by_the_week_and_says_so(world: World) -> None:
    path = closes(world.near, 5000)
    path[:] = np.repeat(path[::4], 4)[: len(path)]
    thin = {**world.all, "NEAR.KS": series("NEAR.KS", "KRW", world.days, path)}
    found = report(thin, {"NEAR.KS": "1"}, "KRW")
    link = found.holdings[0].link
    assert link.thin
    assert isinstance(link.correlation, Estimate)
    assert link.correlation.horizon == 5
    assert isinstance(link.beta_global, Estimate)
    assert link.beta_global.method == "weekly_ols"
    assert found.describe is not None
    details = found.describe("near.ks")
    assert details is not None
    for daily in (details.year_beta, details.whole_beta, details.co_move_days):
        assert isinstance(daily, TooLittle)
        assert daily.why.code == "stress.weekly_only"
    assert details.lead_lag is None
    assert isinstance(details.spearman, Estimate)
