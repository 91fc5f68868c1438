"""What the rules noticed, and what the user decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from corridor_desktop.domain.message import Message


class State(StrEnum):
    """Where a measured value stands against its limit."""

    INSIDE = "inside"
    NEAR = "near"
    BREACH = "breach"
    ACKNOWLEDGED = "acknowledged"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Driver:
    """One contributor to a measured value: an instrument or key, and how much it contributes."""

    key: str
    label: str
    share: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One limit against one subject.

    ``measured`` is in the unit of the limit (fraction of one, or a count), ``None`` when it
    cannot be told. ``limit_value`` is the breach level, or the warn level of a limit that has no
    other. ``low``/``high`` bound uncertain measures. ``fingerprint`` digests the inputs, so that
    the same inputs give the same finding. ``until`` and ``reason`` stand for an acknowledgement in
    force. ``active`` is true when a trade or an edit since the last review made it worse, not
    prices. ``made_of`` digests everything held, tagged and stated, ``own`` what stands behind it.
    ``level`` is the state without any acknowledgement, ``None`` in findings written before it
    was kept.
    """

    limit: str
    subject: str
    label: str
    state: State
    measured: float | None
    warn: float | None
    breach: float | None
    remedy: Message
    floor: bool = False
    low: float | None = None
    high: float | None = None
    n: int | None = None
    drivers: tuple[Driver, ...] = ()
    fingerprint: str = ""
    active: bool = False
    since: date | None = None
    until: date | None = None
    reason: str = ""
    why: Message | None = None
    level: State | None = None
    made_of: str = ""
    own: str = ""

    @property
    def limit_value(self) -> float | None:
        """Return the level the measured value is held against."""
        return self.breach if self.breach is not None else self.warn


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry of the append-only log.

    ``kind`` is one of acknowledged, withdrawn, policy_begun, policy_changed, breach_opened,
    breach_closed,
    noticed, notice_seen, lapsed (an acknowledgement, because the measure got worse),
    facts_changed (what was stated of a holding that limits depend on).
    ``measured`` is what was measured when it was written. ``until`` ends an acknowledgement.
    """

    at: datetime
    kind: str
    limit: str
    subject: str
    measured: float | None = None
    reason: str = ""
    until: date | None = None
    detail: str = ""
