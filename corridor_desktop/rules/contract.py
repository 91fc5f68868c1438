"""What a rule is given and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.finding import Decision, Driver, Finding
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Policy
from corridor_desktop.domain.prices import Turnover
from corridor_desktop.domain.theme import TagBook
from corridor_desktop.exposure.exposure import Dimension, Exposure
from corridor_desktop.stress.report import StressReport
from corridor_desktop.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a rule may look at.

    ``previous`` are the findings of the last review (for hysteresis), ``decisions`` the log,
    ``today`` is the user's calendar day, against which acknowledgements run out; ``None`` means
    ``as_of``.
    ``turnovers`` say how many units change hands in a session, by price-source symbol.
    ``through`` is the valuation with funds looked through, ``None`` where they count as one.
    """

    as_of: date
    policy: Policy
    valuation: Valuation
    exposures: Mapping[Dimension, Exposure]
    tags: TagBook
    stress: StressReport
    previous: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    today: date | None = None
    turnovers: Mapping[str, Turnover] = field(default_factory=dict)
    through: Valuation | None = None

    @property
    def counted(self) -> Valuation:
        """Return the valuation whose lines the shares of the money count."""
        return self.through or self.valuation


@dataclass(frozen=True, slots=True)
class Stake:
    """A holding behind a reading: ``held`` could be sold, ``exposed`` is what it adds.

    Both are in the base currency; they differ for fractional tags, leveraged funds and funds that
    are looked through, of which only a part counts: ``inside`` tells of the latter.
    """

    key: str
    label: str
    held: Decimal
    exposed: Decimal
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule measured for one subject, before it is held against the limit.

    ``measured`` is ``None`` when it cannot be told, and then ``why`` says why. ``low``/``high``
    bound an uncertain measure, which may warn but breaches only past its near end. ``stakes``
    are the holdings behind it, from which the smallest sale is worked out. ``unknown`` is the
    share of the portfolio whose key nobody stated; a reading that is nothing but unknown counts
    only where that share could hide a value past the limit.
    """

    subject: str
    label: str
    measured: float | None
    drivers: tuple[Driver, ...] = ()
    low: float | None = None
    high: float | None = None
    n: int | None = None
    why: Message | None = None
    uncertain: bool = False
    stakes: tuple[Stake, ...] = ()
    unknown: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared rule: what it is called, in which unit it measures, and how.

    ``unit`` is ``fraction`` or ``count``; ``title`` a message code; ``help`` the help page below
    ``help/``; ``cure`` names how a value past its limit is brought back (``sale``, ``move``) or
    the message code that says what drives it.
    """

    id: str
    unit: str
    title: str
    help: str
    cure: str
    measure: Callable[[Context], tuple[Reading, ...]]
