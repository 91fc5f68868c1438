"""The two betas of every holding: in a world slump, and to trouble that starts in Korea.

Holdings whose closes share the same sessions are regressed together, because one product of
matrices then serves all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.regress import (
    NEWEY_WEST_LAG,
    dimson_design,
    fit_sum,
    ols_design,
    shrink_beta,
)
from corridor_desktop.stress.returns import Track, is_thin
from corridor_desktop.stress.seoul import News, Seoul
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

NEAR, FAR, THIN = "ols", "dimson", "weekly_ols"
HIDE = 40
"""Observations below which no beta is shown (and 100 below which it is only indicative)."""
FULL = 100
LONG = 250
"""Sessions below which an estimate is mixed with a prior belief."""
WEEK = 5
MOST_SESSIONS = 0.60
"""Share of sessions with a close from which five closes in a row are a week."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Stakes with the same method on the same sessions.

    ``rows`` (n) index the Seoul calendar; ``base`` and ``local`` (n x m) are log closes; ``week``
    is how many rows make a week.
    """

    method: str
    rows: Rows
    members: tuple[int, ...]
    base: Array
    local: Array
    week: int = WEEK


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Regressors of one group for one of the betas, and the returns that they explain.

    ``rows`` (n) are the Seoul rows on which each observation ends. ``prior`` holds, in the same
    shape as ``design``, what New York contributed to each regressor (``None`` for world betas).
    """

    rows: Rows
    design: Array
    contrast: Array
    base: Array
    local: Array
    lag: int
    prior: Array | None = None


@dataclass(frozen=True, slots=True)
class Beta:
    """One beta with its error; ``local`` is the part without currencies; ``n`` observations.

    ``weight`` is the weight of the data against the prior belief, 1 without one.
    """

    value: float
    se: float
    local: float
    n: int
    method: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A stake's two betas, or why there is none. ``span`` are its first and last Seoul row."""

    world: Beta | Message
    korea: Beta | Message
    span: tuple[int, int] = (0, 0)
    sessions: int = 0
    thin: bool = False

    @property
    def assumed(self) -> bool:
        """Tell whether a prior belief is mixed in."""
        return isinstance(self.world, Beta) and self.world.weight < 1


def group_stakes(stakes: Sequence[Stake], seoul: Seoul) -> tuple[Group, ...]:
    """Put stakes with the same trading hours and the same common sessions together."""
    found: dict[tuple[str, bytes], list[tuple[int, Array, Array]]] = {}
    rows_of: dict[tuple[str, bytes], Rows] = {}
    for at, stake in enumerate(stakes):
        if stake.base is None or stake.local is None:
            continue
        _, rows, mine = np.intersect1d(
            seoul.days, stake.base.days, assume_unique=True, return_indices=True
        )
        if len(rows) <= HIDE:
            continue
        key = (_method(stake, stake.local, rows, mine), rows.tobytes())
        rows_of[key] = rows
        logs = (np.log(stake.base.closes[mine]), np.log(stake.local.closes[mine]))
        found.setdefault(key, []).append((at, *logs))
    return tuple(
        Group(
            key[0],
            rows_of[key],
            tuple(at for at, _, _ in members),
            np.column_stack([base for _, base, _ in members]),
            np.column_stack([local for _, _, local in members]),
            rows_of_week(rows_of[key]),
        )
        for key, members in found.items()
    )


def _method(stake: Stake, local: Track, rows: Rows, mine: Rows) -> str:
    span = int(rows[-1] - rows[0]) + 1
    if not stake.is_cash and is_thin(local.closes[mine], len(rows), span):
        return THIN
    return NEAR if stake.near else FAR


def rows_of_week(rows: Rows) -> int:
    """Return how many closes on ascending sessions ``rows`` make a week of five sessions.

    Five for all that is traded on most sessions; a price made once a week has one.
    """
    share = len(rows) / (int(rows[-1] - rows[0]) + 1)
    return WEEK if share >= MOST_SESSIONS else max(1, round(WEEK * share))


def prepare_world(group: Group, seoul: Seoul) -> Sums:
    """Return the regressors of the world-slump beta: KOSPI, with a lead and a lag for far hours."""
    k = np.diff(seoul.logs[group.rows])
    base, local = np.diff(group.base, axis=0), np.diff(group.local, axis=0)
    ends = group.rows[1:]
    if group.method == THIN:
        return _weekly(ends, k, base, local, group.week)
    if group.method == NEAR:
        return Sums(ends, *ols_design(k), base, local, NEWEY_WEST_LAG)
    return Sums(ends[1:-1], *dimson_design(k), base[1:-1], local[1:-1], NEWEY_WEST_LAG)


