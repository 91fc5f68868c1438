"""The same figures as R, arch and the exchange, where the optional data are there."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.domain.episode import Episode, Reaction
from corridor_desktop.stress.bootstrap import (
    count_draws,
    draw_indices,
    measure_block,
    resample_correlations,
)
from corridor_desktop.stress.diversify import contribute_sd, share_risk
from corridor_desktop.stress.events import (
    compare_placebo,
    describe_crises,
    study_event,
    trough_within,
)
from corridor_desktop.stress.link import correlate, correlate_ranks, ewma, roll_correlation
from corridor_desktop.stress.regress import (
    dimson_design,
    fit_beta,
    fit_dimson,
    ols_design,
    scholes_williams,
)
from corridor_desktop.stress.replay import measure_reaction
from corridor_desktop.stress.returns import Track
from corridor_desktop.stress.tails import (
    component_shortfall,
    expected_shortfall,
    value_at_risk,
)
from corridor_desktop.stress.windows import count_clusters, falls, find_falls, mark_worst

Array = npt.NDArray[np.float64]
Oracle = dict[str, Any]
SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "episodes" / "episodes.csv"


@pytest.fixture(scope="module")
def synth(test_data: Path) -> Mapping[str, Array]:
    with (test_data / "oracles" / "returns_synth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([float(row[name]) for row in rows]) for name in rows[0] if name != "date"
    }


@pytest.fixture(scope="module")
def oracle(test_data: Path) -> Oracle:
    return _read(test_data, "r_performanceanalytics_synth.json")


def _read(test_data: Path, name: str) -> Oracle:
    found: Oracle = json.loads((test_data / "oracles" / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def kospi(test_data: Path) -> Track:
    with (test_data / "market" / "kospi_close_1995_2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    days = np.array([date.fromisoformat(row["date"]).toordinal() for row in rows])
    return Track(days, np.array([float(row["close"]) for row in rows]))


def episodes() -> list[Episode]:
    found: list[Episode] = []
    with SHIPPED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            reaction = None
            if row["session"]:
                worst = float(row["worst"]) if row["worst"] else None
                reaction = Reaction(
                    date.fromisoformat(row["session"]), float(row["first"]), worst=worst
                )
            day = date.fromisoformat(row["day"])
            found.append(Episode(day, row["kind"], "", row["title"], "", "", "", reaction=reaction))
    return found


def test_correlations_and_betas(synth: Mapping[str, Array], oracle: Oracle) -> None:
    k = synth["KOSPI"]
    for name, beta in oracle["beta"].items():
        y = synth[name]
        assert fit_beta(y, k).beta[0] == pytest.approx(beta, rel=1e-9)
        assert correlate(y, k) == pytest.approx(oracle["cor_with_KOSPI"][name], rel=1e-9)
        assert correlate_ranks(y, k) == pytest.approx(oracle["cor_spearman"][name], rel=1e-9)
        up, down = k > 0, k < 0
        assert fit_beta(y[up], k[up]).beta[0] == pytest.approx(oracle["beta.bull"][name], rel=1e-9)
        assert fit_beta(y[down], k[down]).beta[0] == pytest.approx(
            oracle["beta.bear"][name], rel=1e-9
        )


def test_errors_dimson_and_scholes_williams(synth: Mapping[str, Array], oracle: Oracle) -> None:
    y, k = synth["US_A"], synth["KOSPI"]
    ols, dimson = oracle["ols_US_A_on_KOSPI"], oracle["dimson_US_A"]
    assert fit_beta(y, k).se[0] == pytest.approx(ols["se_NW_lag5"][1], rel=1e-10)
    fit = fit_dimson(y, k)
    assert fit.coef[:, 0] == pytest.approx(dimson["coef"], rel=1e-10)
    assert fit.beta[0] == pytest.approx(dimson["beta_sum"], rel=1e-10)
    assert fit.se[0] == pytest.approx(dimson["se_sum_NW5"], rel=1e-10)
    sw = oracle["scholes_williams_US_A"]["beta"]
    assert scholes_williams(y, k) == pytest.approx(sw, rel=1e-10)


def test_recent_rolling_and_overlapping(synth: Mapping[str, Array], oracle: Oracle) -> None:
    y, k = synth["US_A"], synth["KOSPI"]
    recent = oracle["ewma94_US_A_KOSPI_zero_mean"]
    assert ewma(y, k) == pytest.approx((recent["cor"], recent["beta"]), rel=1e-10)
    rolled = roll_correlation(y, k, 60)
    assert rolled[59:62] == pytest.approx(oracle["rolling60_cor_first3"], rel=1e-10)
    assert rolled[-5:] == pytest.approx(oracle["rolling60_cor_last5"], rel=1e-10)
    for h in (2, 5):
        left, right = (np.convolve(v, np.ones(h), "valid") for v in (y, k))
        expected = oracle["overlapping_sum_of_simple_returns_US_A_KOSPI"][f"h{h}"]
        assert correlate(left, right) == pytest.approx(expected["cor"], rel=1e-10)
        assert fit_beta(left, right).beta[0] == pytest.approx(expected["beta"], rel=1e-10)


def test_worst_tenth(synth: Mapping[str, Array], oracle: Oracle) -> None:
    y, k = synth["US_A"], synth["KOSPI"]
    flags, expected = mark_worst(k), oracle["worst_decile"]
    assert flags.sum() == expected["n"]
    assert correlate(y[flags], k[flags]) == pytest.approx(expected["cor"], rel=1e-10)
    assert fit_beta(y[flags], k[flags]).beta[0] == pytest.approx(expected["beta"], rel=1e-10)
    assert y[flags].mean() == pytest.approx(expected["mean_y"], rel=1e-10)


def test_shares_of_risk(synth: Mapping[str, Array], oracle: Oracle) -> None:
    weights = oracle["meta"]["weights"]
    x = np.column_stack([synth[name] for name in weights])
    w = np.array(list(weights.values()))
    expected = oracle["component_StdDev"]["pct_contrib_StdDev"]
    assert share_risk(w, np.cov(x.T)) == pytest.approx([expected[n] for n in weights], rel=1e-9)


def test_bad_tails(synth: Mapping[str, Array], oracle: Oracle) -> None:
    for level in (95, 99):
        for name, quantile in oracle[f"VaR_hist_{level}"].items():
            assert value_at_risk(synth[name], level / 100) == pytest.approx(-quantile, rel=1e-9)
        for name, mean in oracle[f"ES_hist_{level}"].items():
            assert expected_shortfall(synth[name], level / 100) == pytest.approx(-mean, rel=1e-9)
    weights = oracle["meta"]["weights"]
    x = np.column_stack([synth[name] for name in weights])
    parts = component_shortfall(np.array(list(weights.values())), x)
    # R's own portfolio figure divides by another count; the plain mean is the identity.
    assert parts.sum() == pytest.approx(0.018616, abs=1e-6)
    sd = oracle["component_StdDev"]
    added = contribute_sd(np.array(list(weights.values())), np.cov(x.T))
    assert added == pytest.approx([sd["contribution"][name] for name in weights], rel=1e-9)


def test_event_study(synth: Mapping[str, Array], test_data: Path) -> None:
    k = synth["KOSPI"]
    for name, expected in _read(test_data, "event_study_R.json").items():
        y, row = synth[name], expected["event_row_1based"] - 1
        design = ols_design(k)[0]
        if len(expected["coef"]) == 4:
            design, y, row = dimson_design(k)[0], y[1:-1], row - 1
        study = study_event(y, design, row)
        assert study.coef == pytest.approx(expected["coef"], rel=1e-9)
        assert study.sigma == pytest.approx(expected["sigma"], rel=1e-10)
        assert study.abnormal == pytest.approx(expected["AR"], rel=1e-9)
        assert study.total == pytest.approx(expected["CAR"], rel=1e-9)
        assert study.variance == pytest.approx(expected["var_CAR"], rel=1e-10)
        assert study.t == pytest.approx(expected["t_CAR"], rel=1e-9)
        assert study.dof == expected["df"]


def test_blocks_of_the_bootstrap(synth: Mapping[str, Array], test_data: Path) -> None:
    found = _read(test_data, "bootstrap.json")
    noise = np.random.RandomState(0).standard_normal(10_100)
    for i in range(1, len(noise)):
        noise[i] += 0.3 * noise[i - 1]
    expected = found["politis_white_arch_test"]["expected_stationary"]
    assert measure_block(noise[100:]) == pytest.approx(expected, abs=1e-6)
    for name, blocks in found["blocks_arch_8_0_0"].items():
        assert measure_block(synth[name]) == pytest.approx(blocks["level"], rel=1e-6)
        assert measure_block(synth[name] ** 2) == pytest.approx(blocks["square"], rel=1e-6)
    draws = resample_correlations(
        count_draws(draw_indices(1500, 10, 1, 2000)), synth["US_A"][:, None], synth["KOSPI"]
    )
    expected = found["corr_US_A_KOSPI_block10"]["own_percentile"]
    assert np.quantile(draws, (0.025, 0.975)) == pytest.approx(expected, abs=0.01)


def test_known_days_of_kospi(kospi: Track) -> None:
    def at(day: str) -> int:
        return int(np.searchsorted(kospi.days, date.fromisoformat(day).toordinal()))

    assert kospi.closes[at("2008-10-24")] == 938.75
    row = at("2011-12-19")
    assert kospi.closes[row] / kospi.closes[row - 1] - 1 == pytest.approx(-0.0343, abs=5e-5)


def test_falls_from_peak_to_trough(kospi: Track) -> None:
    part = kospi.within(date(2000, 1, 1), date(2025, 5, 22))
    counts = [len(find_falls(part.closes, depth)) for depth in (0.10, 0.15, 0.20)]
    assert counts == [46, 19, 12]
    named = {
        (date.fromordinal(int(part.days[a])), date.fromordinal(int(part.days[b]))): depth
        for a, b, depth in find_falls(part.closes, 0.15)
    }
    assert named[date(2020, 1, 22), date(2020, 3, 19)] == pytest.approx(-0.357, abs=5e-4)
    assert named[date(2008, 5, 16), date(2008, 10, 24)] == pytest.approx(-0.503, abs=5e-4)


def test_frequency_of_falls(kospi: Track) -> None:
    # Measured on another copy that misses some sessions: counts may differ by a few.
    start = int(np.searchsorted(kospi.days, date(2010, 1, 1).toordinal()))
    end = int(np.searchsorted(kospi.days, date(2025, 5, 23).toordinal()))
    week = falls(kospi.closes[start - 5 : end], 5)
    for level, days, clusters in ((-0.03, 316, 119), (-0.05, 92, 37), (-0.10, 12, 3)):
        flags = week <= level
        assert flags.sum() == pytest.approx(days, abs=4)
        assert count_clusters(flags) == pytest.approx(clusters, abs=2)
    assert week.min() == pytest.approx(-0.2054, abs=5e-4)


def test_crises_are_milder_than_the_popular_claim(kospi: Track) -> None:
    found = describe_crises(episodes(), kospi.days, kospi.closes)
    assert found is not None
    assert found.n == 55
    assert dict(found.at_or_below)[-0.03] == 2
    assert dict(found.at_or_below)[-0.05] == 0
    assert found.median == pytest.approx(-0.0032, abs=1e-4)
    assert found.mean == pytest.approx(-0.0047, abs=1e-4)
    assert dict(found.worst_within)[-0.03] == pytest.approx(22 / 55)
    assert dict(found.base_rate)[-0.03] == pytest.approx(0.031, abs=5e-4)
    assert dict(found.base_within)[-0.03] == pytest.approx(0.322, abs=2e-3)


def test_shipped_reactions_equal_measured_ones(kospi: Track) -> None:
    shipped = [episode for episode in episodes() if episode.reaction is not None]
    assert len(shipped) > 50
    for episode in shipped:
        assert episode.reaction is not None
        on = Episode(episode.reaction.session, "crisis", "", "", "", "", "")
        measured = measure_reaction(on, kospi)
        assert measured is not None
        assert measured.first == pytest.approx(episode.reaction.first, abs=6e-5)
        if episode.reaction.worst is not None and measured.worst is not None:
            assert measured.worst == pytest.approx(episode.reaction.worst, abs=6e-5)


def test_every_measured_frequency_of_falls(kospi: Track, test_data: Path) -> None:
    # Measured on another copy that misses some thirty sessions: counts differ by a few.
    last = int(np.searchsorted(kospi.days, date(2025, 5, 23).toordinal()))
    measured = _read(test_data, "kospi_shock_frequency_measured.json")["freq"]
    assert measured
    for name, levels in measured.items():
        year, horizon = (int(part) for part in name.split("_h"))
        first = int(np.searchsorted(kospi.days, date(year, 1, 1).toordinal()))
        moves = falls(kospi.closes[first:last], horizon)
        assert moves.min() == pytest.approx(levels["min"], abs=6e-4), name
        assert np.quantile(moves, 0.01) == pytest.approx(levels["q01"], rel=0.04), name
        for level, found in levels.items():
            if level not in {"min", "q01"}:
                flags = moves <= float(level.rstrip("%")) / 100
                assert flags.sum() == pytest.approx(found["days"], abs=4), (name, level)
                assert count_clusters(flags) == pytest.approx(found["clusters"], abs=4), (
                    name,
                    level,
                )


def test_the_thirty_events_measured_before(kospi: Track, test_data: Path) -> None:
    with (test_data / "oracles" / "kospi_interkorean_events_measured.csv").open(
        encoding="utf-8"
    ) as file:
        rows = list(csv.DictReader(file))
    first: list[float] = []
    lowest: list[float] = []
    weeks: list[float] = []
    for row in rows:
        on = Episode(date.fromisoformat(row["day0"]), "crisis", "", "", "", "", "")
        found = measure_reaction(on, kospi, beyond=4)
        assert found is not None
        assert found.week is not None
        assert found.session == on.day
        first.append(100 * found.first)
        assert first[-1] == pytest.approx(float(row["ret0%"]), abs=0.02), row["event"]
        weeks.append(abs(100 * found.week - float(row["ret[0,4]%"])))
        at = int(np.searchsorted(kospi.days, on.day.toordinal()))
        lowest.append(100 * float(trough_within(kospi.closes[at - 1 : at + 10], 9)[0]))
        assert lowest[-1] == pytest.approx(float(row["min close in [0,9]%"]), abs=0.03), row[
            "event"
        ]
    # The copy of then misses a session inside three of the windows, so its fifth close is later.
    assert sum(gap > 0.02 for gap in weeks) == 3
    summary = _read(test_data, "kospi_interkorean_summary.json")
    assert len(first) == summary["n"]
    assert np.mean(first) == pytest.approx(summary["day0_mean_pct"], abs=0.01)
    assert np.median(first) == pytest.approx(summary["day0_median_pct"], abs=0.01)
    assert min(first) == pytest.approx(summary["day0_worst_pct"], abs=0.01)
    assert sum(move < 0 for move in first) == summary["day0_negative"]
    for level in (-1, -2, -3):
        assert sum(move <= level for move in first) == summary[f"day0_le_{level}pct"]
    assert sum(move <= -3 for move in lowest) == summary["min_close_in_10_sessions_le_-3pct"]
    assert sum(move <= -5 for move in lowest) == summary["min_close_in_10_sessions_le_-5pct"]


def test_random_dates_near_those_events_fall_less_on_the_day(kospi: Track, test_data: Path) -> None:
    with (test_data / "oracles" / "kospi_interkorean_events_measured.csv").open(
        encoding="utf-8"
    ) as file:
        days = [date.fromisoformat(row["day0"]) for row in csv.DictReader(file)]
    placebo = _read(test_data, "kospi_interkorean_summary.json")[
        "placebo_5000_random_dates_within_125_sessions"
    ]
    at = [int(np.searchsorted(kospi.days, day.toordinal())) - 1 for day in days]
    moves = falls(kospi.closes, 1)
    real, random, chance = compare_placebo(moves, at, seed=5)
    assert 100 * real == pytest.approx(-0.87, abs=0.01)
    assert 100 * random == pytest.approx(placebo["day0_mean_pct"], abs=0.03)
    assert chance < 0.001
    deep = (trough_within(kospi.closes, 9) <= -0.03).astype(np.float64)
    touched, usual, _ = compare_placebo(deep, at, seed=5)
    assert touched == pytest.approx(9 / 30)
    assert usual == pytest.approx(placebo["share_min10_le_-3pct"], abs=0.02)
