"""How much of the risk is spread over many things, in calm weeks and in KOSPI's worst."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.bootstrap import Counts
from corridor_desktop.stress.covariance import (
    MOST_DENSE,
    Covariance,
    Factored,
    sample_covariance,
)
from corridor_desktop.stress.diversify import (
    concentration,
    diversification_ratio,
    effective_bets,
    entropy_number,
    mean_correlation,
)
from corridor_desktop.stress.panel import Panel
from corridor_desktop.stress.quantiles import Z95
from corridor_desktop.stress.report import Contribution
from corridor_desktop.stress.risk_report import Pairwise, RiskPart, Spread
from corridor_desktop.stress.stakes import Stake
from corridor_desktop.stress.windows import count_clusters, mark_worst

Array = npt.NDArray[np.float64]
MOST_BETS = 40
"""Holdings up to which independent bets are counted: beyond it the torsion takes too long."""
STRESS_HIDE, STRESS_FULL, CLUSTERS = 15, 30, 5
RESAMPLES = 200
UNTAGGED = "untagged"
Fractions = Sequence[tuple[str, str, Mapping[str, float]]]


def measure_spread(
    panel: Panel,
    covariance: Covariance,
    target: float,
    stakes: Sequence[Stake],
    parts: Sequence[Contribution],
    fractions: Fractions,
    counts: Counts,
) -> Spread:
    """Put the measures together; ``covariance`` (N x N) belongs to the panel's columns."""
    weights = panel.weights
    held = weights[[not stakes[at].is_cash for at in panel.members]]
    hhi, number = concentration(held)
    ratio = _known(diversification_ratio(weights, covariance))
    bets, why = _bets(weights, covariance)
    worst = mark_worst(panel.kospi)
    everything = np.ones(len(worst), dtype=np.bool_)
    marks = counts[:RESAMPLES]
    return Spread(
        len(held),
        _known(hhi),
        _known(number),
        _known(entropy_number(held)),
        ratio,
        None if ratio is None else ratio**2,
        None if ratio is None else 1 - 1 / ratio,
        bets if ratio is not None else None,
        why,
        _pairwise(panel, everything, marks),
        _pairwise(panel, ~worst, marks),
        _pairwise(panel, worst, marks),
        _by_theme(stakes, parts, fractions),
        target,
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _bets(weights: Array, covariance: Covariance) -> tuple[float | None, Message | None]:
    if isinstance(covariance, Factored) or len(weights) > MOST_BETS:
        return None, Message.of("stress.too_many_bets", count=len(weights), most=MOST_BETS)
    bets = _known(effective_bets(weights, covariance))
    return bets, None if bets is not None else Message.of("stress.bets_as_one")


def no_change_covariance(covariance: Array, with_k: Array, var_k: float, var_set: float) -> Array:
    """Return the covariance that selecting days by KOSPI alone would show (N x N).

    S + b b' (v - V): only KOSPI's part of each pair changes, b = ``with_k`` / V (Boyer, Gibson
    and Loretan 1999, for many series). ``var_set`` is KOSPI's variance on the days selected.
    """
    beta = with_k / var_k
    return np.asarray(covariance + np.outer(beta, beta) * (var_set - var_k))


def _pairwise(panel: Panel, chosen: npt.NDArray[np.bool_], counts: Counts) -> Pairwise:
    n, clusters = int(chosen.sum()), count_clusters(chosen)
    if len(panel.weights) < 2:
        return Pairwise(None, None, None, n, clusters, why=Message.of("stress.one_holding"))
    if n < STRESS_HIDE:
        why = Message.of("stress.too_short", n=n, needed=STRESS_HIDE)
        return Pairwise(None, None, None, n, clusters, why=why)
    x = panel.returns[chosen]
    value = _known(mean_correlation(panel.weights, _covariance(x)))
    if value is None:
        return Pairwise(None, None, None, n, clusters, why=Message.of("stress.never_moves"))
    error = _error(panel, chosen, counts)
    low = min(max(value - Z95 * error, -1.0), value)
    high = max(min(value + Z95 * error, 1.0), value)
    few = n < STRESS_FULL or (not chosen.all() and clusters < CLUSTERS)
    return Pairwise(value, low, high, n, clusters, _no_change(panel, chosen), few)


def _covariance(x: Array) -> Covariance:
    """Return the covariance of the columns; a scale of all of it leaves correlations alone."""
    return sample_covariance(x) if x.shape[1] > MOST_DENSE else np.asarray(np.cov(x.T))


def _no_change(panel: Panel, chosen: npt.NDArray[np.bool_]) -> float | None:
    spread = float(panel.kospi.var())
    if chosen.all() or spread <= 0:
        return None
    x = panel.returns - panel.returns.mean(axis=0)
    k = panel.kospi - panel.kospi.mean()
    with_k, chosen_spread = x.T @ k / len(k), float(panel.kospi[chosen].var())
    if x.shape[1] > MOST_DENSE:
        large = sample_covariance(x, chosen_spread - spread, with_k / spread)
        return _known(mean_correlation(panel.weights, large))
    seen = no_change_covariance(x.T @ x / len(x), with_k, spread, chosen_spread)
    return _known(mean_correlation(panel.weights, seen))


def _error(panel: Panel, chosen: npt.NDArray[np.bool_], counts: Counts) -> float:
    """Return the bootstrap's standard error of the average.

    The sum over all pairs is the variance of the weighted sum less the single variances, so that
    no resample needs a matrix of its own.
    """
    x = panel.returns[chosen]
    sd = x.std(axis=0)
    keep = sd > 0
    z = (x[:, keep] - x[:, keep].mean(axis=0)) / sd[keep]
    w = panel.weights[keep]
    drawn = counts[:, panel.rows[chosen]]
    many = np.maximum(drawn.sum(axis=1, dtype=np.float64), 1.0)[:, None]
    parts = np.column_stack([z, z @ w]).astype(np.float32)
    first, second = (drawn @ parts) / many, (drawn @ parts**2) / many
    variance = np.maximum(second - first**2, 0.0)
    single = variance[:, :-1] @ (w * w)
    pairs = (np.sqrt(variance[:, :-1]) @ w) ** 2 - single
    usable = np.abs(pairs) > 1e-9
    if usable.sum() < 2:
        return 0.0
    return float(((variance[:, -1] - single)[usable] / pairs[usable]).std(ddof=1))


def _by_theme(
    stakes: Sequence[Stake], parts: Sequence[Contribution], fractions: Fractions
) -> tuple[RiskPart, ...]:
    worth = {stake.key: stake.weight for stake in stakes}
    found = [
        RiskPart(
            key,
            label,
            sum(part.loss * shares.get(part.key, 0.0) for part in parts),
            sum(worth.get(held, 0.0) * share for held, share in shares.items()),
        )
        for key, label, shares in fractions
    ]
    found.sort(key=lambda part: (-part.share, part.key))
    rest = sum(part.loss for part in parts) - sum(part.share for part in found)
    money = sum(worth.values()) - sum(part.weight for part in found)
    return (*found, RiskPart(UNTAGGED, UNTAGGED, rest, money))
