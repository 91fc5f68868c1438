"""What is said about spread risk and about the bad tail, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.estimate import Measure
from corridor_desktop.domain.message import Message


@dataclass(frozen=True, slots=True)
class Draws:
    """How data were resampled: how often, in blocks of how many sessions on average, which seed.

    The seed is a digest of the data, so that the same data give the same figures.
    """

    resamples: int
    block: float
    seed: int


@dataclass(frozen=True, slots=True)
class RiskPart:
    """A theme's (or the untagged) share of the ups and downs, beside its share of the money."""

    key: str
    label: str
    share: float
    weight: float


@dataclass(frozen=True, slots=True)
class Pairwise:
    """The average correlation between pairs of holdings, with a 95 % interval.

    ``n`` weeks in ``clusters`` spells; ``no_change`` is what choosing these weeks by KOSPI alone
    would show if nothing else changed. ``value`` is ``None`` with a reason.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    clusters: int
    no_change: float | None = None
    indicative: bool = False
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Diversification in figures; every one from the shrunk weekly covariance of today's weights.

    ``ratio`` is the diversification ratio, ``squared`` its square, ``removed`` = 1 - 1/ratio.
    ``bets`` are minimum-torsion bets, never to be shown without the ratio. ``hhi``, its inverse
    ``effective_number`` and ``entropy_number`` count the money of ``n_holdings``, ``None`` where
    only cash is held. ``target`` is the correlation to which all pairs were shrunk.
    """

    n_holdings: int
    hhi: float | None
    effective_number: float | None
    entropy_number: float | None
    ratio: float | None
    squared: float | None
    removed: float | None
    bets: float | None
    bets_why: Message | None
    average: Pairwise
    calm: Pairwise
    stress: Pairwise
    by_theme: tuple[RiskPart, ...]
    target: float


@dataclass(frozen=True, slots=True)
class TailPart:
    """What one holding adds to the expected shortfall, as a positive loss of the portfolio."""

    key: str
    label: str
    loss: float


@dataclass(frozen=True, slots=True)
class TailLoss:
    """One level of the bad tail over ``horizon`` sessions; losses are positive fractions.

    ``at_risk`` is exceeded in 1 of ``one_in`` weeks, ``shortfall`` the mean of those weeks; both
    after filtering to today's restlessness, ``plain`` the shortfall without that. ``parts`` add
    up to the shortfall, ``tail`` counts the weeks behind it.
    """

    level: float
    one_in: int
    at_risk: Measure
    shortfall: Measure
    plain: float | None
    tail: int
    parts: tuple[TailPart, ...]
    said: Message


@dataclass(frozen=True, slots=True)
class TailRisk:
    """The bad tail of weekly returns of today's weights; ``share`` of the value is in it.

    ``restless`` is today's expected deviation over the mean one (1.3: a third more restless).
    ``why`` is set when nothing could be measured.
    """

    losses: tuple[TailLoss, ...]
    start: date | None
    end: date | None
    n: int
    share: float
    restless: float | None
    why: Message | None = None
    draws: Draws | None = None
