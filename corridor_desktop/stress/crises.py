"""Every crisis as an event study, and all of them beside random dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.bootstrap import derive_seed
from corridor_desktop.stress.detail import CrisisStudy, EventRow, Placebo
from corridor_desktop.stress.events import (
    ESTIMATION,
    WITHIN,
    Study,
    compare_placebo,
    split_news,
    study_dimson,
    study_market,
    trough_within,
)
from corridor_desktop.stress.returns import Track, at_or_before, read_track
from corridor_desktop.stress.sets import session_of
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
LENGTH = 5
DRAWS = 5000
AROUND = 125
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Market:
    """KOSPI's daily log moves over all stored closes, and New York's of the night before (N)."""

    days: npt.NDArray[np.int64]
    moves: Array
    before: Array
    proxy: str | None


def study_crises(
    episodes: Sequence[Episode],
    benchmark: Track,
    series: Mapping[str, PriceSeries],
    proxies: Sequence[str],
    stakes: Sequence[Stake],
) -> CrisisStudy | None:
    """Study every crisis: KOSPI against New York's night before, the portfolio against KOSPI.

    Market models are fitted on sessions -260 to -11 before each event and sum the abnormal
    returns of the first five. ``None`` without a crisis inside the stored closes.
    """
    market = _read_market(benchmark, series, proxies)
    crises = [one for one in episodes if one.kind == "crisis"]
    placed = [
        (one, int(np.searchsorted(market.days, session_of(one).toordinal()))) for one in crises
    ]
    placed = [
        (one, at)
        for one, at in placed
        if 1 <= at < len(market.days) and int(market.days[at]) - one.day.toordinal() <= WITHIN
    ]
    if not placed:
        return None
    panel = _read_panel(stakes, market.days)
    rows = [_row(one, at, market, panel, stakes) for one, at in placed]
    rows.sort(key=lambda row: row.day, reverse=True)
    tests = _compare(sorted({at for _, at in placed}), market, benchmark.closes)
    return CrisisStudy(tuple(rows), tests, market.proxy, ESTIMATION)


def _read_market(
    benchmark: Track, series: Mapping[str, PriceSeries], proxies: Sequence[str]
) -> _Market:
    moves = np.concatenate([[np.nan], np.diff(np.log(benchmark.closes))])
    best, symbol = np.full(len(moves), np.nan), None
    for name in proxies:
        found = series.get(name)
        if found is None:
            continue
        track = read_track(found)
        if not len(track):
            continue
        before = np.concatenate(
            [[np.nan], np.diff(np.log(at_or_before(track, benchmark.days - 1)))]
        )
        if np.isfinite(before).sum() > np.isfinite(best).sum():
            best, symbol = before, name
    return _Market(benchmark.days, moves, best, symbol)


def _read_panel(stakes: Sequence[Stake], days: npt.NDArray[np.int64]) -> Array:
    """Return daily simple returns (N x m) of everything held, NaN where a close is missing."""
    panel = np.full((len(days), len(stakes)), np.nan)
    for at, stake in enumerate(stakes):
        if stake.full is not None:
            closes = at_or_before(stake.full, days)
            panel[1:, at] = closes[1:] / closes[:-1] - 1
    return panel


def _row(
    episode: Episode, at: int, market: _Market, panel: Array, stakes: Sequence[Stake]
) -> EventRow:
    kospi = _try_market(market, at)
    own, covered = _try_own(market, at, panel, stakes)
    why = None
    if own is None:
        share = f"{(1 - covered) * 100:.0f} %"
        why = Message.of(
            "stress.mostly_estimated" if covered < HALF else "stress.no_closes_then", share=share
        )
    return EventRow(
        episode.day,
        session_of(episode),
        episode.title,
        *_figures(kospi),
        *_figures(own),
        covered,
        why,
    )


def _figures(study: Study | None) -> tuple[float | None, float | None, float | None]:
    if study is None:
        return None, None, None
    t = study.t if np.isfinite(study.t) else None
    return float(study.abnormal[0]), study.total, t


def _try_market(market: _Market, at: int) -> Study | None:
    window = slice(at + ESTIMATION[0], at + LENGTH)
    if window.start < 1 or window.stop > len(market.moves):
        return None
    if not np.isfinite(market.before[window]).all():
        return None
    return study_market(market.moves, market.before, at, LENGTH)


def _try_own(
    market: _Market, at: int, panel: Array, stakes: Sequence[Stake]
) -> tuple[Study | None, float]:
    """Study today's weights of whatever had prices then; and the share that had."""
    first, last = at + ESTIMATION[0] - 1, at + LENGTH + 1
    whole = sum(abs(stake.weight) for stake in stakes)
    if first < 1 or last > len(panel) or not whole:
        return None, 0.0
    part = panel[first:last]
    known = np.isfinite(part).all(axis=0)
    weights = np.array([stake.weight for stake in stakes])
    covered = float(np.abs(weights[known]).sum() / whole)
    if covered < HALF:
        return None, covered
    y = np.log1p(np.maximum(part[:, known] @ weights[known], -0.999))
    return study_dimson(y, market.moves[first:last], at - first, LENGTH), covered


def _compare(rows: Sequence[int], market: _Market, closes: Array) -> tuple[Placebo, ...]:
    simple = np.expm1(market.moves)
    trough = np.concatenate([[np.nan], trough_within(closes)])
    found = [_placebo("first", simple, rows), _placebo("worst_within", trough, rows)]
    good = np.isfinite(market.before) & np.isfinite(market.moves)
    if good.any():
        own = np.full(len(good), np.nan)
        own[good] = split_news(market.moves[good], market.before[good])[0]
        found.insert(1, _placebo("own_news", own, rows))
    return tuple(one for one in found if one is not None)


def _placebo(what: str, statistic: Array, rows: Sequence[int]) -> Placebo | None:
    # Days without the statistic lie at the ends; random dates are drawn from what is between.
    known = np.flatnonzero(np.isfinite(statistic))
    if not len(known):
        return None
    inside = statistic[known[0] : known[-1] + 1]
    at = [row - int(known[0]) for row in rows if known[0] <= row <= known[-1]]
    if not at or not np.isfinite(inside).all():
        return None
    real, random, chance = compare_placebo(inside, at, derive_seed(inside), DRAWS, AROUND)
    return Placebo(what, len(at), real, float(np.median(inside[at])), random, chance, DRAWS)
