"""Hold every measure against the policy and say where it stands; the worst comes first."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.concentration import WHOLE
from corridor_desktop.rules.contract import Context, Reading, Rule
from corridor_desktop.rules.made import made_of, own_of, units_of
from corridor_desktop.rules.registry import FRACTION, RULES
from corridor_desktop.rules.remedies import percent, remedy
from corridor_desktop.rules.state import CLEARS_AT, in_force, judge, standing, worse

INCOMPLETE = 0.10
"""A count that nobody knows for more than this share of the money is worth saying."""

_ORDER = (State.BREACH, State.NEAR, State.CANNOT_TELL, State.ACKNOWLEDGED, State.INSIDE)
_RANK = {found.id: place for place, found in enumerate(RULES)}


def check(context: Context) -> tuple[Finding, ...]:
    """Return one finding for every limit that is on and every subject it was measured for.

    The same context gives the same findings in the same order: breaches, near, cannot tell,
    acknowledged, inside; within each, what the user did today first, then by how far past.
    """
    before = {(found.limit, found.subject): found for found in context.previous}
    made, units = made_of(context), units_of(context)
    found = [
        _find(rule, limit, reading, context, before, made, own_of(reading, units, made))
        for rule in RULES
        for limit, reading in _pairs(rule, context)
    ]
    return tuple(sorted(found, key=_severity))


def worst_by_limit(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the worst finding of each limit, in the order in which limits are shown."""
    worst: dict[str, Finding] = {}
    for finding in sorted(findings, key=_severity):
        worst.setdefault(finding.limit, finding)
    return tuple(sorted(worst.values(), key=lambda finding: _RANK.get(finding.limit, len(_RANK))))


def _pairs(rule: Rule, context: Context) -> list[tuple[Limit, Reading]]:
    limits = [limit for limit in context.policy.limits if limit.id == rule.id]
    if not any(limit.on for limit in limits):
        return []
    pairs = []
    for reading in _measured(rule, context):
        own = [limit for limit in limits if limit.subject == reading.subject]
        limit = next(iter(own or [limit for limit in limits if not limit.subject]), None)
        if limit is not None and limit.on and not _harmless(rule, limit, reading):
            pairs.append((limit, reading))
    return pairs


def _measured(rule: Rule, context: Context) -> tuple[Reading, ...]:
    total = context.valuation.total.amount
    if total > 0:
        return _told_apart(rule.measure(context))
    code = "rules.nothing_priced" if total == 0 else "rules.negative_total"
    return (Reading(WHOLE, WHOLE, None, why=Message.of(code)),)


