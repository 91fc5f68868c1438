"""The cross-checks in the report: what they say in a world whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.stress.dependence import normal_quantile_dependence
from corridor_desktop.stress.detail import ForbesRigobon, LinkDetails
from corridor_desktop.stress.details import DIFFER, measure_beta, measure_long
from corridor_desktop.stress.link import correlate, correlation_error
from corridor_desktop.stress.links import Pair
from corridor_desktop.stress.report import StressReport
from corridor_desktop.stress.sets import Kind, StressChoice
from corridor_desktop.stress.stress import measure_stress
from tests.stress.worlds import AS_OF, World, closes, series, valuation

WEIGHTS = {"FAR": "0.4", "NEAR.KS": "0.3", "LOOSE.KS": "0.2"}


@pytest.fixture(scope="module")
def world() -> World:
    return World(1300, seed=6)


@pytest.fixture(scope="module")
def report(world: World) -> StressReport:
    past = [
        Episode(world.days[at], "crisis", "t", "A crisis", "s", "", "seen")
        for at in range(600, 1250, 60)
    ]
    return measure_stress(valuation(WEIGHTS), None, world.all, "EUR", past, AS_OF)


@pytest.fixture(scope="module")
def details(report: StressReport) -> LinkDetails:
    assert report.details is not None
    return report.details


def known(measure: Measure | None) -> Estimate:
    assert isinstance(measure, Estimate), measure
    return measure


def test_every_figure_has_interval_ground_and_span(details: LinkDetails) -> None:
    for name in (
        "spearman", "local", "year", "year_beta", "whole", "whole_beta", "recent",
        "side_difference", "co_move_days", "co_move_korea", "story_gap",
    ):  # fmt: skip
        found = known(getattr(details, name))
        assert found.low is not None, name
        assert found.high is not None, name
        assert found.low <= found.value <= found.high, name
        assert found.n > 0, name
        assert 0 < found.n_eff <= found.n + 1e-9, name
        assert found.start < found.end <= AS_OF, name


def test_longer_history_is_surer(details: LinkDetails) -> None:
    year, whole = known(details.year_beta), known(details.whole_beta)
    assert year.se is not None
    assert whole.se is not None
    assert whole.se < year.se
    assert whole.start < year.start
    assert abs(whole.value - year.value) < 4 * year.se
    assert known(details.recent).indicative


def test_currencies_make_the_difference_between_local_and_own(report: StressReport) -> None:
    # In this world dollars per euro stay put and the won answers Seoul: betas differ by that.
    assert report.describe is not None
    near = report.describe("near.ks")
    assert near is not None
    row = next(one for one in report.holdings if one.label == "NEAR.KS")
    assert known(near.local).value != known(row.link.correlation).value
    far = report.describe("far")
    assert far is not None
    link = next(one for one in report.holdings if one.label == "FAR").link
    assert known(far.local).value == pytest.approx(known(link.correlation).value, abs=1e-9)


def test_cross_checks_agree_with_dimson(report: StressReport) -> None:
    assert report.describe is not None
    far = report.describe("far")
    assert far is not None
    link = next(one for one in report.holdings if one.label == "FAR").link
    dimson = known(link.beta_global)
    assert dimson.se is not None
    assert far.scholes_williams == pytest.approx(dimson.value, abs=0.06)
    assert far.lead_lag is not None
    assert link.same_day is not None
    assert far.lead_lag > 2 * link.same_day
    assert not far.lead_lag_clipped


def test_the_gap_between_the_stories_is_their_difference(report: StressReport) -> None:
    assert report.details is not None
    assert report.portfolio is not None
    world, korea = (
        known(one).value for one in (report.portfolio.beta_global, report.portfolio.beta_korea)
    )
    gap = known(report.details.story_gap)
    assert gap.value == pytest.approx(world - korea)
    assert gap.se is not None
    joint = [known(one).se for one in (report.portfolio.beta_global, report.portfolio.beta_korea)]
    assert joint[0] is not None
    assert joint[1] is not None
    # Drawn on the same days, so the common part of both errors cancels.
    assert gap.se < joint[0] + joint[1]


def test_the_gaussian_value_is_that_of_the_weekly_correlation(details: LinkDetails) -> None:
    assert details.falls_together_normal is not None
    assert 0.1 < details.falls_together_normal < 1
    rho = known(details.spearman).value
    near = normal_quantile_dependence(rho)
    assert details.falls_together_normal == pytest.approx(near, abs=0.1)


def test_rolling_says_when_there_is_no_evidence_of_change(report: StressReport) -> None:
    assert report.rolling is not None
    rolling = report.rolling
    assert rolling.full is not None
    assert len(rolling.changed) == len(rolling.values)
    for value, low, high, changed in zip(
        rolling.values, rolling.low, rolling.high, rolling.changed, strict=True
    ):
        assert value is not None
        assert low is not None
        assert high is not None
        assert changed == (not low <= rolling.full <= high)
    assert np.mean(rolling.changed) < 0.25
    assert report.details is not None
    assert report.details.changed == rolling.changed[-1]


def test_a_link_that_broke_is_seen_in_the_ribbon(world: World) -> None:
    broken = dict(world.all)
    path = np.concatenate(
        [world.near[:1140], 0.004 * np.random.default_rng(1).standard_normal(160)]
    )
    broken["NEAR.KS"] = series("NEAR.KS", "KRW", world.days, closes(path, 50000))
    found = measure_stress(valuation({"NEAR.KS": "1"}), None, broken, "KRW", (), AS_OF)
    assert found.rolling is not None
    assert found.rolling.changed[-1]
    assert found.details is not None
    assert found.details.changed


def test_one_wild_day_parts_ranks_from_values(world: World) -> None:
    wild = dict(world.all)
    path, kospi = world.loose.copy(), world.kospi.copy()
    path[1000] = kospi[1000] = -0.30
    wild["LOOSE.KS"] = series("LOOSE.KS", "KRW", world.days, closes(path, 50000))
    wild["^KS11"] = series("^KS11", "KRW", world.days, closes(kospi, 2500))
    found = measure_stress(valuation({"LOOSE.KS": "1"}), None, wild, "KRW", (), AS_OF)
    assert found.describe is not None
    details = found.describe("loose.ks")
    assert details is not None
    assert details.ranks_differ
    link = found.holdings[0].link
    assert abs(known(link.correlation).value - known(details.spearman).value) > DIFFER


def test_every_definition_of_stress_is_laid_side_by_side(report: StressReport) -> None:
    assert [row.key for row in report.sets] == [
        "worst_tenth", "shock_days", "falls", "falls", "falls", "events",
    ]  # fmt: skip
    assert [row.chosen for row in report.sets] == [True] + 5 * [False]
    first = report.sets[0]
    assert report.portfolio is not None
    assert report.stress_set is not None
    assert known(first.co_move).value == pytest.approx(known(report.portfolio.co_move).value)
    assert (first.n, first.clusters) == (report.stress_set.n, report.stress_set.clusters)
    for row in report.sets:
        assert row.clusters <= row.n
    shocks = report.sets[1]
    assert shocks.kospi is not None
    assert shocks.kospi <= -0.02


@pytest.mark.parametrize(
    "choice",
    [
        StressChoice(Kind.SHOCKS, level=-0.015),
        StressChoice(Kind.FALLS, depth=0.10),
        StressChoice(Kind.EVENTS),
        StressChoice(Kind.OWN, spans=((date(2024, 3, 1), date(2024, 7, 31)),)),
    ],
)
def test_the_choice_moves_the_co_move_and_nothing_else(
    world: World, report: StressReport, choice: StressChoice
) -> None:
    past = [row.episode for row in report.episodes]
    found = measure_stress(
        valuation(WEIGHTS), None, world.all, "EUR", past, AS_OF, stress_set=choice
    )
    assert found.portfolio is not None
    assert report.portfolio is not None
    assert found.portfolio.beta_global == report.portfolio.beta_global
    assert found.portfolio.falls_together == report.portfolio.falls_together
    assert found.portfolio.co_move != report.portfolio.co_move
    assert found.stress_set is not None
    assert report.stress_set is not None
    assert found.stress_set.definition != report.stress_set.definition
    assert [row.key for row in found.sets if row.chosen] == [choice.kind.value]
    stressed, calm = found.portfolio.correlation_stress, found.portfolio.correlation_calm
    if isinstance(stressed, Estimate) and isinstance(calm, Estimate):
        assert stressed.n + calm.n == known(report.portfolio.correlation).n


def test_own_dates_without_any_give_a_reason(world: World) -> None:
    choice = StressChoice(Kind.OWN)
    found = measure_stress(valuation(WEIGHTS), None, world.all, "EUR", (), AS_OF, stress_set=choice)
    assert found.portfolio is not None
    assert isinstance(found.portfolio.co_move, TooLittle)
    assert isinstance(found.portfolio.correlation_stress, TooLittle)
    assert isinstance(found.portfolio.correlation_calm, Estimate)


def test_all_sessions_as_stress_leave_no_calm(world: World) -> None:
    choice = StressChoice(Kind.OWN, spans=((date(2000, 1, 1), date(2030, 1, 1)),))
    found = measure_stress(valuation(WEIGHTS), None, world.all, "EUR", (), AS_OF, stress_set=choice)
    assert found.portfolio is not None
    assert isinstance(found.portfolio.correlation_calm, TooLittle)
    assert known(found.portfolio.co_move).value == pytest.approx(0.0, abs=1e-12)


def test_details_of_what_is_not_held_are_none(report: StressReport) -> None:
    assert report.describe is not None
    assert report.describe("nothing") is None


def test_turmoil_is_chosen_by_kospi_alone(world: World) -> None:
    turned = {**world.all, "FAR": series("FAR", "USD", world.days, closes(-world.far))}
    found = [
        measure_stress(valuation({"FAR": "1"}), None, prices, "EUR", (), AS_OF).details
        for prices in (world.all, turned)
    ]
    assert found[0] is not None
    assert found[1] is not None
    one, other = found[0].forbes_rigobon, found[1].forbes_rigobon
    assert isinstance(one, ForbesRigobon)
    assert isinstance(other, ForbesRigobon)
    assert (one.clusters, one.delta) == (other.clusters, other.delta)
    assert one.stress == pytest.approx(-other.stress, abs=2e-3)


def test_correlation_error_is_fishers_for_independent_returns() -> None:
    chance = np.random.default_rng(15)
    errors = []
    for _ in range(50):
        k = chance.standard_normal(400)
        errors.append(correlation_error(0.5 * k + chance.standard_normal(400), k, 2))
    assert np.mean(errors) == pytest.approx(1 / np.sqrt(397), rel=0.05)


def test_short_series_have_reasons_for_long_figures(world: World) -> None:
    days = (world.days[0], world.days[-1])
    k = world.kospi
    for n, shown in ((1, False), (39, False), (40, True), (99, True), (100, True)):
        pair = Pair(world.near[:n], k[:n], np.arange(n), 1, days)
        for found in (measure_long(pair), measure_beta(pair, near=True)):
            assert isinstance(found, Estimate if shown else TooLittle)
            if isinstance(found, Estimate):
                assert found.indicative == (n < 100)
    still = Pair(np.zeros(200), k[:200], np.arange(200), 1, days)
    assert isinstance(measure_long(still), TooLittle)
    assert isinstance(measure_beta(replace(still, k=np.zeros(200)), near=True), TooLittle)
    assert correlate(still.y, still.k) != correlate(still.y, still.k)
