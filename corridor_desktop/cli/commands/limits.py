"""Limits: check them, acknowledge a breach, look at or change the policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corridor_desktop.cli import forms, text
from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.cli.commands.review import AS_OF, day, finding_lines, made
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.limits import exit_code
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.policy import Limit, Policy


def check(arguments: Namespace, outside: Outside) -> Answer:
    """Hold every limit against what is measured; the exit code tells the worst state."""
    review = made(arguments, outside)
    document = {
        "as_of": review.as_of.isoformat(),
        "policy": {"name": review.policy.name, "version": review.policy.version},
        "findings": [forms.finding_form(found) for found in review.findings],
        "open_breaches": len(review.open_breaches),
        "may_go_out_unstamped": review.clearance.granted,
        "log_intact": review.log_broken_at is None,
        "log_broken_at": review.log_broken_at,
    }
    lines, code = finding_lines(review), exit_code(review.findings)
    if review.log_broken_at is not None:
        code = code or NEEDS_YOU
        lines = [f"The decision log was altered at entry {review.log_broken_at}.", *lines]
    return Answer(document, lines, code)


def acknowledge(arguments: Namespace, outside: Outside) -> Answer:
    """Acknowledge a breach with a reason and an end."""
    until = day(arguments.until)
    outside.desk.limits.acknowledge(arguments.limit, arguments.subject, arguments.reason, until)
    document = {
        "limit": arguments.limit,
        "subject": arguments.subject,
        "until": until.isoformat(),
        "reason": arguments.reason,
    }
    return Answer(document, [f"Acknowledged until {until}: {arguments.limit} {arguments.subject}"])


def limit_form(limit: Limit) -> dict[str, object]:
    """Return one limit as JSON."""
    return {
        "limit": limit.id,
        "subject": limit.subject or None,
        "warn": limit.warn,
        "breach": limit.breach,
        "on": limit.on,
        "floor": limit.floor,
        "origin": limit.origin,
    }


def _policy_answer(policy: Policy, notes: list[str]) -> Answer:
    rows = [
        (
            limit.id,
            limit.subject or "each",
            "" if limit.warn is None else f"{limit.warn:g}",
            "" if limit.breach is None else f"{limit.breach:g}",
            "on" if limit.on else "off",
            limit.origin.replace("_", " "),
        )
        for limit in policy.limits
    ]
    document = {
        "name": policy.name,
        "version": policy.version,
        "cooling_off_days": policy.cooling_off,
        "limits": [limit_form(limit) for limit in policy.limits],
        "notes": notes,
    }
    head = ("limit", "subject", "warn", "breach", "", "origin")
    return Answer(document, [*notes, policy.name, *text.table(head, rows, "  rr")])


def show_policy(_: Namespace, outside: Outside) -> Answer:
    """Show the limits in force."""
    return _policy_answer(outside.desk.limits.policy(), [])


def set_limit(arguments: Namespace, outside: Outside) -> Answer:
    """Change one limit: tightening acts at once, loosening after the cooling-off period."""
    limits = outside.desk.limits.policy().limits
    current = {limit.id: limit for limit in limits if not limit.subject}
    limit = current.get(arguments.limit)
    if limit is None:
        known = ", ".join(sorted(current))
        raise UsageTrouble(
            "unknown_limit", f"There is no limit {arguments.limit!r}.", f"Known: {known}."
        )
    note = outside.desk.limits.change(
        limit.id,
        limit.warn if arguments.warn is None else _level(arguments.warn),
        limit.breach if arguments.breach is None else _level(arguments.breach),
        limit.on if arguments.switch is None else arguments.switch == "on",
    )
    return _policy_answer(outside.desk.limits.policy(), [say(note)])


def _level(value: str) -> float:
    try:
        level = float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        level = math.nan
    if not math.isfinite(level):
        raise UsageTrouble("bad_level", f"{value!r} is not a level.", "Write 20% or 0.2.")
    return level


def use_profile(arguments: Namespace, outside: Outside) -> Answer:
    """Take over a whole profile of limits."""
    notes = outside.desk.limits.use_profile(arguments.profile)
    return _policy_answer(outside.desk.limits.policy(), [say(note) for note in notes])


COMMANDS = (
    Command("check", "hold the limits against the portfolio", check, (AS_OF,)),
    Command(
        "acknowledge",
        "acknowledge a breach with a reason and an end",
        acknowledge,
        (
            option("limit", help="limit id, for example single_issuer"),
            option("subject", help="what breaches it, as `check` names it"),
            option("--reason", required=True, help="why you accept it for now"),
            option("--until", required=True, metavar="DATE", help="at most 90 days from today"),
        ),
    ),
    Command("policy show", "show the limits", show_policy),
    Command(
        "policy set",
        "change one limit",
        set_limit,
        (
            option("limit", help="limit id"),
            option("--warn", metavar="LEVEL", help="20%% or 0.2"),
            option("--breach", metavar="LEVEL", help="20%% or 0.2"),
            option("--switch", choices=["on", "off"], help="switch it on or off"),
        ),
    ),
    Command(
        "policy profile",
        "take over a profile of limits",
        use_profile,
        (option("profile", help="its name, for example retail"),),
    ),
)
