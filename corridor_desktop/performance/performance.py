"""How the portfolio did between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.message import Message
from corridor_desktop.performance.attribution import Attribution
from corridor_desktop.performance.statement_periods import Dietz


@dataclass(frozen=True, slots=True)
class Performance:
    """Returns as fractions of one over ``start`` .. ``end``; missing ones say why.

    ``twr`` is cumulative, not annualised; ``twr_annual`` only from 365 days on. ``xirr`` is
    annual from one year on; ``xirr_period`` is the un-annualised money-weighted return below it.
    ``days``, ``values`` and ``growth`` are parallel: daily value in ``base`` and growth of one.
    ``attributions`` say where the return came from, over the whole span first; ``dietz`` is the
    return between statements where there are no daily values.
    """

    base: str
    start: date | None
    end: date
    twr: float | None
    twr_why: Message | None
    twr_annual: float | None
    xirr: float | None
    xirr_why: Message | None
    xirr_period: float | None = None
    day_change: float | None = None
    month_change: float | None = None
    max_drawdown: float | None = None
    volatility: float | None = None
    days: tuple[date, ...] = ()
    values: tuple[float, ...] = ()
    growth: tuple[float, ...] = ()
    notes: tuple[Message, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    dietz: Dietz | None = None
