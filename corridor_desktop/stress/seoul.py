"""The benchmark's calendar in the window, its moves, and the part that is news of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.events import split_news
from corridor_desktop.stress.returns import Days, Track, at_or_before, read_track

Array = npt.NDArray[np.float64]
LEAST_NEWS = 100
"""Sessions with a New York session before them below which there is no Korea-origin beta."""


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """What New York explains of KOSPI's daily moves, and what is left.

    ``own`` and ``prior`` (N) are daily log moves on the Seoul calendar, valid on rows ``first``
    .. ``last`` (both included); ``slope`` is the response of KOSPI to the session before.
    """

    own: Array
    prior: Array
    first: int
    last: int
    slope: float
    explained: float
    symbol: str


@dataclass(frozen=True, slots=True, eq=False)
class Seoul:
    """The benchmark: ``full`` history up to the day, ``days`` and ``logs`` (N) of the window."""

    full: Track
    days: Days
    logs: Array
    news: News | Message

    def __len__(self) -> int:
        return len(self.days)

    def day(self, row: int) -> date:
        """Return the session of a row."""
        return date.fromordinal(int(self.days[row]))


def read_seoul(
    benchmark: PriceSeries,
    series: Mapping[str, PriceSeries],
    proxies: Sequence[str],
    start: date,
    as_of: date,
) -> Seoul:
    """Cut the benchmark to the window and take the world's part out of its moves."""
    full = read_track(benchmark).within(None, as_of)
    part = full.within(start, as_of)
    logs = np.log(part.closes)
    return Seoul(full, part.days, logs, _find_news(part.days, logs, series, proxies, as_of))


def _find_news(
    days: Days, logs: Array, series: Mapping[str, PriceSeries], proxies: Sequence[str], as_of: date
) -> News | Message:
    for symbol in proxies:
        found = series.get(symbol)
        if found is None:
            continue
        news = _split(days, logs, read_track(found).within(None, as_of), symbol)
        if news is not None:
            return news
    return Message.of("stress.no_world_proxy", symbols=", ".join(proxies))


def _split(days: Days, logs: Array, proxy: Track, symbol: str) -> News | None:
    # The New York close before Seoul opens is the last one of an earlier calendar day.
    before = np.log(at_or_before(proxy, days - 1))
    prior = np.concatenate([[np.nan], np.diff(before)])
    first, last = _longest_run(np.isfinite(prior))
    if last - first + 1 < LEAST_NEWS:
        return None
    k = np.concatenate([[0.0], np.diff(logs)])
    rows = slice(first, last + 1)
    residual, slope, explained = split_news(k[rows], prior[rows])
    own, filled = np.zeros(len(days)), np.zeros(len(days))
    own[rows], filled[rows] = residual, prior[rows]
    return News(own, filled, first, last, slope, explained, symbol)


def _longest_run(good: npt.NDArray[np.bool_]) -> tuple[int, int]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(np.int8), [0]])))
    if not len(edges):
        return 0, -1
    starts, ends = edges[::2], edges[1::2]
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best] - 1)
