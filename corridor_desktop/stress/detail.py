"""What stands behind the link for a reader who asks for more, frozen.

Every figure is a measure with its interval and its ground, or a reason why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.estimate import Estimate, Measure, TooLittle
from corridor_desktop.domain.message import Message


@dataclass(frozen=True, slots=True)
class Exceedance:
    """Correlation of what lies beyond ``theta`` deviations, below and above.

    ``normal`` is what a bivariate normal of the same correlation shows on either side.
    """

    theta: float
    lower: Measure
    upper: Measure
    normal: float


@dataclass(frozen=True, slots=True)
class ForbesRigobon:
    """Correlation in calm and in stress, and the latter freed of KOSPI's larger swings.

    ``delta`` is by how much KOSPI's variance grew (0.79: by 79 %). ``difference`` is adjusted
    minus calm on Fisher's z scale; ``clusters`` separate stress spells. Assumes that nothing else
    drives both and that the answer does not feed back.
    """

    stress: float
    calm: float
    delta: float
    adjusted: float
    difference: Measure
    clusters: int

    @property
    def stronger(self) -> bool:
        """Tell whether the link itself grew stronger: the whole interval lies above zero."""
        found = self.difference
        return isinstance(found, Estimate) and found.low is not None and found.low > 0


@dataclass(frozen=True, slots=True)
class LinkDetails:
    """The cross-checks of one link.

    ``spearman`` with ``ranks_differ`` when it is more than 0.15 from Pearson's; ``kendall``
    without interval; ``local`` leaves currencies out. ``year`` and ``whole`` are correlation and
    beta over the last 252 sessions and over all shared history. ``recent`` weighs the newest
    sessions most (RiskMetrics) and never stands alone. ``lead_lag`` and ``scholes_williams`` count
    one session before and after; ``lead_lag_clipped`` tells that it came out above one.
    ``side_difference`` is beta on falls minus beta on rises. ``co_move_days`` and
    ``co_move_korea`` are average co-moves on the worst tenth of KOSPI's days, and of days by
    Korea's own news. ``story_gap`` is world minus Korea-origin beta of the portfolio. ``changed``
    tells whether the newest rolling correlation differs from the whole window's; ``None`` without
    one.
    """

    spearman: Measure
    ranks_differ: bool
    kendall: Measure
    local: Measure
    year: Measure
    year_beta: Measure
    whole: Measure
    whole_beta: Measure
    recent: Measure
    recent_beta: float | None
    lead_lag: float | None
    lead_lag_clipped: bool
    scholes_williams: float | None
    side_difference: Measure
    falls_together_normal: float | None
    exceedances: tuple[Exceedance, ...]
    forbes_rigobon: ForbesRigobon | TooLittle
    co_move_days: Measure
    co_move_korea: Measure
    story_gap: Measure | None = None
    changed: bool | None = None


@dataclass(frozen=True, slots=True)
class SetRow:
    """One definition of stress: ``n`` moves of KOSPI in ``clusters``, and what they were.

    A move spans ``horizon`` sessions; ``kospi`` is its mean, ``co_move`` the portfolio's average
    co-move in its own hours. ``key`` names the definition, ``chosen`` the one that the report uses.
    """

    key: str
    definition: Message
    n: int
    clusters: int
    kospi: float | None
    co_move: Measure
    chosen: bool
    horizon: int = 1


@dataclass(frozen=True, slots=True)
class EventRow:
    """What was abnormal about one crisis, as fractions; ``None`` where it cannot be told.

    ``kospi`` is KOSPI's first session against what the New York session before explains,
    ``kospi_total`` the sum over five sessions with its ``kospi_t``. ``own``, ``own_total`` and
    ``own_t`` are today's portfolio against its Dimson model on KOSPI, for the ``covered`` share
    that had prices; ``why`` says why those are absent.
    """

    day: date
    session: date
    title: str
    kospi: float | None
    kospi_total: float | None
    kospi_t: float | None
    own: float | None
    own_total: float | None
    own_t: float | None
    covered: float
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Placebo:
    """The mean of something at the crises beside random dates within half a year of each.

    ``what`` is ``first`` (the first session's move), ``own_news`` (the part that New York does
    not explain) or ``worst_within`` (the lowest close within ten sessions). ``chance`` is how
    often random dates were at least as bad; ``n`` distinct sessions, ``draws`` random sets.
    """

    what: str
    n: int
    mean: float
    median: float
    random_mean: float
    chance: float
    draws: int


@dataclass(frozen=True, slots=True)
class CrisisStudy:
    """All crises studied as events; ``proxy`` is the New York index that was taken out.

    ``estimation`` are the sessions, counted from the event, on which the models were fitted.
    """

    rows: tuple[EventRow, ...]
    placebos: tuple[Placebo, ...]
    proxy: str | None
    estimation: tuple[int, int]
