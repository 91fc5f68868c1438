"""What something did around the days on which Seoul fell: the average co-move, in its own hours.

Markets that close long after Seoul both lead and follow it, so their answer to a day is looked for
in the session before and the same one; to news that starts in Korea, in the same and the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Measure
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.detail import SetRow
from corridor_desktop.stress.folio import Folio
from corridor_desktop.stress.links import STRESS_HIDE, Pair, mark_tenth, plenty, too_short
from corridor_desktop.stress.quantiles import block_half_width
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.sets import Kind, StressChoice, define
from corridor_desktop.stress.windows import Flags, count_clusters, mark_worst

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Log closes (n x m) of one or more series on Seoul ``rows`` (n), with weights (m).

    ``near`` (m) tells which of them close with Seoul.
    """

    rows: npt.NDArray[np.int64]
    logs: Array
    weights: Array
    near: npt.NDArray[np.bool_]

    def around(self, before: int, after: int) -> Array:
        """Return log moves from the close ``before`` sessions earlier to that ``after`` later.

        Near series move from the close before to the close of the day itself. One value per row,
        NaN where a close is missing.
        """
        moves = np.full((len(self.rows), self.logs.shape[1]), np.nan)
        moves[1:, self.near] = (self.logs[1:] - self.logs[:-1])[:, self.near]
        last = len(self.rows) - after
        far = self.logs[before + after :] - self.logs[: last - before]
        moves[before:last, ~self.near] = far[:, ~self.near]
        return np.asarray(np.log1p(np.maximum(np.expm1(moves) @ self.weights, -0.999)))


def panel_of(folio: Folio, near: Sequence[bool]) -> Panel:
    """Return the portfolio as a panel; ``near`` is one flag per member."""
    return Panel(folio.rows, folio.logs, folio.weights, np.array(near, dtype=bool))


def average_co_move(y: Array, flags: Flags) -> float:
    """Return the mean of ``y`` over the stress days minus its mean over all days.

    The marginal expected shortfall of Acharya et al. (2017), measured against KOSPI and freed of
    the drift. Missing values are left out; NaN without any stress day.
    """
    known = np.isfinite(y)
    chosen = known & flags
    if not chosen.any():
        return float("nan")
    return float(y[chosen].mean() - y[known].mean())


def measure_co_move(
    y: Array,
    flags: Flags,
    rows: npt.NDArray[np.int64],
    counts: Counts,
    seoul: Seoul,
    horizon: int,
    method: str,
) -> Measure:
    """Return the average co-move with its bootstrap interval.

    ``y`` (n) and ``flags`` (n) stand on Seoul ``rows`` (n). Hidden below 15 stress days,
    indicative below 30 or five separate clusters.
    """
    known = np.isfinite(y)
    y, flags, rows = y[known], flags[known], rows[known]
    n = int(flags.sum())
    if n < STRESS_HIDE:
        return too_short(n, STRESS_HIDE)
    parts = np.zeros((counts.shape[1], 4), dtype=np.float32)
    parts[rows] = np.column_stack([flags * y, flags, y, np.ones(len(y))])
    drawn = (counts @ parts).astype(np.float64)
    bads, alls = np.maximum(drawn[:, 1], 1), np.maximum(drawn[:, 3], 1)
    error = float((drawn[:, 0] / bads - drawn[:, 2] / alls).std(ddof=1))
    value = average_co_move(y, flags)
    pair = Pair(y, y, rows, horizon, (seoul.day(int(rows[0])), seoul.day(int(rows[-1]))))
    half = block_half_width(n, horizon) * error
    ends = (value - half, value + half)
    return pair.estimate(value, ends, method, n=n, indicative=not plenty(flags), se=error)


def co_move_korea(panel: Panel, seoul: Seoul, counts: Counts) -> Measure | Message:
    """Return the co-move on the worst tenth of days by Korea's own news, the next session included.

    A message where the own news is not known.
    """
    news = seoul.news
    if isinstance(news, Message):
        return news
    inside = (panel.rows >= news.first) & (panel.rows <= news.last)
    flags = np.zeros(len(panel.rows), dtype=bool)
    flags[inside] = mark_worst(news.own[panel.rows[inside]])
    y = np.where(inside, panel.around(1, 1), np.nan)
    return measure_co_move(y, flags, panel.rows, counts, seoul, 2, "co_move_own_news")


def compare_sets(
    panel: Panel,
    week: Pair,
    marks: Sequence[tuple[StressChoice, Flags]],
    chosen: StressChoice,
    seoul: Seoul,
    counts: Counts,
) -> tuple[SetRow, ...]:
    """Return one row per definition of stress: how many, in how many clusters, and the moves.

    ``marks`` holds one flag per Seoul row for every definition. The worst tenth is of ``week``'s
    overlapping moves, all others are of single sessions.
    """
    y = panel.around(2, 0)
    daily = np.concatenate([[np.nan], np.diff(seoul.logs)])
    rows: list[SetRow] = []
    for choice, flags in marks:
        if choice.kind is Kind.WORST:
            rows.append(_worst_tenth(week, choice == chosen, seoul, counts))
            continue
        moves = np.expm1(daily[flags & np.isfinite(daily)])
        here = flags[panel.rows]
        rows.append(
            SetRow(
                choice.kind.value,
                define(choice, 1, len(seoul) - 1),
                int(flags.sum()),
                count_clusters(flags),
                float(moves.mean()) if len(moves) else None,
                measure_co_move(y, here, panel.rows, counts, seoul, 2, "co_move_days"),
                choice == chosen,
            )
        )
    return tuple(rows)


def _worst_tenth(week: Pair, chosen: bool, seoul: Seoul, counts: Counts) -> SetRow:
    flags = mark_tenth(week)
    return SetRow(
        Kind.WORST.value,
        define(StressChoice(), week.horizon, len(week.k)),
        int(flags.sum()),
        count_clusters(flags),
        float(np.expm1(week.k[flags]).mean()) if flags.any() else None,
        measure_co_move(week.y, flags, week.rows, counts, seoul, week.horizon, "mean_in_stress"),
        chosen,
        week.horizon,
    )


def standard_choices(chosen: StressChoice) -> tuple[StressChoice, ...]:
    """Return every definition beside the chosen one, in the order A to E."""
    offered = [
        StressChoice(),
        StressChoice(Kind.SHOCKS),
        *(StressChoice(Kind.FALLS, depth=depth) for depth in (0.10, 0.15, 0.20)),
        StressChoice(Kind.EVENTS),
    ]
    if chosen not in offered:
        offered.append(chosen)
    order = list(Kind)
    return tuple(sorted(offered, key=lambda one: (order.index(one.kind), one.depth, -one.level)))
