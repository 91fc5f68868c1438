"""Where the portfolio's ups and downs come from: shares of variance, KOSPI's part, bets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.theme import CORRIDOR_THEMES
from corridor_desktop.stress.betas import Beta, Sensitivity
from corridor_desktop.stress.diversify import (
    diversification_ratio,
    effective_bets,
    share_risk,
    shrink_covariance,
)
from corridor_desktop.stress.folio import Folio
from corridor_desktop.stress.link import effective_count
from corridor_desktop.stress.report import Contribution, RiskShares
from corridor_desktop.stress.returns import at_or_before
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
WEEK = 5
HIDE, FULL = 60, 120
MOST_BETS = 40
"""Holdings up to which independent bets are counted: beyond it the torsion takes too long."""
_CORRIDOR = frozenset(theme.id for theme in CORRIDOR_THEMES)


def measure_risk(
    stakes: Sequence[Stake],
    found: Sequence[Sensitivity],
    folio: Folio | None,
    seoul: Seoul,
    correlation: Measure,
    fractions: Sequence[tuple[str, str, Mapping[str, float]]],
) -> RiskShares:
    """Share the variance of weekly returns out; the covariance is shrunk (Ledoit and Wolf).

    Holdings too young for the common window stand in with beta x KOSPI and a residual variance of
    their own; ``why`` says so. Nothing is shown below 60 effective weeks.
    """
    worth = 0.0 if folio is None else effective_count(len(folio.rows) - WEEK, WEEK)
    if folio is None or worth < HIDE:
        why = Message.of("stress.too_short", n=round(worth), needed=HIDE)
        return RiskShares((), TooLittle(why, round(worth), HIDE), None, None, round(worth), why=why)
    columns, weights, keys, extra = _columns(stakes, found, folio, seoul)
    covariance, shrinkage, _ = shrink_covariance(columns, worth)
    covariance = covariance + np.diag(extra)
    if float(weights @ covariance @ weights) <= 0:
        why = Message.of("stress.never_moves")
        return RiskShares((), TooLittle(why), None, None, len(columns), why=why)
    shares = share_risk(weights, covariance)
    parts = [
        Contribution(stakes[at].key, stakes[at].label, float(share))
        for at, share in zip(keys, shares, strict=True)
    ]
    parts.sort(key=lambda part: (-part.loss, part.key))
    return RiskShares(
        by_holding=tuple(parts),
        kospi_share=_square(correlation),
        corridor_share=_corridor(parts, fractions),
        shrinkage=shrinkage,
        n=len(columns),
        effective_bets=effective_bets(weights, covariance) if len(keys) <= MOST_BETS else None,
        diversification_ratio=diversification_ratio(weights, covariance),
        why=_caveat(worth, int((extra > 0).sum())),
    )


def _caveat(worth: float, young: int) -> Message | None:
    if young:
        return Message.of("stress.young_holdings", count=young)
    return Message.of("stress.indicative", n=round(worth), needed=FULL) if worth < FULL else None


def _columns(
    stakes: Sequence[Stake], found: Sequence[Sensitivity], folio: Folio, seoul: Seoul
) -> tuple[Array, Array, list[int], Array]:
    own = np.expm1(folio.logs[WEEK:] - folio.logs[:-WEEK])
    kospi = np.expm1(folio.benchmark[WEEK:] - folio.benchmark[:-WEEK])
    columns, keys = [own[:, i] for i in range(own.shape[1])], list(folio.members)
    extra = [0.0] * len(keys)
    for at, (stake, one) in enumerate(zip(stakes, found, strict=True)):
        if at not in folio.members and isinstance(one.world, Beta):
            columns.append(one.world.value * kospi)
            extra.append(_own_noise(stake, one.world.value, seoul))
            keys.append(at)
    weights = np.array([stakes[at].weight for at in keys])
    moving = [i for i, column in enumerate(columns) if column.std() > 0 and weights[i] != 0]
    return (
        np.column_stack([columns[i] for i in moving]) if moving else np.zeros((len(kospi), 1)),
        weights[moving] if moving else np.zeros(1),
        [keys[i] for i in moving] or keys[:1],
        np.array([extra[i] for i in moving]) if moving else np.zeros(1),
    )


def _own_noise(stake: Stake, beta: float, seoul: Seoul) -> float:
    if stake.full is None:
        return 0.0
    logs = np.log(at_or_before(stake.full, seoul.days))
    left = (logs[WEEK:] - logs[:-WEEK]) - beta * (seoul.logs[WEEK:] - seoul.logs[:-WEEK])
    left = left[np.isfinite(left)]
    return float(left.var()) if len(left) > 1 else 0.0


def _square(correlation: Measure) -> Measure:
    if not isinstance(correlation, Estimate):
        return correlation
    low, high = correlation.low, correlation.high
    ends: tuple[float | None, float | None] = (None, None)
    if low is not None and high is not None:
        least = 0.0 if low <= 0 <= high else min(low * low, high * high)
        ends = (least, max(low * low, high * high))
    return Estimate(
        correlation.value**2,
        *ends,
        correlation.n,
        correlation.n_eff,
        correlation.horizon,
        correlation.start,
        correlation.end,
        "squared_correlation",
        correlation.indicative,
    )


def _corridor(
    parts: Sequence[Contribution], fractions: Sequence[tuple[str, str, Mapping[str, float]]]
) -> float:
    return sum(
        part.loss * shares.get(part.key, 0.0)
        for key, _, shares in fractions
        if key in _CORRIDOR
        for part in parts
    )
