"""A statistic that never travels alone, and the sentence that stands where data is too thin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.message import Message


@dataclass(frozen=True, slots=True)
class Estimate:
    """A point estimate with its 95 % interval.

    ``n`` counts observations, ``n_eff`` what they are worth when they overlap; ``horizon`` is in
    sessions; ``start`` and ``end`` are the first and last session used; ``indicative`` marks an
    estimate between the hiding and the full threshold. ``low``/``high`` are ``None`` where no
    interval is defined.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    n_eff: float
    horizon: int
    start: date
    end: date
    method: str
    indicative: bool = False
    se: float | None = None


@dataclass(frozen=True, slots=True)
class TooLittle:
    """No number is shown; ``why`` says what is missing, ``n`` how much there was of ``needed``."""

    why: Message
    n: int = 0
    needed: int = 0


Measure = Estimate | TooLittle
