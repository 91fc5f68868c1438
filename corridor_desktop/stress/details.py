"""Put the cross-checks of one link together: for the portfolio at once, for a holding on demand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.betas import FULL as BETA_FULL
from corridor_desktop.stress.betas import HIDE as BETA_HIDE
from corridor_desktop.stress.comove import Panel, co_move_korea, measure_co_move
from corridor_desktop.stress.contrast import (
    measure_exceedances,
    measure_forbes_rigobon,
    measure_side_difference,
)
from corridor_desktop.stress.dependence import normal_quantile_dependence
from corridor_desktop.stress.detail import LinkDetails
from corridor_desktop.stress.link import (
    correlate,
    correlate_kendall,
    correlate_lead_lag,
    correlation_error,
    effective_count,
    ewma,
    fisher_interval,
    rank,
)
from corridor_desktop.stress.links import (
    FULL,
    HIDE,
    Pair,
    measure_correlations,
    too_short,
)
from corridor_desktop.stress.quantiles import block_half_width
from corridor_desktop.stress.regress import fit_beta, fit_dimson, scholes_williams
from corridor_desktop.stress.sets import mark_windows
from corridor_desktop.stress.windows import Flags, mark_worst

if TYPE_CHECKING:
    from corridor_desktop.stress.bootstrap import Counts
    from corridor_desktop.stress.draws import Whole
    from corridor_desktop.stress.report import Rolling
    from corridor_desktop.stress.seoul import Seoul

Array = npt.NDArray[np.float64]
YEAR = 252
DIFFER = 0.15
"""Pearson and Spearman further apart than this: a few large moves carry the correlation."""
DECAY_DAY, DECAY_WEEK = 0.94, 0.97


@dataclass(frozen=True, slots=True, eq=False)
class Strand:
    """One series beside KOSPI in every form that the cross-checks need.

    ``fit`` are the returns of the headline correlation, ``week`` and ``day`` over five sessions
    and one, ``local`` as ``fit`` without currencies, ``whole`` and ``whole_day`` as ``fit`` and
    ``day`` over all shared history. ``near`` closes with Seoul. ``panel`` for moves around days.
    A ``thin`` price stands still too often for anything by the day.
    """

    fit: Pair
    week: Pair
    day: Pair
    local: Pair | None
    whole: Pair | None
    whole_day: Pair | None
    panel: Panel
    near: bool
    thin: bool = False


def describe_link(
    strand: Strand, shocks: Flags, seoul: Seoul, counts: Counts, rolling: Rolling | None = None
) -> LinkDetails:
    """Return every cross-check of one link.

    ``shocks`` (one per Seoul row) mark KOSPI's large falls from peak to trough, chosen by KOSPI
    alone, for the Forbes-Rigobon comparison.
    """
    fit, day = strand.fit, strand.day
    plain, ranks, local = measure_correlations([fit, _ranked(fit), strand.local], counts)
    lead_lag, clipped = correlate_lead_lag(day.y, day.k)
    rho = correlate(strand.week.y, strand.week.k)
    bad = mark_windows(shocks, fit)
    last_year = _since(fit, YEAR, seoul)
    found = LinkDetails(
        spearman=_named(ranks, "spearman"),
        ranks_differ=_far_apart(plain, ranks),
        kendall=_kendall(fit, plain),
        local=local,
        year=measure_long(last_year),
        year_beta=measure_beta(_since(day, YEAR, seoul), near=strand.near),
        whole=measure_long(strand.whole),
        whole_beta=measure_beta(strand.whole_day, near=strand.near),
        recent=measure_recent(fit),
        recent_beta=_recent_beta(fit),
        lead_lag=_finite(lead_lag),
        lead_lag_clipped=clipped,
        scholes_williams=_finite(scholes_williams(day.y, day.k)),
        side_difference=measure_side_difference(fit, counts),
        falls_together_normal=(normal_quantile_dependence(rho) if np.isfinite(rho) else None),
        exceedances=measure_exceedances(fit, counts),
        forbes_rigobon=measure_forbes_rigobon(fit, bad, counts),
        co_move_days=_worst_days(strand.panel, seoul, counts),
        co_move_korea=_korea(strand.panel, seoul, counts),
        changed=None if rolling is None or not rolling.changed else rolling.changed[-1],
    )
    return _weekly_only(found) if strand.thin else found


def _weekly_only(found: LinkDetails) -> LinkDetails:
    """Take out what was measured day by day."""
    why = TooLittle(Message.of("stress.weekly_only"))
    return replace(
        found,
        year_beta=why,
        whole_beta=why,
        lead_lag=None,
        lead_lag_clipped=False,
        scholes_williams=None,
        co_move_days=why,
        co_move_korea=why,
    )


def with_gap(details: LinkDetails, world: Whole | Message, korea: Whole | Message) -> LinkDetails:
    """Add the difference of the portfolio's two betas, drawn on the same days."""
    for one in (world, korea):
        if isinstance(one, Message):
            return replace(details, story_gap=TooLittle(one))
    if isinstance(world, Message) or isinstance(korea, Message):
        return details
    frame = details.spearman if isinstance(details.spearman, Estimate) else details.year
    if not isinstance(frame, Estimate):
        return details
    size = min(len(world.draws), len(korea.draws))
    draws = world.draws[:size] - korea.draws[:size]
    value = world.value - korea.value
    low, high = (float(end) for end in np.quantile(draws, (0.025, 0.975)))
    n = min(world.n, korea.n)
    return replace(
        details,
        story_gap=replace(
            frame,
            value=value,
            low=min(low, value),
            high=max(high, value),
            n=n,
            n_eff=float(n),
            horizon=1,
            method="world_minus_korea",
            indicative=n < BETA_FULL,
            se=float(draws.std(ddof=1)),
        ),
    )


