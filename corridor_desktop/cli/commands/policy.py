"""The policy: look at it, change one limit or all of them, take changes back, read the log."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.cli import text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.rules.episodes import days_in_breach, decisions_per_month, episodes
from corridor_desktop.services.policies import profiles
from corridor_desktop.services.seals import spoken
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.finding import Decision
    from corridor_desktop.domain.policy import Limit
    from corridor_desktop.rules.episodes import Episode
    from corridor_desktop.rules.policy_text import Change


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


def _policy_answer(outside: Outside, notes: list[str]) -> Answer:
    policy, coming = outside.desk.limits.policy(), outside.desk.limits.scheduled()
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
        "home_country": policy.home_country or None,
        "since": policy.since.isoformat() if policy.since else None,
        "limits": [limit_form(limit) for limit in policy.limits],
        "scheduled": [
            {
                "from": later.day.isoformat(),
                "changes": [_change_form(change) for change in later.changes],
            }
            for later in coming
        ],
        "profiles": sorted(profiles()),
        "notes": notes,
    }
    head = ("limit", "subject", "warn", "breach", "", "origin")
    title = f"{policy.name}, version {policy.version}, cooling-off {policy.cooling_off} days"
    lines = [
        f"From {each.day}: {change.limit} {change.subject}".rstrip() + f" ({change.direction})"
        for each in coming
        for change in each.changes
    ]
    return Answer(document, [*notes, title, *text.table(head, rows, "  rr"), *lines])


def _change_form(change: Change) -> dict[str, object]:
    return {
        "limit": change.limit,
        "subject": change.subject or None,
        "before": limit_form(change.before) if change.before else None,
        "after": limit_form(change.after) if change.after else None,
        "direction": str(change.direction),
    }


def show_policy(_: Namespace, outside: Outside) -> Answer:
    """Show the limits in force."""
    return _policy_answer(outside, [])


def set_limit(arguments: Namespace, outside: Outside) -> Answer:
    """Change one limit: tightening acts at once, loosening after the cooling-off period."""
    limits = outside.desk.limits.policy().limits
    current = {limit.id: limit for limit in limits if not limit.subject}
    own = {limit.id: limit for limit in limits if limit.subject == arguments.subject}
    limit = own.get(arguments.limit) or current.get(arguments.limit)
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
        arguments.subject,
        arguments.reason,
    )
    return _policy_answer(outside, [say(note)])


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
    return _policy_answer(outside, [say(note) for note in notes])


def export_policy(arguments: Namespace, outside: Outside) -> Answer:
    """Write the limits in force as a text file."""
    out, words = Path(arguments.file), outside.desk.limits.text()
    if out.exists() and not arguments.replace:
        raise UsageTrouble("exists", f"{out.name} is there already.", "Add --replace.")
    try:
        out.write_text(words, encoding="utf-8")
    except OSError as error:
        raise UsageTrouble("not_written", f"{out} cannot be written.") from error
    return Answer({"policy": str(out)}, [f"Wrote {out}."])


def load_policy(arguments: Namespace, outside: Outside) -> Answer:
    """Take the limits over from a text file."""
    try:
        words = Path(arguments.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageTrouble("not_read", f"{arguments.file} cannot be read as text.") from error
    note = outside.desk.limits.use_text(words, arguments.reason)
    return _policy_answer(outside, [say(note)])


def set_cooling_off(arguments: Namespace, outside: Outside) -> Answer:
    """Choose how many days a loosening waits."""
    note = outside.desk.limits.set_cooling_off(arguments.days)
    return _policy_answer(outside, [say(note)])


def withdraw_scheduled(_: Namespace, outside: Outside) -> Answer:
    """Take back every change that is still to come."""
    note = outside.desk.limits.withdraw_scheduled()
    return _policy_answer(outside, [say(note)])


def show_log(_: Namespace, outside: Outside) -> Answer:
    """Show what was decided, how long breaches lasted, and how often was decided."""
    today, log = outside.desk.clock.today(), outside.desk.limits.log()
    found = episodes(log, today)
    document = {
        "decisions": [_decision_form(entry) for entry in log],
        "episodes": [_episode_form(episode) for episode in found],
        "days_in_breach": [
            {"limit": limit, "subject": subject, "days": days}
            for (limit, subject), days in sorted(days_in_breach(found).items())
        ],
        "decisions_per_month": [
            {"month": month, "decisions": sum(counts.values()), "by_kind": counts}
            for month, counts in decisions_per_month(log).items()
        ],
    }
    rows = [
        (f"{entry.at:%Y-%m-%d %H:%M}", entry.kind, entry.limit, entry.subject, entry.reason)
        for entry in log
    ]
    lines = text.table(("when (UTC)", "what", "limit", "of", "reason"), rows)
    lines += [
        f"{episode.limit} {episode.subject}: {episode.days} days in breach from {episode.opened}"
        f" to {episode.closed or 'today'}"
        for episode in found
    ]
    return Answer(document, lines or ["Nothing was decided yet."])


def _decision_form(entry: Decision) -> dict[str, object]:
    return {
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "limit": entry.limit or None,
        "subject": entry.subject or None,
        "measured": entry.measured,
        "reason": entry.reason or None,
        "until": entry.until.isoformat() if entry.until else None,
        "detail": spoken(entry.detail) or None,
    }


def _episode_form(episode: Episode) -> dict[str, object]:
    return {
        "limit": episode.limit,
        "subject": episode.subject,
        "opened": episode.opened.isoformat(),
        "closed": episode.closed.isoformat() if episode.closed else None,
        "days": episode.days,
        "measured": episode.measured,
    }


_REASON = option("--reason", default="", help="why; it goes into the log")

COMMANDS = (
    Command("policy show", "show the limits, and what will change when", show_policy),
    Command(
        "policy set",
        "change one limit",
        set_limit,
        (
            option("limit", help="limit id"),
            option("--warn", metavar="LEVEL", help="20%% or 0.2"),
            option("--breach", metavar="LEVEL", help="20%% or 0.2"),
            option("--switch", choices=["on", "off"], help="switch it on or off"),
            option("--subject", default="", help="for this theme, country, ... alone"),
            option("--reason", default="", help="why; it goes into the log"),
        ),
    ),
    Command(
        "policy profile",
        "take over a profile of limits",
        use_profile,
        (option("profile", help="its name, for example retail"),),
    ),
    Command(
        "policy export",
        "write the limits in force as a text file",
        export_policy,
        (
            option("file", metavar="FILE", help="FILE.toml"),
            option("--replace", action="store_true", help="write over a file that is there"),
        ),
    ),
    Command(
        "policy load",
        "take the limits over from a text file",
        load_policy,
        (option("file", metavar="FILE", help="as `policy export` writes it"), _REASON),
    ),
    Command(
        "policy cooling-off",
        "choose how many days a loosening waits",
        set_cooling_off,
        (option("days", type=int, help="0 to 365"),),
    ),
    Command("policy withdraw", "take back every change that is still to come", withdraw_scheduled),
    Command("policy log", "what was decided, and how long breaches lasted", show_log),
)
