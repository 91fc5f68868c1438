"""The limits of a policy, and what is still to come, as table rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.policy import Limit
from corridor_desktop.rules.policy_text import Change, Scheduled
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.limits import rows
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column


def key(limit: Limit) -> str:
    """Return what names a limit of a policy."""
    return f"{limit.id}|{limit.subject}"


def scope(limit: Limit) -> str:
    """Return what a limit is held against."""
    return limit.subject or "each"


def origin(limit: Limit) -> str:
    """Return where the levels come from."""
    return say(Message.of(f"rules.origin_{limit.origin}"))


def _level(limit: Limit, value: float | None) -> str:
    if value is None:
        return "none"
    return f"{'at least ' if limit.floor else ''}{rows.level(limit.id, value)}"


COLUMNS: tuple[Column[Limit], ...] = (
    Column("limit", "Limit", lambda f: rows.title(f.id), lambda f: rows.title(f.id),
           lambda f: rows.title(f.id), width=270),
    Column("on", "Switch", lambda f: float(not f.on), lambda f: "on" if f.on else "off",
           tone=lambda f: "" if f.on else "muted", width=64),
    Column("scope", "Held against", scope, scope, width=104),
    Column("warn", "Warn at", lambda f: f.warn, lambda f: _level(f, f.warn), numeric=True,
           width=104),
    Column("breach", "Limit at", lambda f: f.breach, lambda f: _level(f, f.breach), numeric=True,
           width=104),
    Column("origin", "Where the levels come from", origin, origin, origin, width=300),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """One change that is still to come."""

    day: date
    change: Change


def coming(scheduled: tuple[Scheduled, ...]) -> tuple[Coming, ...]:
    """Return what is to come, one row for each limit."""
    return tuple(Coming(each.day, change) for each in scheduled for change in each.changes)


def _side(limit: Limit | None) -> str:
    if limit is None or not limit.on:
        return "off"
    return f"warn {_level(limit, limit.warn)}, limit {_level(limit, limit.breach)}"


COMING_COLUMNS: tuple[Column[Coming], ...] = (
    Column("day", "From", lambda f: f.day.isoformat(), lambda f: fmt.day(f.day), width=110),
    Column("limit", "Limit", lambda f: f.change.limit, lambda f: rows.title(f.change.limit),
           width=250),
    Column("before", "Now", lambda f: _side(f.change.before), lambda f: _side(f.change.before),
           width=210),
    Column("after", "Then", lambda f: _side(f.change.after), lambda f: _side(f.change.after),
           width=210),
)  # fmt: skip
