"""Where the portfolio's ups and downs come from: shares of variance, KOSPI's part, bets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.theme import CORRIDOR_THEMES
from corridor_desktop.stress.betas import Sensitivity
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.covariance import with_own
from corridor_desktop.stress.diversify import share_risk, shrink
from corridor_desktop.stress.folio import Folio
from corridor_desktop.stress.link import effective_count
from corridor_desktop.stress.panel import WEEK, gather_panel
from corridor_desktop.stress.report import Contribution, RiskShares
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.share_bands import bands_of, draw_shares
from corridor_desktop.stress.spread import measure_spread
from corridor_desktop.stress.stakes import Stake

Array = npt.NDArray[np.float64]
HIDE, FULL = 60, 120
_CORRIDOR = frozenset(theme.id for theme in CORRIDOR_THEMES)


def measure_risk(
    stakes: Sequence[Stake],
    found: Sequence[Sensitivity],
    folio: Folio | None,
    seoul: Seoul,
    correlation: Measure,
    fractions: Sequence[tuple[str, str, Mapping[str, float]]],
    counts: Counts,
) -> RiskShares:
    """Share the variance of weekly returns out; the covariance is shrunk (Ledoit and Wolf).

    Holdings too young for the common window stand in with beta x KOSPI and a residual variance of
    their own; ``why`` says so. Nothing is shown below 60 effective weeks.
    """
    worth = 0.0 if folio is None else effective_count(len(folio.rows) - WEEK, WEEK)
    if folio is None or worth < HIDE:
        why = Message.of("stress.too_short", n=int(worth), needed=HIDE)
        return RiskShares((), TooLittle(why, int(worth), HIDE), None, None, int(worth), why=why)
    panel = gather_panel(stakes, found, folio, seoul)
    weights = panel.weights
    plain, shrinkage, mean_r = shrink(panel.returns, worth)
    covariance = with_own(plain, panel.extra)
    if float(weights @ covariance @ weights) <= 0:
        why = Message.of("stress.never_moves")
        return RiskShares((), TooLittle(why), None, None, len(panel.returns), why=why)
    shares = share_risk(weights, covariance)
    parts = [
        Contribution(stakes[at].key, stakes[at].label, float(share))
        for at, share in zip(panel.members, shares, strict=True)
    ]
    parts.sort(key=lambda part: (-part.loss, part.key))
    spread = measure_spread(panel, covariance, mean_r, stakes, parts, fractions, counts)
    corridor = _corridor(parts, fractions)
    keys = [stakes[at].key for at in panel.members]
    bands, corridor_band = bands_of(
        shares.tolist(), draw_shares(panel, counts), keys, corridor, _hanging(keys, fractions)
    )
    return RiskShares(
        by_holding=tuple(parts),
        kospi_share=_square(correlation),
        corridor_share=corridor,
        shrinkage=shrinkage,
        n=len(panel.returns),
        effective_bets=spread.bets,
        diversification_ratio=spread.ratio,
        why=_caveat(worth, int((panel.extra > 0).sum())),
        spread=spread,
        bands=bands,
        corridor_band=corridor_band,
    )


def _caveat(worth: float, young: int) -> Message | None:
    if young:
        return Message.of("stress.young_holdings", count=young)
    return Message.of("stress.indicative", n=int(worth), needed=FULL) if worth < FULL else None


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


def _hanging(
    keys: Sequence[str], fractions: Sequence[tuple[str, str, Mapping[str, float]]]
) -> list[float]:
    """Return which part of each holding hangs on any corridor theme."""
    return [
        sum(shares.get(key, 0.0) for theme, _, shares in fractions if theme in _CORRIDOR)
        for key in keys
    ]


def _corridor(
    parts: Sequence[Contribution], fractions: Sequence[tuple[str, str, Mapping[str, float]]]
) -> float:
    return sum(
        part.loss * shares.get(part.key, 0.0)
        for key, _, shares in fractions
        if key in _CORRIDOR
        for part in parts
    )
