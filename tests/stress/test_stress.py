from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.report import HoldingLink, Loss, StressReport, TooLittleLoss, known
from corridor_desktop.stress.stress import measure_stress, reverse_at, shock_at
from tests.stress.worlds import AS_OF, World, closes, series, themes, valuation

WEIGHTS = {"FAR": "0.4", "NEAR.KS": "0.3", "LOOSE.KS": "0.2"}
TAGS = themes(
    {"resource_transit": {"NEAR.KS": "0.15", "FAR": "0.1"}, "own": {"NEAR.KS": "0.15"}},
    {"FAR": "0.3", "LOOSE.KS": "0.2"},
)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def report(world: World) -> StressReport:
    held = valuation(WEIGHTS, cash={"EUR": "0.1"})
    return measure_stress(held, TAGS, world.all, "EUR", (), AS_OF)


def holding(report: StressReport, label: str) -> HoldingLink:
    return next(row for row in report.holdings if row.label == label)


def world_beta(report: StressReport, label: str) -> Estimate:
    found = known(holding(report, label).link.beta_global)
    assert found is not None
    return found


def test_the_truth_lies_within_the_interval(world: World, report: StressReport) -> None:
    for label, truth in (("FAR", 0.6), ("NEAR.KS", 1.5), ("LOOSE.KS", 0.3)):
        beta = world_beta(report, label)
        assert beta.se is not None
        assert abs(beta.value - truth) < 4 * beta.se, label
        assert beta.low is not None
        assert beta.high is not None
        assert beta.low < beta.value < beta.high


def test_same_day_prices_would_hide_two_thirds(report: StressReport) -> None:
    link = holding(report, "FAR").link
    found = known(link.correlation)
    assert found is not None
    assert link.same_day is not None
    assert found.value > 2 * link.same_day
    assert (found.horizon, holding(report, "NEAR.KS").link.correlation.n) == (5, found.n + 4)


def test_korea_origin_beta_leaves_the_world_out(report: StressReport) -> None:
    found = known(holding(report, "FAR").link.beta_korea)
    assert found is not None
    assert found.se is not None
    assert abs(found.value - 0.6) < 4 * found.se


def test_losses_add_up_and_scale(report: StressReport) -> None:
    three, five, ten = report.shocks
    for shock in report.shocks:
        assert isinstance(shock.world, Loss)
        assert isinstance(shock.korea, Loss)
        assert sum(p.loss for p in shock.by_holding) == pytest.approx(shock.world.loss)
        assert sum(p.loss for p in shock.by_theme) == pytest.approx(shock.world.loss)
        assert sum(p.loss for p in shock.by_holding_korea) == pytest.approx(shock.korea.loss)
        assert shock.world.low < shock.world.loss < shock.world.high
        assert shock.world.outcome_low is not None
        assert shock.world.outcome_low < shock.world.low
        assert shock.world.market_part is not None
        assert shock.world.currency_part is not None
        parts = shock.world.market_part + shock.world.currency_part
        assert parts == pytest.approx(shock.world.loss)
        assert shock.covered == pytest.approx(1.0)
    assert isinstance(three.world, Loss)
    assert isinstance(ten.world, Loss)
    assert ten.world.loss == pytest.approx(10 / 3 * three.world.loss)
    assert [shock.horizon for shock in (three, five, ten)] == [5, 5, 21]


def test_the_won_falls_with_seoul_and_makes_it_worse(report: StressReport) -> None:
    shock = report.shocks[1].world
    assert isinstance(shock, Loss)
    assert shock.currency_part is not None
    # 0.3 of the won's own fall on the half of the portfolio that is in won
    assert shock.currency_part == pytest.approx(-0.05 * 0.3 * 0.5, rel=0.2)


def test_themes_take_their_fraction_of_each_holding(report: StressReport) -> None:
    shock = report.shocks[1]
    by = {part.key: part.loss for part in shock.by_holding}
    theme = {part.key: part.loss for part in shock.by_theme}
    assert theme["resource_transit"] == pytest.approx(0.5 * by["near.ks"] + 0.25 * by["far"])
    assert theme["own"] == pytest.approx(0.5 * by["near.ks"])
    assert shock.by_theme[-1].key == "untagged"


def test_portfolio_beta_is_the_sum_of_its_parts(report: StressReport) -> None:
    assert report.portfolio is not None
    whole = known(report.portfolio.beta_global)
    assert whole is not None
    parts = sum(row.weight * world_beta(report, row.label).value for row in report.holdings)
    assert whole.value == pytest.approx(parts)
    shares = [row.share for row in report.holdings if row.share is not None]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == sorted(shares, reverse=True)


