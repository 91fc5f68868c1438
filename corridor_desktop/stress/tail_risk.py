"""The bad weeks of today's portfolio, over all the history that its holdings share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.bootstrap import (
    Counts,
    choose_block,
    count_draws,
    derive_seed,
    draw_indices,
)
from corridor_desktop.stress.folio import Folio, build_folio
from corridor_desktop.stress.link import effective_count
from corridor_desktop.stress.panel import WEEK
from corridor_desktop.stress.quantiles import Z95
from corridor_desktop.stress.risk_report import Draws, TailLoss, TailPart, TailRisk
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake
from corridor_desktop.stress.tails import (
    component_shortfall,
    ewma_deviation,
    expected_shortfall,
    filter_returns,
    mark_tail,
    value_at_risk,
)
from corridor_desktop.stress.windows import count_clusters

Array = npt.NDArray[np.float64]
LEVELS = (0.95, 0.99)
YEARS = 10
HIDE, FULL, CLUSTERS = 15, 30, 5
RESAMPLES = 400


def measure_tail(stakes: Sequence[Stake], seoul: Seoul) -> TailRisk:
    """Measure value at risk and expected shortfall of today's weights, by the week.

    Overlapping five-session returns of up to ten years, each put into today's restlessness
    (EWMA, decay 0.97). A level needs 15 weeks beyond it to be shown; below 30 weeks, or in fewer
    than five spells, it is indicative.
    """
    long = _long(seoul)
    folio = build_folio(stakes, long)
    if folio is None or len(folio.rows) <= 2 * WEEK:
        return TailRisk((), None, None, 0, 0.0, None, Message.of("stress.no_tail"))
    simple = np.expm1(folio.logs[WEEK:] - folio.logs[:-WEEK])
    whole = simple @ folio.weights
    if float(whole.std()) <= 0:
        never = Message.of("stress.never_moves")
        return TailRisk((), None, None, len(whole), folio.share, None, never)
    span = (long.day(int(folio.rows[0])), long.day(int(folio.rows[-1])))
    _, now = ewma_deviation(whole, lag=WEEK)
    scaled = simple * filter_returns(whole, lag=WEEK)[1][:, None]
    draws = Draws(RESAMPLES, choose_block(whole * whole, WEEK), derive_seed(whole))
    counts = count_draws(draw_indices(len(whole), draws.block, draws.seed, draws.resamples))
    losses = tuple(
        _level(level, stakes, folio, scaled, expected_shortfall(whole, level), counts, span)
        for level in LEVELS
    )
    restless = now / float(np.sqrt(np.mean(whole * whole)))
    return TailRisk(losses, *span, len(whole), folio.share, restless, draws=draws)


def _level(
    level: float,
    stakes: Sequence[Stake],
    folio: Folio,
    scaled: Array,
    plain: float,
    counts: Counts,
    span: tuple[date, date],
) -> TailLoss:
    filtered = scaled @ folio.weights
    tail = mark_tail(filtered, level)
    errors = _errors(filtered, counts, level)
    at_risk = _measure(
        value_at_risk(filtered, level), errors[0], filtered, tail, span, "value_at_risk"
    )
    shortfall = _measure(
        expected_shortfall(filtered, level), errors[1], filtered, tail, span, "expected_shortfall"
    )
    shown = isinstance(at_risk, Estimate)
    return TailLoss(
        level,
        round(1 / (1 - level)),
        at_risk,
        shortfall,
        plain if shown else None,
        int(tail.sum()),
        _parts(stakes, folio, scaled, level) if shown else (),
        _say(level, at_risk, shortfall),
    )


def _long(seoul: Seoul) -> Seoul:
    last = seoul.day(-1)
    part = seoul.full.within(last - timedelta(days=round(365.25 * YEARS)), last)
    return replace(seoul, days=part.days, logs=np.log(part.closes))


def _errors(returns: Array, counts: Counts, level: float) -> tuple[float, float]:
    """Return the bootstrap's standard errors of value at risk and expected shortfall."""
    order = np.argsort(returns, kind="stable")
    ranked, drawn = returns[order], counts[:, order].astype(np.float64)
    reached = np.cumsum(drawn, axis=1)
    places = np.minimum((reached < (1 - level) * len(returns)).sum(axis=1), len(returns) - 1)
    rows = np.arange(len(drawn))
    sums = np.cumsum(drawn * ranked, axis=1)[rows, places]
    means = sums / np.maximum(reached[rows, places], 1.0)
    return float(ranked[places].std(ddof=1)), float(means.std(ddof=1))


def _measure(
    value: float,
    error: float,
    returns: Array,
    tail: npt.NDArray[np.bool_],
    span: tuple[date, date],
    method: str,
) -> Measure:
    n = int(tail.sum())
    if n < HIDE:
        return TooLittle(Message.of("stress.too_few_bad_weeks", n=n, needed=HIDE), n, HIDE)
    few = n < FULL or count_clusters(tail) < CLUSTERS
    return Estimate(
        value,
        value - Z95 * error,
        value + Z95 * error,
        len(returns),
        effective_count(len(returns), WEEK),
        WEEK,
        *span,
        method,
        few,
        error,
    )


def _parts(
    stakes: Sequence[Stake], folio: Folio, scaled: Array, level: float
) -> tuple[TailPart, ...]:
    found = component_shortfall(folio.weights, scaled, level)
    parts = [
        TailPart(stakes[at].key, stakes[at].label, float(loss))
        for at, loss in zip(folio.members, found, strict=True)
    ]
    return tuple(sorted(parts, key=lambda part: (-part.loss, part.key)))


def _say(level: float, at_risk: Measure, shortfall: Measure) -> Message:
    if not isinstance(at_risk, Estimate) or not isinstance(shortfall, Estimate):
        return at_risk.why if isinstance(at_risk, TooLittle) else Message.of("stress.no_tail")
    return Message.of(
        "stress.bad_week",
        one_in=round(1 / (1 - level)),
        loss=f"{at_risk.value * 100:.1f} %",
        mean=f"{shortfall.value * 100:.1f} %",
        low=f"{(shortfall.low or 0.0) * 100:.1f} %",
        high=f"{(shortfall.high or 0.0) * 100:.1f} %",
    )