def _weekly(ends: Rows, k: Array, base: Array, local: Array, rows: int) -> Sums:
    week = [_overlap(v, rows) for v in (k, base, local)]
    return Sums(ends[rows - 1 :], *ols_design(week[0]), week[1], week[2], 2 * rows)


def _overlap(daily: Array, rows: int) -> Array:
    total = np.concatenate([np.zeros((1, *daily.shape[1:])), np.cumsum(daily, axis=0)])
    return np.asarray(total[rows:] - total[:-rows], dtype=np.float64)


def prepare_korea(group: Group, news: News) -> Sums | None:
    """Return the regressors of the Korea-origin beta: Korea's own news, and for far hours its lag.

    News between two common sessions is added up. ``None`` where too few sessions are left.
    """
    inside = (group.rows >= news.first - 1) & (group.rows <= news.last)
    rows = group.rows[inside]
    if len(rows) <= HIDE:
        return None
    own = np.diff(np.cumsum(news.own)[rows])
    prior = np.diff(np.cumsum(news.prior)[rows])
    base, local = np.diff(group.base[inside], axis=0), np.diff(group.local[inside], axis=0)
    ends = rows[1:]
    if group.method == THIN:
        sums = _weekly(ends, own, base, local, group.week)
        pulled = ols_design(_overlap(prior, group.week))[0]
    elif group.method == NEAR:
        sums = Sums(ends, *ols_design(own), base, local, NEWEY_WEST_LAG)
        pulled = ols_design(prior)[0]
    else:
        contrast = np.array([0.0, 1.0, 1.0])
        sums = Sums(ends[1:], _lagged(own), contrast, base[1:], local[1:], NEWEY_WEST_LAG)
        pulled = _lagged(prior)
    pulled[:, 0] = 0.0
    return Sums(sums.rows, sums.design, sums.contrast, sums.base, sums.local, sums.lag, pulled)


def _lagged(k: Array) -> Array:
    return np.column_stack([np.ones(len(k) - 1), k[1:], k[:-1]])


def measure_betas(
    stakes: Sequence[Stake], groups: Sequence[Group], seoul: Seoul
) -> tuple[Sensitivity, ...]:
    """Return both betas of every stake, in the order of ``stakes``."""
    found: dict[int, Sensitivity] = {}
    for group in groups:
        world = _fit(prepare_world(group, seoul), group, stakes, korea=False)
        news = seoul.news
        korea: Sequence[Beta | Message]
        if isinstance(news, Message):
            korea = [news] * len(group.members)
        else:
            sums = prepare_korea(group, news)
            few = Message.of("stress.too_short", n=len(group.rows), needed=HIDE)
            korea = [few] * len(world) if sums is None else _fit(sums, group, stakes, korea=True)
        span = (int(group.rows[0]), int(group.rows[-1]))
        for at, one, other in zip(group.members, world, korea, strict=True):
            thin = group.method == THIN
            found[at] = Sensitivity(one, other, span, len(group.rows), thin)
    return tuple(
        found.get(at, Sensitivity(_nothing(stake), _nothing(stake)))
        for at, stake in enumerate(stakes)
    )


def _nothing(stake: Stake) -> Message:
    if stake.why is not None:
        return stake.why
    return Message.of(
        "stress.too_short", n=0 if stake.base is None else len(stake.base), needed=HIDE
    )


def _fit(sums: Sums, group: Group, stakes: Sequence[Stake], *, korea: bool) -> list[Beta | Message]:
    m = len(group.members)
    fit = fit_sum(sums.design, np.hstack([sums.base, sums.local]), sums.contrast, sums.lag)
    n = fit.n // group.week if group.method == THIN else fit.n
    found: list[Beta | Message] = []
    for column, at in enumerate(group.members):
        value, se, local = fit.beta[column], fit.se[column], fit.beta[m + column]
        stake = stakes[at]
        if n < HIDE:
            found.append(Message.of("stress.too_short", n=n, needed=HIDE))
        elif not np.isfinite(value):
            found.append(Message.of("stress.benchmark_still", n=n))
        elif len(group.rows) >= LONG or stake.is_cash:
            found.append(Beta(float(value), float(se), float(local), n, group.method))
        else:
            prior = stake.prior_korea if korea else stake.prior_world
            mixed, error, weight = shrink_beta(float(value), float(se), prior)
            own, _, _ = shrink_beta(float(local), float(fit.se[m + column]), prior)
            found.append(Beta(mixed, error, own, n, group.method, weight))
    return found