def _ranked(pair: Pair) -> Pair:
    return replace(pair, y=rank(pair.y), k=rank(pair.k))


def _named(measure: Measure, method: str) -> Measure:
    return replace(measure, method=method) if isinstance(measure, Estimate) else measure


def _far_apart(one: Measure, other: Measure) -> bool:
    if not isinstance(one, Estimate) or not isinstance(other, Estimate):
        return False
    return abs(one.value - other.value) > DIFFER


def _kendall(pair: Pair, plain: Measure) -> Measure:
    if not isinstance(plain, Estimate):
        return plain
    value = correlate_kendall(pair.y, pair.k)
    return replace(plain, value=value, low=None, high=None, se=None, method="kendall")


def _since(pair: Pair, sessions: int, seoul: Seoul) -> Pair:
    first = max(int(pair.rows[-1]) - sessions + 1, int(pair.rows[0])) if len(pair.rows) else 0
    late = pair.rows >= first
    opens = seoul.day(max(first - pair.horizon, 0))
    rows, days = pair.rows[late], (opens, pair.days[1])
    return replace(pair, y=pair.y[late], k=pair.k[late], rows=rows, days=days)


def measure_long(pair: Pair | None) -> Measure:
    """Return a correlation whose error allows for overlap and clusters without resampling."""
    worth = 0.0 if pair is None else effective_count(len(pair.y), pair.across)
    if pair is None or worth < HIDE:
        return too_short(worth, HIDE)
    value = correlate(pair.y, pair.k)
    error = correlation_error(pair.y, pair.k, 2 * pair.across)
    if not np.isfinite([value, error]).all():
        return TooLittle(Message.of("stress.never_moves"), len(pair.y))
    centre = np.arctanh(np.clip(value, -0.999999, 0.999999))
    half = block_half_width(len(pair.y), pair.across) * error
    ends = (float(np.tanh(centre - half)), float(np.tanh(centre + half)))
    ends = (min(ends[0], value), max(ends[1], value))
    return pair.estimate(value, ends, "pearson", indicative=worth < FULL)


def measure_beta(pair: Pair | None, *, near: bool) -> Measure:
    """Return the plain (near hours) or Dimson beta of daily returns with Newey-West error."""
    n = 0 if pair is None else len(pair.y)
    if pair is None or n < BETA_HIDE:
        return too_short(n, BETA_HIDE)
    fit = fit_beta(pair.y, pair.k) if near else fit_dimson(pair.y, pair.k)
    value, se = float(fit.beta[0]), float(fit.se[0])
    if not np.isfinite(value):
        return TooLittle(Message.of("stress.benchmark_still", n=n), n)
    half = block_half_width(n) * se
    ends = (value - half, value + half)
    few = fit.n < BETA_FULL
    return pair.estimate(value, ends, "ols" if near else "dimson", n=fit.n, indicative=few, se=se)


def measure_recent(pair: Pair) -> Measure:
    """Return the RiskMetrics correlation; always indicative, because it rests on so little."""
    worth = effective_count(len(pair.y), pair.across)
    if worth < HIDE:
        return too_short(worth, HIDE)
    decay = DECAY_DAY if pair.horizon == 1 else DECAY_WEEK
    value, _ = ewma(pair.y, pair.k, decay)
    if not np.isfinite(value):
        return TooLittle(Message.of("stress.never_moves"), len(pair.y))
    memory = effective_count(round((1 + decay) / (1 - decay)), pair.across)
    found = pair.estimate(
        value, fisher_interval(value, memory), f"ewma_{decay * 100:.0f}", indicative=True
    )
    return replace(found, n_eff=memory)


def _recent_beta(pair: Pair) -> float | None:
    if effective_count(len(pair.y), pair.across) < HIDE:
        return None
    return _finite(ewma(pair.y, pair.k, DECAY_DAY if pair.horizon == 1 else DECAY_WEEK)[1])


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _worst_days(panel: Panel, seoul: Seoul, counts: Counts) -> Measure:
    moves = np.diff(seoul.logs)
    flags = np.concatenate([[False], mark_worst(moves)])[panel.rows]
    return measure_co_move(panel.around(2, 0), flags, panel.rows, counts, seoul, 2, "co_move_days")


def _korea(panel: Panel, seoul: Seoul, counts: Counts) -> Measure:
    found = co_move_korea(panel, seoul, counts)
    return TooLittle(found) if isinstance(found, Message) else found