def _told_apart(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Add the first contributor's key where two different things go by the same name."""
    seen = Counter(reading.subject for reading in readings)
    return tuple(
        replace(reading, subject=f"{reading.subject} ({reading.drivers[0].key})")
        if seen[reading.subject] > 1 and reading.drivers
        else reading
        for reading in readings
    )


def _harmless(rule: Rule, limit: Limit, reading: Reading) -> bool:
    """Tell whether an unknown share is too small to hide a value past the limit."""
    if reading.measured is not None or reading.unknown <= 0:
        return False
    levels = [level for level in (limit.warn, limit.breach) if level is not None]
    return reading.unknown <= (min(levels, default=1.0) if rule.unit == FRACTION else INCOMPLETE)


def _find(
    rule: Rule,
    limit: Limit,
    reading: Reading,
    context: Context,
    previous: Mapping[tuple[str, str], Finding],
    made: str,
    own: str,
) -> Finding:
    before = previous.get((rule.id, reading.subject))
    # What keeps a finding open is there for wobbling prices; what the owner changed counts anew.
    drifted = before is not None and before.made_of in {"", made}
    level = judge(reading, limit, before if drifted else None)
    stood = standing(before)
    held = level is not judge(reading, limit, None)
    finding = Finding(
        rule.id,
        reading.subject,
        reading.label,
        level,
        reading.measured,
        limit.warn,
        limit.breach,
        remedy(rule, limit, reading, level, context.valuation.total),
        floor=limit.floor,
        low=reading.low,
        high=reading.high,
        n=reading.n,
        drivers=reading.drivers,
        fingerprint=_fingerprint(limit, reading, context, held=held),
        active=_active(level, before, own, context),
        since=before.since or context.as_of if before and stood is level else context.as_of,
        why=_why(rule, limit, reading, level),
        level=level,
        made_of=made,
        own=own,
    )
    return _acknowledged(finding, context)


def _acknowledged(finding: Finding, context: Context) -> Finding:
    if finding.level not in {State.NEAR, State.BREACH}:
        return finding
    given = in_force(finding, context.decisions, context.today or context.as_of)
    if given is None:
        return finding
    return replace(finding, state=State.ACKNOWLEDGED, until=given.until, reason=given.reason)


def _active(level: State, before: Finding | None, own: str, context: Context) -> bool:
    """Tell whether the owner's own trade or edit, not the market, made it worse."""
    if before is None or not before.own or level not in {State.NEAR, State.BREACH}:
        return False
    if worse(level, standing(before)):
        return own != before.own
    return before.active and before.since == context.as_of


def _why(rule: Rule, limit: Limit, reading: Reading, level: State) -> Message | None:
    """Return the reading's own reason, or what the state alone would leave unexplained."""
    if reading.why is not None or reading.measured is None:
        return reading.why
    if reading.unknown > 0:
        return Message.of("rules.at_least", unknown=percent(reading.unknown))
    line = limit.breach if level is State.BREACH else limit.warn
    if level in {State.NEAR, State.BREACH} and line is not None:
        back = reading.measured >= line if limit.floor else reading.measured <= line
        if back:
            clear = line / CLEARS_AT if limit.floor else line * CLEARS_AT
            shown = percent(clear) if rule.unit == FRACTION else f"{clear:.1f}"
            return Message.of("rules.held_open", clear=shown)
    if level is State.NEAR and reading.uncertain and _beyond(reading, limit):
        return Message.of("rules.uncertain")
    return None


def _beyond(reading: Reading, limit: Limit) -> bool:
    if limit.breach is None or reading.measured is None:
        return False
    return reading.measured < limit.breach if limit.floor else reading.measured > limit.breach


def _severity(finding: Finding) -> tuple[int, bool, float, int, str]:
    return (
        _ORDER.index(finding.state),
        not finding.active,
        -_ratio(finding),
        _RANK.get(finding.limit, len(_RANK)),
        finding.subject,
    )


def _ratio(finding: Finding) -> float:
    """Return the measure over its limit (the reverse for a floor), so that limits compare."""
    level = finding.limit_value
    if finding.measured is None or not level:
        return 0.0
    if finding.floor:
        return level / finding.measured if finding.measured > 0 else float("inf")
    return finding.measured / level


def _fingerprint(limit: Limit, reading: Reading, context: Context, *, held: bool) -> str:
    """Return the SHA-256 of everything that decided the state, floats at 12 digits.

    Where the finding stood before counts only while it alone holds the finding open: the same
    inputs give the same digest at the first review and at every later one.
    """
    content = {
        "limit": [limit.id, limit.subject, _digits(limit.warn), _digits(limit.breach)],
        "floor": limit.floor,
        "as_of": context.as_of.isoformat(),
        "base": context.valuation.base,
        "total": str(context.valuation.total.amount),
        "subject": reading.subject,
        "measured": _digits(reading.measured),
        "interval": [_digits(reading.low), _digits(reading.high)],
        "uncertain": reading.uncertain,
        "n": reading.n,
        "unknown": _digits(reading.unknown),
        "drivers": [[driver.key, _digits(driver.share)] for driver in reading.drivers],
        "held_open": held,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _digits(value: float | None) -> str | None:
    return None if value is None else format(value, ".12g")


def measured_pairs(context: Context) -> tuple[tuple[Rule, Limit, Reading], ...]:
    """Return every limit that is on with what was measured for it, rule by rule."""
    return tuple(
        (rule, limit, reading) for rule in RULES for limit, reading in _pairs(rule, context)
    )