def test_risk_shares_add_up(report: StressReport) -> None:
    risk = report.risk
    assert risk is not None
    assert sum(part.loss for part in risk.by_holding) == pytest.approx(1.0)
    by = {part.key: part.loss for part in risk.by_holding}
    assert risk.corridor_share == pytest.approx(0.5 * by["near.ks"] + 0.25 * by["far"])
    share = known(risk.kospi_share)
    assert share is not None
    assert 0 < share.value < 1


def test_reverse_is_the_way_back(report: StressReport) -> None:
    back = report.reverse
    assert back is not None
    assert back.kospi is not None
    assert back.low is not None
    assert back.high is not None
    assert back.low < back.kospi < back.high < 0
    there = shock_at(report, back.kospi)
    assert there is not None
    assert isinstance(there.world, Loss)
    assert there.world.loss == pytest.approx(-0.10)
    small = reverse_at(report, 0.02)
    assert small is not None
    assert small.kospi == pytest.approx(back.kospi / 5)


def test_the_slider_gives_the_same_figures(report: StressReport) -> None:
    assert shock_at(report, -0.05) == report.shocks[1]
    rise = shock_at(report, 0.05)
    assert rise is not None
    assert isinstance(rise.world, Loss)
    assert rise.world.loss > 0


def test_the_same_data_give_the_same_report(world: World, report: StressReport) -> None:
    again = measure_stress(
        valuation(WEIGHTS, cash={"EUR": "0.1"}), TAGS, world.all, "EUR", (), AS_OF
    )
    assert again == report


def test_the_order_of_holdings_does_not_matter(world: World, report: StressReport) -> None:
    turned = valuation(dict(reversed(WEIGHTS.items())), cash={"EUR": "0.1"})
    other = measure_stress(turned, TAGS, world.all, "EUR", (), AS_OF)
    one, two = report.shocks[0].world, other.shocks[0].world
    assert isinstance(one, Loss)
    assert isinstance(two, Loss)
    assert two.loss == pytest.approx(one.loss, rel=1e-12)
    assert two.low == pytest.approx(one.low, rel=1e-3)


def test_the_future_is_not_known(world: World, report: StressReport) -> None:
    cut = AS_OF.toordinal() - 60
    before = date.fromordinal(cut)
    held = valuation(WEIGHTS, cash={"EUR": "0.1"}, as_of=before)
    with_future = measure_stress(held, TAGS, world.all, "EUR", (), before)
    short = {
        name: series(
            name,
            one.currency,
            [date.fromordinal(d) for d in one.days if d <= cut],
            np.array([c for d, c in zip(one.days, one.closes, strict=True) if d <= cut]),
        )
        for name, one in world.all.items()
    }
    assert measure_stress(held, TAGS, short, "EUR", (), before) == with_future
    assert with_future.end is not None
    assert with_future.end <= before


def test_the_benchmark_itself_has_beta_one(world: World) -> None:
    own = dict(world.all)
    own["COPY.KS"] = series("COPY.KS", "KRW", world.days, closes(world.kospi))
    found = measure_stress(valuation({"COPY.KS": "1"}, base="KRW"), None, own, "KRW", (), AS_OF)
    beta = world_beta(found, "COPY.KS")
    assert beta.value == pytest.approx(1.0, abs=1e-9)
    assert found.portfolio is not None
    for measure in (found.portfolio.correlation, found.portfolio.falls_together):
        assert isinstance(measure, Estimate)
        assert measure.value == pytest.approx(1.0, abs=1e-6)
    shock = found.shocks[1].world
    assert isinstance(shock, Loss)
    assert shock.loss == pytest.approx(-0.05)
    assert shock.currency_part == pytest.approx(0.0, abs=1e-12)
    assert found.portfolio.word == "strongly"


def test_an_inverse_fund_gains(world: World) -> None:
    own = dict(world.all)
    own["INV.KS"] = series("INV.KS", "KRW", world.days, closes(-2 * world.kospi))
    held = valuation({"INV.KS": "1"}, base="KRW", multipliers={"INV.KS": "-2"})
    found = measure_stress(held, None, own, "KRW", (), AS_OF)
    shock = found.shocks[1].world
    assert isinstance(shock, Loss)
    assert shock.loss == pytest.approx(0.10)
    assert found.reverse is not None
    assert found.reverse.kospi is None
    assert found.reverse.why is not None
    assert found.reverse.why.code == "stress.no_fall"


