"""Everything measured about the link to KOSPI, frozen.

Losses are signed fractions of the portfolio (or holding): -0.031 is a loss of 3.1 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.estimate import Estimate, Measure
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.detail import CrisisStudy, LinkDetails, SetRow
from corridor_desktop.stress.factor_report import FactorModel
from corridor_desktop.stress.risk_report import Draws, Spread, TailRisk

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Link:
    """How one series moves with the benchmark.

    ``beta_global``: Dimson beta (other time zones) or OLS beta with HAC error (same zone);
    ``beta_korea``: response to KOSPI news that the prior New York session does not explain;
    ``co_move``: mean return over the stress windows minus the unconditional mean.
    ``falls_together``: P(own worst tenth | KOSPI worst tenth).
    ``correlation_calm``/``correlation_stress`` stand beside ``no_change``: the stress correlation
    that selection alone would give. ``same_day`` is the naive figure, for explanation only.
    """

    correlation: Measure
    beta_global: Measure
    beta_korea: Measure
    co_move: Measure
    falls_together: Measure
    correlation_calm: Measure
    correlation_stress: Measure
    no_change: float | None
    same_day: float | None
    beta_down: Measure
    beta_up: Measure
    word: str
    thin: bool = False


@dataclass(frozen=True, slots=True)
class HoldingLink:
    """A holding's link; ``weight`` of the priced portfolio. ``share`` of the portfolio's global
    beta (sums to 1 over holdings with a beta); ``contribution`` per unit shock."""

    instrument_id: str
    label: str
    weight: float
    link: Link
    share: float | None
    assumed: Message | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """An expected move with two bands: from estimation alone, and of the outcome."""

    loss: float
    low: float
    high: float
    outcome_low: float | None = None
    outcome_high: float | None = None
    market_part: float | None = None
    currency_part: float | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a holding or theme adds to the loss."""

    key: str
    label: str
    loss: float


@dataclass(frozen=True, slots=True)
class Shock:
    """KOSPI falls by ``kospi`` (-0.05) within ``horizon`` sessions: world slump or Korea alone.

    ``frequency``: how often it fell that far, as a message with counts and span.
    ``covered`` is the weight of the portfolio for which a beta exists.
    """

    kospi: float
    horizon: int
    world: Loss | TooLittleLoss
    korea: Loss | TooLittleLoss
    by_holding: tuple[Contribution, ...]
    by_theme: tuple[Contribution, ...]
    frequency: Message | None
    covered: float
    by_holding_korea: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class TooLittleLoss:
    """No figure for this shock, and why."""

    why: Message


