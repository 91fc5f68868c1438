"""Findings and decisions as table rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.finding import Decision, Driver, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.services.seals import spoken
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.cells import Gauge
from corridor_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review

WORDS = {
    State.BREACH: "Breach",
    State.NEAR: "Near",
    State.CANNOT_TELL: "Cannot tell",
    State.ACKNOWLEDGED: "Acknowledged",
    State.INSIDE: "Inside",
}
_ORDER = {state: place for place, state in enumerate(WORDS)}
_MARKS = {
    State.BREACH: "\N{BLACK DIAMOND}",
    State.NEAR: "\N{BLACK UP-POINTING TRIANGLE}",
    State.CANNOT_TELL: "?",
    State.ACKNOWLEDGED: "\N{BALLOT BOX WITH CHECK}",
    State.INSIDE: "\N{CHECK MARK}",
}
TONES = {State.BREACH: "danger", State.NEAR: "warning", State.CANNOT_TELL: "muted"}
COUNTED = frozenset({"effective_number", "liquidity", "analyst_coverage"})
"""Limits that count things instead of measuring a fraction."""


def state_word(found: Finding) -> str:
    """Return the state as a sign and a word, so that colour is never alone."""
    word = WORDS[found.state]
    if found.state is State.ACKNOWLEDGED and found.until is not None:
        word = f"{word} until {fmt.day(found.until)}"
    return f"{_MARKS[found.state]} {word}"


def title(limit: str) -> str:
    """Return what a limit is called."""
    return say(Message.of(f"rules.title_{limit}"))


def level(limit: str, value: float | None) -> str:
    """Return a measured value or a level in the unit of its limit."""
    if value is None:
        return fmt.MISSING
    if limit not in COUNTED:
        return fmt.percent(value)
    return fmt.count(value) if value == round(value) else fmt.number(value, 1)


def measured(found: Finding) -> str:
    """Return what was measured."""
    return level(found.limit, found.measured)


def explanation(found: Finding) -> str:
    """Return why nothing was measured, or what would bring the value back.

    What the user did himself today is said first: it weighs more than what prices did.
    """
    words = say(found.why) if found.why is not None else say(found.remedy)
    return f"{say(Message.of('rules.by_yourself'))} {words}" if found.active else words


def drivers(found: Finding) -> str:
    """Return the largest contributors; nothing where the subject itself is the only one."""
    if [part.label for part in found.drivers] == [found.label]:
        return ""
    return ", ".join(_driver(part) for part in found.drivers[:3])


def _driver(part: Driver) -> str:
    """Return a contributor with its share; one without a value by its name alone."""
    if not part.share:
        return part.label
    return f"{part.label} {fmt.percent(part.share, 0 if abs(part.share) >= 0.095 else 1)}"


def key(found: Finding) -> str:
    """Return what names a finding."""
    return f"{found.limit}|{found.subject}"


def gauge(found: Finding) -> Gauge | None:
    """Return a finding as a bar; nothing where it cannot be told or has no level."""
    if found.measured is None or found.limit_value is None:
        return None
    tone = {State.BREACH: "danger", State.NEAR: "warning"}.get(found.state, "accent")
    return Gauge(found.measured, found.warn, found.breach, tone, found.floor)


def against(found: Finding) -> str:
    """Return the measured value against its level in words."""
    least = "at least " if found.floor else ""
    limit = f"{least}{level(found.limit, found.limit_value)}"
    return f"{measured(found)} of {limit}" if found.limit_value is not None else measured(found)


def _against_tip(found: Finding) -> str:
    parts = [against(found)]
    if found.warn is not None:
        parts.append(f"thin mark: warning at {level(found.limit, found.warn)}")
    if found.breach is not None:
        parts.append(f"thick mark: limit at {level(found.limit, found.breach)}")
    return "; ".join(parts)


COLUMNS: tuple[Column[Finding], ...] = (
    Column("state", "State", lambda f: float(_ORDER[f.state]), state_word, state_word, width=90,
           tone=lambda f: TONES.get(f.state, "")),
    Column("limit", "Limit", lambda f: title(f.limit), lambda f: title(f.limit),
           lambda f: title(f.limit), width=320),
    Column("subject", "Of", lambda f: f.label, lambda f: f.label, lambda f: f.label, width=112),
    Column("measured", "Measured", lambda f: f.measured, measured, explanation, numeric=True,
           width=76),
    Column("against", "Against limit",
           lambda f: None if f.measured is None or not f.limit_value
           else f.measured / f.limit_value,
           against, _against_tip, width=116, cell=gauge),
    Column("warn", "Warn at", lambda f: f.warn, lambda f: level(f.limit, f.warn), numeric=True,
           width=76, shown=False),
    Column("breach", "Limit at", lambda f: f.breach, lambda f: level(f.limit, f.breach),
           lambda f: "" if f.breach is not None else "This limit only warns.", numeric=True,
           width=70),
    Column("drivers", "Mostly", drivers, drivers, drivers, width=240),
    Column("since", "Since", lambda f: f.since.isoformat() if f.since else None,
           lambda f: fmt.day(f.since) if f.since else "", width=110),
)  # fmt: skip

_KINDS = {
    "acknowledged": "Acknowledged",
    "withdrawn": "Acknowledgement withdrawn",
    "policy_changed": "Limits changed",
    "policy_begun": "Limits at the start",
    "breach_opened": "Breach opened",
    "breach_closed": "Breach closed",
    "lapsed": "Acknowledgement ended: it got worse",
    "facts_changed": "Facts of a holding changed",
    "noticed": "You were told of it",
    "notice_seen": "Sanctions notice read",
}


_TOLD = {"policy_begun", "policy_changed", "facts_changed"}


def _when(entry: Decision) -> str:
    return f"{fmt.day(entry.at.date())} {entry.at:%H:%M}"


def _detail(entry: Decision) -> str:
    parts = [entry.reason, spoken(entry.detail) if entry.kind in _TOLD else ""]
    if entry.until is not None:
        parts.append(f"until {fmt.day(entry.until)}")
    return "; ".join(part for part in parts if part)


LOG_COLUMNS: tuple[Column[Decision], ...] = (
    Column("at", "When (UTC)", lambda e: e.at.isoformat(), _when, width=140),
    Column("kind", "What", lambda e: e.kind, lambda e: _KINDS.get(e.kind, e.kind), width=170),
    Column("limit", "Limit", lambda e: e.limit, lambda e: title(e.limit) if e.limit else "",
           width=190),
    Column("subject", "Of", lambda e: e.subject, lambda e: e.subject, width=120),
    Column("measured", "Measured", lambda e: e.measured,
           lambda e: "" if e.measured is None else level(e.limit, e.measured), numeric=True,
           width=90),
    Column("detail", "Reason and detail", _detail, _detail, width=320),
)  # fmt: skip


def sentence(review: Review) -> str:
    """Return where the portfolio stands, in one sentence."""
    states = [found.state for found in review.findings]
    breaches, near = states.count(State.BREACH), states.count(State.NEAR)
    accepted, unknown = states.count(State.ACKNOWLEDGED), states.count(State.CANNOT_TELL)
    words = []
    if breaches:
        words.append(f"{fmt.of_them(breaches, 'limit is', 'limits are')} broken")
    if near:
        words.append(f"{fmt.in_words(near)} near")
    if accepted:
        words.append(f"{fmt.in_words(accepted)} acknowledged")
    if unknown:
        words.append(f"{fmt.in_words(unknown)} cannot be told")
    if not words:
        return "You are inside every limit you set."
    return f"{fmt.sentence(', '.join(words))}."