def test_cash_moves_only_with_its_currency(world: World) -> None:
    held = valuation({"NEAR.KS": "0.5"}, cash={"KRW": "0.3", "EUR": "0.2"})
    found = measure_stress(held, None, world.all, "EUR", (), AS_OF)
    parts = {part.key: part.loss for part in found.shocks[1].by_holding}
    assert set(parts) == {"near.ks", "cash:KRW"}
    assert parts["cash:KRW"] == pytest.approx(-0.05 * 0.3 * 0.3, rel=0.2)
    assert [row.label for row in found.holdings] == ["NEAR.KS"]


def test_without_a_benchmark_shipped_history_remains(world: World) -> None:
    day = world.days[300]
    past = Episode(
        day,
        "crisis",
        "test",
        "A crisis",
        "s",
        "",
        "seen",
        reaction=Reaction(day, -0.01, worst=-0.02),
    )
    bare = {name: one for name, one in world.all.items() if name != "^KS11"}
    found = measure_stress(valuation(WEIGHTS), None, bare, "EUR", [past], AS_OF)
    assert found.why is not None
    assert found.why.code == "stress.no_benchmark"
    assert (found.shocks, found.portfolio, found.model) == ((), None, None)
    assert found.episodes[0].kospi_first == -0.01
    assert found.episodes[0].felt is None
    assert found.distribution is not None
    assert found.distribution.n == 1
    assert shock_at(found, -0.05) is None
    assert reverse_at(found, 0.1) is None


def test_without_new_york_the_korean_story_says_what_to_fetch(world: World) -> None:
    bare = {name: one for name, one in world.all.items() if name != "^GSPC"}
    found = measure_stress(valuation(WEIGHTS), None, bare, "EUR", (), AS_OF)
    shock = found.shocks[0]
    assert isinstance(shock.korea, TooLittleLoss)
    assert shock.korea.why.code == "stress.no_world_proxy"
    assert "^GSPC" in shock.korea.why.values()["symbols"]
    assert isinstance(shock.world, Loss)
    assert isinstance(holding(found, "FAR").link.beta_korea, TooLittle)


def newcomer(world: World, sessions: int) -> dict[str, PriceSeries]:
    own = dict(world.all)
    moves = 2 * world.kospi[-sessions:] + 0.01 * np.random.default_rng(3).standard_normal(sessions)
    own["NEW.KS"] = series("NEW.KS", "KRW", world.days[-sessions:], closes(moves))
    return own


def test_a_young_holding_leans_on_an_assumption_and_says_so(world: World) -> None:
    held = valuation({"NEW.KS": "0.5", "NEAR.KS": "0.5"}, base="KRW")
    found = measure_stress(held, None, newcomer(world, 90), "KRW", (), AS_OF)
    row = holding(found, "NEW.KS")
    assert row.assumed is not None
    beta = world_beta(found, "NEW.KS")
    assert beta.indicative
    assert 1.0 < beta.value < 2.2
    assert "stress.assumed_weight" in [note.code for note in found.notes]
    assert found.covered == pytest.approx(1.0)


def test_a_newcomer_is_left_out_and_the_cover_says_so(world: World) -> None:
    held = valuation({"NEW.KS": "0.4", "NEAR.KS": "0.5", "GONE": "0.1"}, base="KRW")
    found = measure_stress(held, None, newcomer(world, 30), "KRW", (), AS_OF)
    assert found.covered == pytest.approx(0.5)
    link = holding(found, "NEW.KS").link
    assert isinstance(link.beta_global, TooLittle)
    assert isinstance(link.correlation, TooLittle)
    assert link.word == "unknown"
    assert holding(found, "NEW.KS").share is None
    left = [n.values()["holding"] for n in found.notes if n.code == "stress.left_out"]
    assert sorted(left) == ["GONE", "NEW.KS"]
    assert [p.key for p in found.shocks[0].by_holding] == ["near.ks"]


def test_a_thin_price_is_measured_by_the_week(world: World) -> None:
    own = dict(world.all)
    path = closes(world.near)
    path[1::2] = path[::2]
    own["NEAR.KS"] = series("NEAR.KS", "KRW", world.days, path)
    found = measure_stress(valuation({"NEAR.KS": "1"}, base="KRW"), None, own, "KRW", (), AS_OF)
    row = holding(found, "NEAR.KS")
    assert row.link.thin
    beta = known(row.link.beta_global)
    assert beta is not None
    assert (beta.method, beta.horizon) == ("weekly_ols", 5)
    assert beta.value == pytest.approx(1.2, abs=0.15)


