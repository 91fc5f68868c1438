"""Where a reading stands against its limit: hysteresis, uncertainty, acknowledgements.

A finding opens when the measure is past a level and closes at 95 % of it (a floor: at 1/0.95 of
it), so that a price wobbling round the level does not open and close it every day. An estimate
opens a breach only when the near end of its interval is past the level.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.contract import Reading

CLEARS_AT = 0.95
"""A finding closes at this fraction of its level."""

WORSENS_BY = 0.10
"""An acknowledgement lapses when the measure worsens by this fraction of the limit."""

LONGEST_DAYS = 90
"""An acknowledgement has to be looked at again within so many days."""

LAPSED = "lapsed"
"""The kind of the entry that an acknowledgement ended because the measure got worse."""

_TELLING = frozenset({"acknowledged", "withdrawn", "breach_opened", "breach_closed", LAPSED})
"""The kinds of log entries that give or end an acknowledgement."""

_ORDER = (State.CANNOT_TELL, State.INSIDE, State.NEAR, State.BREACH)

# A share worked out by division may miss the level by its last digit; that is not a breach.
_HAIR = 1e-9


def standing(finding: Finding | None) -> State | None:
    """Return the level a finding stood at, whether or not it was acknowledged."""
    if finding is None:
        return None
    if finding.level is not None:
        return finding.level
    return State.BREACH if finding.state is State.ACKNOWLEDGED else finding.state


def worse(one: State | None, other: State | None) -> bool:
    """Tell whether ``one`` is a worse level than ``other``; nothing known is no level."""
    return _rank(one) > _rank(other)


def judge(reading: Reading, limit: Limit, before: Finding | None) -> State:
    """Return where the reading stands, given where it stood at the last review."""
    if reading.measured is None:
        return State.CANNOT_TELL
    stood = standing(before)
    sure = _near_end(reading, limit) if reading.uncertain else reading.measured
    kept = before is not None and before.breach == limit.breach and stood is State.BREACH
    if past(sure, limit.breach, floor=limit.floor, held=kept):
        return State.BREACH
    warned = before is not None and before.warn == limit.warn
    warned = warned and stood in {State.NEAR, State.BREACH}
    if past(reading.measured, limit.warn, floor=limit.floor, held=warned) or past(
        reading.measured, limit.breach, floor=limit.floor, held=kept
    ):
        return State.NEAR
    return State.INSIDE


def past(value: float | None, level: float | None, *, floor: bool, held: bool) -> bool:
    """Tell whether ``value`` is past ``level``; while ``held`` open it must come back further."""
    if value is None or level is None:
        return False
    if floor:
        return value < (level / CLEARS_AT if held else level) - _HAIR
    return value > (level * CLEARS_AT if held else level) + _HAIR


def in_force(finding: Finding, decisions: Iterable[Decision], today: date) -> Decision | None:
    """Return the acknowledgement that covers the finding today, ``None`` when there is none.

    ``decisions`` are in the order of the log, because two entries may bear the same instant. An
    acknowledgement ends after its last day, when it is withdrawn, when the breach is logged as
    opened or closed after it, when a warning it was given for became a breach, and when the
    measure has worsened by more than a tenth of the limit since.
    """
    entries = [
        entry
        for entry in decisions
        if (entry.limit, entry.subject) == (finding.limit, finding.subject)
        and entry.kind in _TELLING
    ]
    last = entries[-1] if entries else None
    if last is None or last.kind != "acknowledged" or last.until is None or last.until < today:
        return None
    if last.detail == State.NEAR and standing(finding) is State.BREACH:
        return None
    return None if _worsened(finding, last) else last


def lapsed(finding: Finding, decisions: Iterable[Decision], today: date) -> bool:
    """Tell whether an acknowledgement that still runs ended because the measure got worse."""
    own = [
        entry
        for entry in decisions
        if (entry.limit, entry.subject) == (finding.limit, finding.subject)
        and entry.kind in _TELLING
    ]
    if not own or own[-1].kind != "acknowledged" or finding.state not in {State.NEAR, State.BREACH}:
        return False
    until = own[-1].until
    return until is not None and until >= today and in_force(finding, own, today) is None


def _worsened(finding: Finding, given: Decision) -> bool:
    level = finding.limit_value
    if finding.measured is None or given.measured is None or level is None:
        return False
    grown = finding.measured - given.measured
    return (-grown if finding.floor else grown) > WORSENS_BY * abs(level) + _HAIR


def _near_end(reading: Reading, limit: Limit) -> float | None:
    return reading.high if limit.floor else reading.low


def _rank(state: State | None) -> int:
    return _ORDER.index(state) if state in _ORDER else -1