@dataclass(frozen=True, slots=True)
class Reverse:
    """Which KOSPI fall would cost ``loss`` of the portfolio; ``None`` with a reason if none."""

    loss: float
    kospi: float | None
    low: float | None
    high: float | None
    frequency: Message | None
    why: Message | None


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """An episode beside what today's portfolio would have felt over the same sessions.

    ``felt`` uses each holding's own move over [t0 - 1, t0 + 4]; ``proxied`` is the weight for
    which beta x KOSPI stood in. ``felt`` is ``None`` when more than half would be a proxy.
    """

    episode: Episode
    kospi_first: float | None
    kospi_week: float | None
    worst: float | None
    recovery: int | None
    felt: float | None
    proxied: float | None
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class ReplayPart:
    """What a holding adds to a replayed move; ``proxied``: beta x KOSPI, it had no closes then."""

    key: str
    label: str
    move: float
    proxied: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """A large fall of KOSPI from peak to trough, and what today's portfolio would have felt.

    ``proxied`` is the share for which beta x KOSPI stood in; ``why`` is set when it is most:
    then ``felt`` is ``None`` and ``rough`` the sum all the same. ``parts`` are by holding.
    """

    start: date
    end: date
    kospi: float
    felt: float | None
    proxied: float | None
    why: Message | None = None
    rough: float | None = None
    parts: tuple[ReplayPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Distribution:
    """The honest distribution of first-session moves of crises beside any random date.

    ``at_or_below`` pairs a level with a count of crises, the others with a share: of all sessions
    (``base_rate``), of crises whose worst close within ten sessions was that low
    (``worst_within``), and of any ten sessions (``base_within``). ``base_n`` sessions are behind
    the base rates, which are empty without a stored benchmark series.
    """

    n: int
    median: float
    mean: float
    p10: float
    worst: float
    at_or_below: tuple[tuple[float, int], ...]
    base_rate: tuple[tuple[float, float], ...]
    worst_within: tuple[tuple[float, float], ...]
    start: date | None = None
    end: date | None = None
    base_within: tuple[tuple[float, float], ...] = ()
    base_n: int = 0


@dataclass(frozen=True, slots=True)
class Rolling:
    """Rolling correlation: parallel tuples; ``None`` where the window was too thin.

    ``full`` is the correlation over all of it; ``changed`` tells where the ribbon leaves it out,
    so that there is evidence of change.
    """

    days: tuple[date, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    window: int
    horizon: int
    full: float | None = None
    changed: tuple[bool, ...] = ()

    @property
    def changed_share(self) -> float:
        """Return in which share of the windows there is evidence of change."""
        return sum(self.changed) / len(self.changed) if self.changed else 0.0


@dataclass(frozen=True, slots=True)
class Scatter:
    """Paired h-day returns behind the correlation, with the fitted line."""

    benchmark: tuple[float, ...]
    portfolio: tuple[float, ...]
    days: tuple[date, ...]
    slope: float
    intercept: float
    horizon: int


@dataclass(frozen=True, slots=True)
class Window:
    """A stress window of the benchmark, peak to trough, for shading."""

    start: date
    end: date
    depth: float


@dataclass(frozen=True, slots=True)
class StressSet:
    """Which sessions count as stress: how they were chosen, how many, in how many clusters."""

    definition: Message
    n: int
    clusters: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class RiskShares:
    """Shares of portfolio variance by holding and theme, and KOSPI's share.

    ``bands`` are 95 % intervals of the holdings' shares by key, ``corridor_band`` that of the
    corridor's; absent where too few weeks could be drawn.
    """

    by_holding: tuple[Contribution, ...]
    kospi_share: Measure
    corridor_share: float | None
    shrinkage: float | None
    n: int
    effective_bets: float | None = None
    diversification_ratio: float | None = None
    why: Message | None = None
    spread: Spread | None = None
    bands: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    corridor_band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Slope:
    """The portfolio's response to KOSPI: ``value`` with error ``se``, ``local`` without currencies.

    ``draws`` are resampled values of it, ``assumed`` the share resting mostly on a prior belief.
    """

    value: float
    se: float
    local: float
    draws: npt.NDArray[np.float64]
    assumed: float


@dataclass(frozen=True, slots=True)
class Pull:
    """What one holding adds to the portfolio's betas: weight x beta, ``None`` without one."""

    key: str
    label: str
    world: float | None
    korea: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ShockModel:
    """All that a shock of any size needs, so that moving a slider estimates nothing again.

    ``noise`` is the one-session deviation of the portfolio that KOSPI does not explain
    (``None``: unknown);
    ``fractions`` the share of each holding (by key) that hangs on a theme, by theme (key, label).
    ``days`` (ordinals) and ``closes`` are the benchmark's whole stored history.
    """

    world: Slope | Message
    korea: Slope | Message
    pulls: tuple[Pull, ...]
    noise: float | None
    fractions: tuple[tuple[str, str, Mapping[str, float]], ...]
    days: npt.NDArray[np.int64]
    closes: npt.NDArray[np.float64]
    covered: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the measures of a report were made with.

    ``years`` looked back; ``proxy`` is the New York index behind Korea's own news (``None``: no
    index was stored). The draws of the table of holdings are the first ``table_resamples`` of
    ``draws``.
    """

    years: float
    proxy: str | None
    draws: Draws
    table_resamples: int


@dataclass(frozen=True, slots=True)
class StressReport:
    """The whole answer to "what would a bad day in Seoul cost me?".

    ``why`` is set when there is no benchmark history at all: then everything measured is absent
    and only ``episodes`` and ``distribution`` (shipped figures) remain. ``details`` are the
    portfolio's cross-checks; ``describe`` gives those of a holding by its instrument id.
    """

    benchmark: str
    benchmark_source: str
    start: date | None
    end: date | None
    n: int
    portfolio: Link | None
    holdings: tuple[HoldingLink, ...]
    shocks: tuple[Shock, ...]
    reverse: Reverse | None
    episodes: tuple[EpisodeRow, ...]
    distribution: Distribution | None
    rolling: Rolling | None
    scatter: Scatter | None
    stress_set: StressSet | None
    windows: tuple[Window, ...]
    risk: RiskShares | None
    covered: float
    why: Message | None = None
    notes: tuple[Message, ...] = ()
    simulated: bool = False
    replays: tuple[Replay, ...] = ()
    tail: TailRisk | None = None
    factors: FactorModel | Message | None = field(default=None, compare=False, repr=False)
    model: ShockModel | None = field(default=None, compare=False, repr=False)
    details: LinkDetails | None = None
    recipe: Recipe | None = None
    sets: tuple[SetRow, ...] = ()
    study: CrisisStudy | None = None
    describe: Callable[[str], LinkDetails | None] | None = field(
        default=None, compare=False, repr=False
    )


def known(measure: Measure | None) -> Estimate | None:
    """Return the estimate, or ``None`` when there was too little to measure."""
    return measure if isinstance(measure, Estimate) else None