def test_a_price_made_once_a_week_is_measured_from_week_to_week(world: World) -> None:
    own = dict(world.all)
    days = [at for at, day in enumerate(world.days) if day.weekday() == 2]
    path = closes(world.near)[days]
    own["NEAR.KS"] = series("NEAR.KS", "KRW", [world.days[at] for at in days], path)
    found = measure_stress(
        valuation({"NEAR.KS": "1"}, base="KRW"), None, own, "KRW", (), AS_OF, window_years=4
    )
    row = holding(found, "NEAR.KS")
    assert row.link.thin
    correlation, beta = known(row.link.correlation), known(row.link.beta_global)
    assert correlation is not None
    assert beta is not None
    market = np.diff(np.log(closes(world.kospi)[days]))
    assert correlation.value == pytest.approx(
        np.corrcoef(np.diff(np.log(path)), market)[0, 1], rel=1e-12
    )
    assert (correlation.n, correlation.n_eff, correlation.horizon) == (len(days) - 1,) * 2 + (5,)
    assert (beta.n, beta.horizon) == (len(days) - 1, 5)
    assert beta.value == pytest.approx(1.2, abs=0.15)
    assert found.describe is not None
    details = found.describe("near.ks")
    assert details is not None
    whole = known(details.whole)
    assert whole is not None
    assert whole.value == pytest.approx(correlation.value, rel=1e-12)
    said = {note.code: note.values() for note in found.notes}
    assert said["stress.thin_share"] == {"share": "100 %"}


def test_an_unrelated_portfolio_has_no_fall_behind_its_losses(world: World) -> None:
    found = measure_stress(
        valuation({"LOOSE.KS": "1"}, base="KRW"), None, world.all, "KRW", (), AS_OF
    )
    assert found.reverse is not None
    assert found.reverse.kospi is None
    assert found.portfolio is not None
    assert found.portfolio.word == "hardly"


def test_crises_are_replayed_with_own_prices_and_proxies(world: World) -> None:
    known_day, early = world.days[400], world.days[-250]
    past = [
        Episode(day, "crisis", "test", "A crisis", "s", "", "seen") for day in (early, known_day)
    ]
    held = valuation({"NEW.KS": "0.4", "NEAR.KS": "0.6"}, base="KRW")
    found = measure_stress(held, None, newcomer(world, 300), "KRW", past, AS_OF)
    late_row, early_row = found.episodes
    at = world.days.index(known_day)
    own = np.expm1(world.near[at : at + 5].sum())
    kospi = np.expm1(world.kospi[at : at + 5].sum())
    proxy = world_beta(found, "NEW.KS").value * kospi
    assert early_row.kospi_first == pytest.approx(np.expm1(world.kospi[at]))
    assert early_row.felt == pytest.approx(0.6 * own + 0.4 * proxy)
    assert early_row.proxied == pytest.approx(0.4)
    assert late_row.proxied == pytest.approx(0.0)
    turned = replace_weights(world, past)
    assert turned.episodes[1].felt is None
    assert turned.episodes[1].why is not None
    assert turned.episodes[1].why.code == "stress.mostly_estimated"


def replace_weights(world: World, past: list[Episode]) -> StressReport:
    held = valuation({"NEW.KS": "0.6", "NEAR.KS": "0.4"}, base="KRW")
    return measure_stress(held, None, newcomer(world, 300), "KRW", past, AS_OF)


def test_invented_prices_are_labelled(world: World) -> None:
    own = dict(world.all)
    own["FAR"] = replace(own["FAR"], simulated=True)
    assert measure_stress(valuation({"FAR": "1"}), None, own, "EUR", (), AS_OF).simulated


def test_pictures_belong_together(report: StressReport) -> None:
    assert report.rolling is not None
    assert len(report.rolling.days) == len(report.rolling.values) == len(report.rolling.low)
    assert report.scatter is not None
    assert len(report.scatter.days) == len(report.scatter.benchmark)
    assert report.stress_set is not None
    assert report.stress_set.n == 78
    assert 0 < report.stress_set.clusters < 78
    assert all(window.depth <= -0.10 for window in report.windows)
    assert all(replay.kospi <= -0.15 for replay in report.replays)


