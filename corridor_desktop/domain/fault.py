"""What looks wrong in stored prices, the repair that is offered, and what the user decided.

A stored close stays as the source sent it. An accepted repair is laid over it whenever the series
is read, so that it can be taken back, and so that a later answer is held against the source's own
closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from corridor_desktop.domain.message import Message


class RepairKind(StrEnum):
    """How a series is read differently once a repair was accepted."""

    LEAVE_OUT = "leave_out"
    SCALE = "scale"
    SPLIT = "split"
    REPLACE = "replace"
    ASK_ANEW = "ask_anew"


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair of the closes of ``symbol`` from ``first`` to ``last``, both included.

    ``SCALE`` multiplies them by ``factor``. ``SPLIT`` divides them by ``factor``, new units per
    old, and makes the split known from the next session on. ``REPLACE`` puts ``closes`` (session,
    close) in their place. ``LEAVE_OUT`` leaves a gap, which is never filled; where ``closes`` name
    sessions just those. ``ASK_ANEW`` throws the stored series away and asks the source for the
    whole history.
    """

    kind: RepairKind
    symbol: str
    first: date
    last: date
    factor: Decimal = Decimal(1)
    closes: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the prices of ``symbol`` that a person should look at.

    ``kind`` is the last part of the message's code. ``first`` and ``last`` bound the sessions it
    speaks of. ``repair`` is ``None`` where there is nothing to do but to know it.
    """

    symbol: str
    message: Message
    first: date
    last: date
    repair: Repair | None = None

    @property
    def kind(self) -> str:
        """Return what kind of fault it is: bad_tick, hundredfold, split, stale and so on."""
        return self.message.code.rpartition(".")[2]

    @property
    def key(self) -> str:
        """Return the name under which a decision about it is kept."""
        return f"{self.symbol}/{self.kind}/{self.first.isoformat()}"


@dataclass(frozen=True, slots=True)
class FaultDecision:
    """What the user decided about a fault; ``repair`` is the one accepted, if one was."""

    key: str
    accepted: bool
    at: datetime
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A close that a later answer had otherwise; ``taken`` tells whether the later one is stored.

    ``verdict`` is ``corrected`` (small, or the last close only), ``rebased`` (all by one ratio),
    ``restated``, ``other_source``, ``disputed`` (two sources that agree elsewhere) or ``file``.
    """

    symbol: str
    session: date
    before: float
    after: float
    verdict: str
    source_before: str
    source_after: str
    at: datetime
    taken: bool
