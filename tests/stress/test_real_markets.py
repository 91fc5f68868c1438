"""What Seoul and the world really did, recomputed by the product's own code.

The figures were measured once on the exchange's own closes; these tests need the optional data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corridor_desktop.domain.episode import Episode
from corridor_desktop.stress.crises import study_crises
from corridor_desktop.stress.events import describe_crises, trough_within
from corridor_desktop.stress.link import correlate
from corridor_desktop.stress.replay import complete_episodes, measure_reaction
from corridor_desktop.stress.report import known
from corridor_desktop.stress.returns import Track, log_returns, read_track, share_sessions
from corridor_desktop.stress.sets import mark_events
from corridor_desktop.stress.stress import measure_stress
from corridor_desktop.stress.windows import (
    count_clusters,
    falls,
    find_falls,
    mark_falls,
    mark_shocks,
)
from tests.stress.markets import read_episodes, read_fund, read_korean, read_kospi
from tests.stress.worlds import valuation

Array = npt.NDArray[np.float64]
AUGUST_1998 = date(1998, 8, 1)


@pytest.fixture(scope="module")
def kospi(test_data: Path) -> Track:
    return read_track(read_kospi(test_data))


@pytest.fixture(scope="module")
def since_1998(kospi: Track) -> Array:
    """Closes from the last one before August 1998 on."""
    first = int(np.searchsorted(kospi.days, AUGUST_1998.toordinal()))
    return kospi.closes[first - 1 :]


def row(kospi: Track, day: str) -> int:
    at = int(np.searchsorted(kospi.days, date.fromisoformat(day).toordinal()))
    assert date.fromordinal(int(kospi.days[at])).isoformat() == day
    return at


def test_base_rates_of_any_session(since_1998: Array) -> None:
    moves = falls(since_1998, 1)
    assert len(moves) == pytest.approx(6819, abs=15)
    assert moves.mean() == pytest.approx(0.0005, abs=1e-4)
    assert (moves <= -0.03).mean() == pytest.approx(0.031, abs=5e-4)
    trough = trough_within(since_1998)
    assert (trough <= -0.03).mean() == pytest.approx(0.322, abs=2e-3)
    inside = (trough <= -0.03) & (trough >= -0.05)
    assert inside.mean() == pytest.approx(0.142, abs=2e-3)
    assert np.median(trough) == pytest.approx(-0.0162, abs=3e-4)
    assert falls(since_1998, 6).mean() == pytest.approx(0.0032, abs=3e-4)


def test_days_of_real_stress(kospi: Track, since_1998: Array) -> None:
    moves = falls(since_1998, 1)
    assert mark_shocks(moves, -0.03).sum() == 211
    assert mark_shocks(moves, -0.02).sum() == 465
    part = kospi.closes[row(kospi, "2015-01-02") - 1 :]
    assert mark_shocks(falls(part, 1), -0.02).sum() == 91
    worst = {
        "2026-03-04": -0.1206, "2001-09-12": -0.1202, "2000-04-17": -0.1163,
        "2008-10-24": -0.1057, "2008-10-16": -0.0944, "2024-08-05": -0.0877,
        "2020-03-19": -0.0839,
    }  # fmt: skip
    order = np.argsort(moves)[: len(worst)]
    days = kospi.days[len(kospi.days) - len(moves) :]
    found = {date.fromordinal(int(days[at])).isoformat(): moves[at] for at in order}
    assert found.keys() == worst.keys()
    for day, move in worst.items():
        assert found[day] == pytest.approx(move, abs=6e-5)


def test_largest_falls_of_zig_zag_contain_the_named_ones(kospi: Track) -> None:
    named = {
        ("2020-01-22", "2020-03-19"): -0.357,
        ("2021-07-06", "2022-09-30"): -0.348,
        ("2011-05-02", "2011-09-26"): -0.259,
        ("2018-01-29", "2019-08-07"): -0.265,
        ("2008-05-16", "2008-10-24"): -0.503,
        ("2024-07-11", "2025-04-09"): -0.207,
    }
    part = kospi.within(date(2000, 1, 1), date(2026, 3, 20))
    found = {
        (day(part, peak), day(part, trough)): depth
        for peak, trough, depth in find_falls(part.closes, 0.15)
    }
    for span, depth in named.items():
        assert found[span] == pytest.approx(depth, abs=6e-4)


def day(track: Track, at: int) -> str:
    return date.fromordinal(int(track.days[at])).isoformat()


def test_share_of_days_spent_in_falls(kospi: Track) -> None:
    for start, table in (
        (date(2000, 1, 1), {0.10: (46, 0.34), 0.15: (19, 0.31), 0.20: (12, None)}),
        (date(2010, 1, 1), {0.10: (16, 0.34), 0.15: (6, None), 0.20: (4, None)}),
    ):
        part = kospi.within(start, date(2025, 5, 22))
        for depth, (episodes, share) in table.items():
            assert len(find_falls(part.closes, depth)) == episodes
            if share is not None:
                assert mark_falls(part.closes, depth).mean() == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize(
    ("start", "horizon", "level", "days", "clusters"),
    [
        ("2010", 1, -0.03, 41, 35), ("2010", 1, -0.05, 7, 7), ("2010", 1, -0.10, 0, 0),
        ("2010", 5, -0.03, 316, 119), ("2010", 5, -0.05, 92, 37), ("2010", 5, -0.10, 12, 3),
        ("2010", 10, -0.03, 472, 131), ("2010", 21, -0.10, 76, 15),
        ("2000", 1, -0.03, 164, 149), ("2000", 1, -0.05, 37, 35), ("2000", 1, -0.10, 3, 3),
        ("2000", 5, -0.05, 331, 135), ("2000", 21, -0.20, 25, 8),
    ],
)  # fmt: skip
def test_frequency_of_falls(
    kospi: Track, start: str, horizon: int, level: float, days: int, clusters: int
) -> None:
    # First measured on a copy that misses some sessions, so counts may differ by a few.
    first = int(np.searchsorted(kospi.days, date(int(start), 1, 1).toordinal()))
    last = int(np.searchsorted(kospi.days, date(2025, 5, 23).toordinal()))
    flags = falls(kospi.closes[first - horizon : last], horizon) <= level
    assert flags.sum() == pytest.approx(days, abs=max(3, 0.02 * days))
    assert count_clusters(flags) == pytest.approx(clusters, abs=3)


FUNDS = {
    "EWY": (0.53, 0.30, 0.73, 0.86), "REMX": (0.27, 0.28, 0.42, 0.51),
    "LIT": (0.30, 0.31, 0.47, 0.58), "FXI": (0.27, 0.24, 0.40, 0.48),
    "SPY": (0.21, 0.36, 0.43, 0.59),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNDS)
def test_same_date_understates_what_the_week_shows(
    kospi: Track, test_data: Path, name: str
) -> None:
    fund = read_track(read_fund(test_data, name)).within(date(2010, 1, 1), date(2026, 3, 20))
    _, own, market = share_sessions(fund, kospi)
    y, k = log_returns(own), log_returns(market)
    same, following, two, week = FUNDS[name]
    assert correlate(y, k) == pytest.approx(same, abs=0.012)
    assert correlate(y[:-1], k[1:]) == pytest.approx(following, abs=0.012)
    assert correlate(log_returns(own, 2), log_returns(market, 2)) == pytest.approx(two, abs=0.012)
    left, right = weekly(fund, kospi)
    assert correlate(left, right) == pytest.approx(week, abs=0.02)


def weekly(fund: Track, kospi: Track) -> tuple[Array, Array]:
    """Log returns from the last close of one week to that of the next, in weeks with both."""

    def last_of_weeks(track: Track) -> dict[int, float]:
        return {
            int(at) // 7: float(close)
            for at, close in zip(track.days - 1, track.closes, strict=True)
        }

    left, right = last_of_weeks(fund), last_of_weeks(kospi)
    weeks = sorted(left.keys() & right.keys())
    pairs = [np.diff(np.log([side[week] for week in weeks])) for side in (left, right)]
    return pairs[0], pairs[1]


@pytest.mark.parametrize(("name", "rho", "mean"), [("EWY", 0.08, -0.0223), ("FXI", -0.02, -0.0139)])
def test_correlation_on_the_worst_days_hides_the_loss(
    kospi: Track, test_data: Path, name: str, rho: float, mean: float
) -> None:
    fund = read_track(read_fund(test_data, name)).within(date(2010, 1, 1), date(2026, 3, 20))
    _, own, market = share_sessions(fund, kospi)
    y, k = falls(own, 1), falls(market, 1)
    bad = mark_shocks(k, -0.02)
    assert bad.sum() == pytest.approx(129, abs=4)
    assert correlate(y[bad], k[bad]) == pytest.approx(rho, abs=0.05)
    assert y[bad].mean() == pytest.approx(mean, abs=0.001)


def test_the_product_itself_uses_the_week_for_new_york(test_data: Path) -> None:
    series = {"^KS11": read_kospi(test_data)}
    series |= {name: read_fund(test_data, name) for name in ("EWY", "SPY")}
    end = date(2026, 3, 20)
    held = valuation({"EWY": "1"}, "USD", as_of=end)
    report = measure_stress(held, None, series, "USD", (), end, window_years=16.2)
    link = report.holdings[0].link
    found = known(link.correlation)
    assert found is not None
    assert link.same_day == pytest.approx(0.53, abs=0.012)
    assert found.value == pytest.approx(0.86, abs=0.03)
    assert found.horizon == 5
    assert report.describe is not None
    details = report.describe("ewy")
    assert details is not None
    assert details.lead_lag is not None
    assert details.lead_lag > 0.8
    dimson = known(link.beta_global)
    assert dimson is not None
    assert details.scholes_williams == pytest.approx(dimson.value, abs=0.05)


KOREAN = {
    "004020": -4.46, "000660": -4.05, "047050": -3.74, "064350": -3.66, "010130": -3.61,
    "034230": -3.52, "005490": -3.47, "005930": -3.35, "039130": -2.99, "015760": -2.48,
    "033780": -1.18,
}  # fmt: skip


def test_korean_names_on_days_of_stress(kospi: Track, test_data: Path) -> None:
    for code, mean in KOREAN.items():
        own = read_track(read_korean(test_data, code))
        _, closes, market = share_sessions(own.within(None, date(2026, 3, 20)), kospi)
        bad = mark_shocks(falls(market, 1), -0.02)
        assert bad.sum() == pytest.approx(74, abs=2)
        assert 100 * falls(closes, 1)[bad].mean() == pytest.approx(mean, abs=0.12), code


def table(test_data: Path) -> Iterator[dict[str, str]]:
    with (test_data / "event_study.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def test_every_row_of_the_event_table(kospi: Track, test_data: Path) -> None:
    seen = 0
    for line in table(test_data):
        on = Episode(date.fromisoformat(line["t0"]), "crisis", "", "", "", "", "")
        found = measure_reaction(on, kospi)
        assert found is not None, line["t0"]
        for value, name in (
            (found.first, "r0"), (found.next, "c1"), (found.week, "c5"), (found.worst, "worst10"),
            (found.drawdown, "mdd10"),
        ):  # fmt: skip
            assert value is not None
            assert 100 * value == pytest.approx(float(line[name]), abs=0.006), (line["t0"], name)
        assert found.recovery == int(line["rec"])
        seen += 1
    assert seen == 55


def test_the_shipped_history_is_that_table(test_data: Path) -> None:
    measured = {(line["date"], line["t0"]): line for line in table(test_data)}
    crises = [one for one in read_episodes() if one.kind == "crisis" and one.reaction is not None]
    assert len(crises) == len(measured) == 55
    for one in crises:
        assert one.reaction is not None
        line = measured[one.day.isoformat(), one.reaction.session.isoformat()]
        assert 100 * one.reaction.first == pytest.approx(float(line["r0"]), abs=0.006)
        assert one.source


def test_crises_beside_any_date(kospi: Track) -> None:
    past = complete_episodes(read_episodes(), kospi)
    found = describe_crises(past, kospi.days, kospi.closes)
    assert found is not None
    assert found.n == 55
    assert found.base_n == pytest.approx(6819, abs=25)
    assert found.mean == pytest.approx(-0.0047, abs=1e-4)
    assert found.p10 == pytest.approx(-0.0233, abs=2e-4)
    assert found.worst == pytest.approx(-0.0353, abs=1e-4)
    weeks = [one.reaction.week for one in past if one.kind == "crisis" and one.reaction]
    assert np.median([week for week in weeks if week is not None]) == pytest.approx(
        0.0037, abs=2e-4
    )
    troughs = [one.reaction.worst for one in past if one.kind == "crisis" and one.reaction]
    worst = np.array([trough for trough in troughs if trough is not None])
    assert np.median(worst) == pytest.approx(-0.0213, abs=2e-4)
    assert ((worst <= -0.03) & (worst >= -0.05)).sum() == 17


def test_by_kind_leadership_weighs_most_and_missiles_nothing(kospi: Track) -> None:
    first: dict[str, list[float]] = {}
    for one in read_episodes():
        if one.kind == "crisis" and one.reaction is not None:
            first.setdefault(one.topic, []).append(100 * one.reaction.first)
    assert np.mean(first["leadership"]) == pytest.approx(-2.37, abs=0.01)
    assert np.mean(first["armed clash"]) == pytest.approx(-0.66, abs=0.01)
    assert np.mean(first["missile"]) == pytest.approx(0.10, abs=0.01)


def test_day_one_is_real_and_small_and_the_rest_is_like_any_date(
    kospi: Track, test_data: Path
) -> None:
    series = {"SPY": read_fund(test_data, "SPY")}
    found = study_crises(read_episodes(), kospi, series, ["SPY"], ())
    assert found is not None
    assert found.proxy == "SPY"
    tests = {one.what: one for one in found.placebos}
    assert tests["first"].n == 54  # two crises share a session
    assert tests["first"].chance < 0.03
    assert tests["first"].mean == pytest.approx(-0.0042, abs=5e-4)
    assert abs(tests["first"].random_mean) < 0.0012
    assert tests["own_news"].chance < 0.03
    assert tests["worst_within"].chance > 0.3
    strong = [one for one in found.rows if one.kospi_t is not None and one.kospi_t < -1.97]
    assert len(strong) < 0.2 * len(found.rows)


def test_crises_cover_few_days_of_real_stress(kospi: Track) -> None:
    part = kospi.within(AUGUST_1998, date(2026, 3, 20))
    moves = np.concatenate([[0.0], falls(part.closes, 1)])
    days = {
        one.reaction.session for one in read_episodes() if one.kind == "crisis" and one.reaction
    }
    near = mark_events(part.days, sorted(days), sessions=2)
    assert (near & (moves <= -0.03)).sum() == 4
    assert not (near & (moves <= np.sort(moves)[24])).any()