def test_a_cancelled_job_stops(world: World) -> None:
    class Stopped:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_stress(valuation(WEIGHTS), TAGS, world.all, "EUR", (), AS_OF, job=Stopped())


@pytest.mark.parametrize("code", ["stress.no_value", "stress.short_benchmark"])
def test_nothing_to_measure_says_why(world: World, code: str) -> None:
    own = dict(world.all)
    held = valuation({"FAR": "0"}, cash={"EUR": "0"}) if code == "stress.no_value" else None
    if held is None:
        own["^KS11"] = series("^KS11", "KRW", world.days[-20:], closes(world.kospi[-20:]))
        held = valuation(WEIGHTS)
    found = measure_stress(held, None, own, "EUR", (), AS_OF)
    assert found.why is not None
    assert found.why.code == code


def test_a_portfolio_of_nothing_measurable_still_answers(world: World) -> None:
    found = measure_stress(valuation({"GONE": "1"}), None, world.all, "EUR", (), AS_OF)
    assert found.covered == 0.0
    assert isinstance(found.shocks[0].world, TooLittleLoss)
    assert found.reverse is not None
    assert found.reverse.why is not None
    assert found.risk is not None
    assert found.risk.by_holding == ()


def test_prices_that_end_early_are_used_and_said(world: World) -> None:
    own = dict(world.all)
    for name in ("FAR", "NEAR.KS", "LOOSE.KS"):
        one = own[name]
        own[name] = replace(one, days=one.days[:-100], closes=one.closes[:-100])
    found = measure_stress(valuation(WEIGHTS), None, own, "EUR", (), AS_OF)
    said = [note.values()["day"] for note in found.notes if note.code == "stress.ends_early"]
    assert len(said) == 1
    assert found.scatter is not None
    assert found.scatter.days[-1].isoformat() == said[0]
    shock = found.shocks[0].world
    assert isinstance(shock, Loss)
    assert shock.outcome_low is not None
    assert shock.outcome_low < shock.low


def test_without_shared_history_there_is_no_outer_band(world: World) -> None:
    own = dict(world.all)
    own["FAR"] = series("FAR", "USD", world.days[:300], closes(world.far[:300]))
    own["NEAR.KS"] = series("NEAR.KS", "KRW", world.days[-300:], closes(world.near[-300:]))
    held = valuation({"FAR": "0.5", "NEAR.KS": "0.5"})
    found = measure_stress(held, None, own, "EUR", (), AS_OF)
    shock = found.shocks[0].world
    assert isinstance(shock, Loss)
    assert shock.outcome_low is None
    assert found.portfolio is not None
    assert isinstance(found.portfolio.correlation, TooLittle)
    assert found.scatter is None


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_gaps_and_short_histories_never_break_the_answer(data: st.DataObject) -> None:
    chance = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    known = World(n=data.draw(st.integers(5, 420)), seed=3)
    own: dict[str, PriceSeries] = {}
    for name, one in known.all.items():
        n = len(one)
        first, last = sorted((int(chance.integers(0, n)), int(chance.integers(0, n))))
        if name == "^KS11" or chance.random() < 0.4:
            first, last = 0, n
        rows = [i for i in range(first, last) if chance.random() < 0.97]
        path = np.array([one.closes[i] for i in rows])
        if chance.random() < 0.15:
            path[:] = 7.0
        own[name] = series(name, one.currency, [known.days[i] for i in rows], path)
    past = [
        Episode(day, "crisis", "t", "A crisis", "s", "", "seen")
        for day in (known.days[0], known.days[len(known.days) // 2], AS_OF)
    ]
    held = valuation(WEIGHTS, cash={"EUR": "0.05", "KRW": "0.05"})
    found = measure_stress(held, TAGS, own, "EUR", past, AS_OF)
    assert 0 <= found.covered <= 1
    for shock in found.shocks:
        for loss in (shock.world, shock.korea):
            if isinstance(loss, Loss):
                assert loss.low <= loss.loss <= loss.high
    assert found.why is not None or len(found.shocks) == 3


def test_a_benchmark_that_ended_long_ago_is_too_short(world: World) -> None:
    own = dict(world.all)
    late = date(AS_OF.year + 6, 1, 31)
    found = measure_stress(valuation(WEIGHTS, as_of=late), None, own, "EUR", (), late)
    assert found.why is not None
    assert found.why.code == "stress.short_benchmark"
