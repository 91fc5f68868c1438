"""Breaches as episodes: how long each lasted, who was told of it, how often was decided.

Everything is read out of the append-only log; nothing is kept beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.finding import Decision, Finding, State
from corridor_desktop.rules.state import LAPSED, WORSENS_BY

NOTICED = "noticed"
"""The kind of the entry that a notice of a breach was given."""

DECIDED = frozenset({"acknowledged", "withdrawn", "policy_changed"})
"""The kinds of entries that a person made."""

_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Episode:
    """A breach from the day it was seen open to the day it was seen closed (``None``: still open).

    ``days`` counts calendar days, the first one included.
    """

    limit: str
    subject: str
    opened: date
    closed: date | None
    days: int
    measured: float | None


def episodes(decisions: Iterable[Decision], today: date) -> tuple[Episode, ...]:
    """Return every breach of the log, latest first."""
    running: dict[tuple[str, str], Decision] = {}
    found = []
    for entry in decisions:
        key = (entry.limit, entry.subject)
        if entry.kind == "breach_opened":
            running.setdefault(key, entry)
        elif entry.kind == "breach_closed" and key in running:
            found.append(_episode(running.pop(key), entry.at.date(), today))
    found += [_episode(entry, None, today) for entry in running.values()]
    return tuple(sorted(found, key=lambda each: (each.opened, each.limit), reverse=True))


def _episode(opened: Decision, closed: date | None, today: date) -> Episode:
    first = opened.at.date()
    days = max(((closed or today) - first).days, 0) + 1
    return Episode(opened.limit, opened.subject, first, closed, days, opened.measured)


def days_in_breach(found: Iterable[Episode]) -> dict[tuple[str, str], int]:
    """Return how many days each limit was broken for each subject, over all its episodes."""
    total: Counter[tuple[str, str]] = Counter()
    for episode in found:
        total[episode.limit, episode.subject] += episode.days
    return dict(total)


def decisions_per_month(decisions: Iterable[Decision]) -> dict[str, dict[str, int]]:
    """Return how often was decided in each month (``2026-03``), by kind; oldest first."""
    months: dict[str, Counter[str]] = {}
    for entry in decisions:
        if entry.kind in DECIDED:
            months.setdefault(f"{entry.at:%Y-%m}", Counter())[entry.kind] += 1
    return {month: dict(counts) for month, counts in sorted(months.items())}


def due(findings: Iterable[Finding], decisions: Sequence[Decision]) -> tuple[Finding, ...]:
    """Return the open breaches that a notice is due for: once an episode.

    A notice is due again when the breach closed and opened anew, when the measure worsened by
    more than a tenth of the limit since it was given, and when an acknowledgement given after it
    is no longer in force.
    """
    return tuple(
        found for found in findings if found.state is State.BREACH and not _told(found, decisions)
    )


def _told(found: Finding, decisions: Sequence[Decision]) -> bool:
    own = [
        entry for entry in decisions if (entry.limit, entry.subject) == (found.limit, found.subject)
    ]
    given = max((place for place, entry in enumerate(own) if entry.kind == NOTICED), default=None)
    if given is None:
        return False
    since = {entry.kind for entry in own[given + 1 :]}
    if since & {"breach_opened", "acknowledged", "withdrawn", LAPSED}:
        return False
    before, level = own[given].measured, found.limit_value
    if before is None or level is None or found.measured is None:
        return True
    grown = before - found.measured if found.floor else found.measured - before
    return grown <= WORSENS_BY * abs(level) + _HAIR
