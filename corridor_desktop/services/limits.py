"""Decisions about findings: acknowledge, withdraw, and the log of what opened and closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from corridor_desktop.domain.errors import PolicyTrouble
from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.rules.episodes import NOTICED
from corridor_desktop.rules.registry import rule
from corridor_desktop.rules.state import LAPSED, LONGEST_DAYS, lapsed, standing
from corridor_desktop.services.ports import Clock

_OPEN = {State.NEAR, State.BREACH}


def acknowledge(
    findings: Iterable[Finding], limit: str, subject: str, reason: str, until: date, clock: Clock
) -> Decision:
    """Return the log entry that acknowledges an open finding until a day (included).

    Raises
    ------
    PolicyTrouble
        No such open finding, no reason, a day that is past or more than 90 days away.
    """
    finding = _open_finding(findings, limit, subject)
    text = " ".join(reason.split())
    if not text:
        raise PolicyTrouble(
            "no_reason",
            "An acknowledgement needs a reason.",
            "Write down in a sentence why you accept it for now.",
        )
    today = clock.today()
    last = today + timedelta(days=LONGEST_DAYS)
    if until < today:
        raise PolicyTrouble(
            "past_date", f"{until.isoformat()} is past.", "Choose a day from today on."
        )
    if until > last:
        raise PolicyTrouble(
            "too_far",
            f"{until.isoformat()} is more than {LONGEST_DAYS} days away.",
            f"Choose a day up to {last.isoformat()}; it can be acknowledged again then.",
        )
    return Decision(
        clock.now(),
        "acknowledged",
        finding.limit,
        finding.subject,
        finding.measured,
        text,
        until,
        str(standing(finding)),
    )


def withdraw(findings: Iterable[Finding], limit: str, subject: str, clock: Clock) -> Decision:
    """Return the log entry that takes an acknowledgement back.

    Raises
    ------
    PolicyTrouble
        Nothing is acknowledged there.
    """
    for finding in findings:
        if (finding.limit, finding.subject) == (limit, subject):
            if finding.state is State.ACKNOWLEDGED:
                return Decision(clock.now(), "withdrawn", limit, subject, finding.measured)
            break
    raise PolicyTrouble(
        "not_acknowledged",
        f"There is no acknowledgement of {limit} for {subject} in force.",
        "Look at the limits first.",
    )


def noticed(found: Finding, clock: Clock) -> Decision:
    """Return the log entry that a notice of a breach was given."""
    return Decision(clock.now(), NOTICED, found.limit, found.subject, found.measured)


def journal(
    findings: Iterable[Finding], decisions: Iterable[Decision], clock: Clock
) -> tuple[Decision, ...]:
    """Return the log entries for what opened, closed or lapsed since the log was last written.

    What is open by the log is what was opened and not closed again; an acknowledged breach is
    still open.
    """
    log = tuple(decisions)
    opened: dict[tuple[str, str], bool] = {}
    for entry in sorted(log, key=lambda entry: entry.at):
        if entry.kind in {"breach_opened", "breach_closed"}:
            opened[entry.limit, entry.subject] = entry.kind == "breach_opened"
    levels = {(found.limit, found.subject): found for found in findings}
    entries = [
        Decision(clock.now(), LAPSED, *key, found.measured)
        for key, found in levels.items()
        if lapsed(found, log, clock.today())
    ]
    for key, found in levels.items():
        if standing(found) is State.BREACH and not opened.get(key):
            entries.append(Decision(clock.now(), "breach_opened", *key, found.measured))
    for key, is_open in opened.items():
        found_now = levels.get(key)
        told = found_now is None or standing(found_now) not in {State.BREACH, State.CANNOT_TELL}
        if is_open and told:
            measured = found_now.measured if found_now else None
            entries.append(Decision(clock.now(), "breach_closed", *key, measured))
    return tuple(entries)


def exit_code(findings: Iterable[Finding]) -> int:
    """Return what ``check`` exits with: 0 inside, 1 near or cannot tell, 4 a breach."""
    states = {finding.state for finding in findings}
    if State.BREACH in states:
        return 4
    return 1 if states & {State.NEAR, State.CANNOT_TELL} else 0


def _open_finding(findings: Iterable[Finding], limit: str, subject: str) -> Finding:
    if rule(limit) is None:
        raise PolicyTrouble("unknown_limit", f"There is no limit called {limit!r}.")
    for finding in findings:
        if (finding.limit, finding.subject) == (limit, subject) and standing(finding) in _OPEN:
            return finding
    raise PolicyTrouble(
        "not_open",
        f"{limit} is neither near nor broken for {subject}, so there is nothing to acknowledge.",
        "Look at the limits first; the subject is written as it is shown there.",
    )
