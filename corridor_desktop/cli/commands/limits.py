"""Limits: check them, acknowledge a breach, take an acknowledgement back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.cli import forms
from corridor_desktop.cli.answer import NEEDS_YOU, Answer, Command, Outside, option
from corridor_desktop.cli.commands.prices import fault_form
from corridor_desktop.cli.commands.review import AS_OF, day, finding_lines, made
from corridor_desktop.services.limits import exit_code
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace


def check(arguments: Namespace, outside: Outside) -> Answer:
    """Hold every limit against what is measured; the exit code tells the worst state."""
    review = made(arguments, outside)
    document = {
        "as_of": review.as_of.isoformat(),
        "policy": {"name": review.policy.name, "version": review.policy.version},
        "findings": [forms.finding_form(found) for found in review.findings],
        "looked_through": review.looked_through,
        "open_breaches": len(review.open_breaches),
        "may_go_out_unstamped": review.clearance.granted,
        "log_intact": review.log_broken_at is None,
        "log_broken_at": review.log_broken_at,
        "policy_altered": review.policy_altered,
        "notices": [
            {"limit": found.limit, "subject": found.subject}
            for found in (() if arguments.as_of else outside.desk.limits.notices(review.findings))
        ],
    }
    faults = [each for each in outside.desk.prices.faults() if each.is_open and each.used_for]
    document["price_faults"] = [fault_form(each) for each in faults]
    lines, code = finding_lines(review), exit_code(review.findings)
    lines = [*lines, *(f"prices: {say(each.fault.message)}" for each in faults)]
    if review.clearance.tampered:
        code = code or NEEDS_YOU
        lines = [*(say(found) for found in review.clearance.tampering), *lines]
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


def withdraw(arguments: Namespace, outside: Outside) -> Answer:
    """Take an acknowledgement back."""
    outside.desk.limits.withdraw(arguments.limit, arguments.subject)
    document = {"limit": arguments.limit, "subject": arguments.subject}
    return Answer(document, [f"Withdrawn: {arguments.limit} {arguments.subject}"])


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
    Command(
        "withdraw",
        "take an acknowledgement back",
        withdraw,
        (
            option("limit", help="limit id, for example single_issuer"),
            option("subject", help="what it was given for, as `check` names it"),
        ),
    ),
)
