"""What a rule is given and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.finding import Decision, Driver, Finding
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Policy
from corridor_desktop.domain.theme import TagBook
from corridor_desktop.exposure.exposure import Dimension, Exposure
from corridor_desktop.stress.report import StressReport
from corridor_desktop.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a rule may look at.

    ``previous`` are the findings of the last review (for hysteresis), ``decisions`` the log,
    ``edited_today`` tells whether a trade or tag edit was recorded on ``as_of``.
    """

    as_of: date
    policy: Policy
    valuation: Valuation
    exposures: Mapping[Dimension, Exposure]
    tags: TagBook
    stress: StressReport
    previous: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    edited_today: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule measured for one subject, before it is held against the limit.

    ``measured`` is ``None`` when it cannot be told, and then ``why`` says why. ``low``/``high``
    bound an uncertain measure, which may warn but breaches only past its near end.
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
