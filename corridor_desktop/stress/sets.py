"""Which sessions count as stress: five definitions, one of which the user picks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from corridor_desktop.domain.episode import Episode
from corridor_desktop.domain.message import Message
from corridor_desktop.stress.links import Marker, Pair, mark_tenth
from corridor_desktop.stress.returns import Days
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.windows import Flags, falls, mark_falls, mark_shocks, mark_worst

Span = tuple[date, date]
EVENT_SESSIONS = 5
"""An event counts from the first session that could react to the fourth after it."""


class Kind(StrEnum):
    """The definitions, in the order in which they are offered."""

    WORST = "worst_tenth"
    SHOCKS = "shock_days"
    FALLS = "falls"
    EVENTS = "events"
    OWN = "own_dates"


@dataclass(frozen=True, slots=True)
class StressChoice:
    """How stress is told from calm.

    The worst tenth of windows (set A), days at or below ``level`` (B), falls of ``depth`` from
    peak to trough (C), event windows from the episodes (D), or ``spans`` of days of the user's
    own, both ends included (E).
    """

    kind: Kind = Kind.WORST
    level: float = -0.02
    depth: float = 0.15
    spans: tuple[Span, ...] = ()


WORST_TENTH = StressChoice()
"""The default: there are always enough of them, and their number is known."""


def mark_spans(days: Days, spans: Sequence[Span]) -> Flags:
    """Mark sessions within any of the spans, both ends included (stress set E)."""
    flags = np.zeros(len(days), dtype=bool)
    for start, end in spans:
        flags |= (days >= start.toordinal()) & (days <= end.toordinal())
    return flags


def mark_events(days: Days, events: Sequence[date], sessions: int = EVENT_SESSIONS) -> Flags:
    """Mark, for every event, the first session on or after it and those that follow (set D).

    An event before the first or after the last session marks nothing.
    """
    flags = np.zeros(len(days), dtype=bool)
    for day in events:
        at = int(np.searchsorted(days, day.toordinal()))
        if at < len(days) and day.toordinal() >= int(days[0]):
            flags[at : at + sessions] = True
    return flags


def mark_sessions(choice: StressChoice, seoul: Seoul, episodes: Sequence[Episode] = ()) -> Flags:
    """Mark the sessions of the window that count as stress, one flag per Seoul row.

    Falls are sought in the whole stored history, so that a window which opens in the middle of
    one still knows it.
    """
    closes, days = seoul.full.closes, seoul.full.days
    if choice.kind is Kind.FALLS:
        flags = mark_falls(closes, choice.depth)
    elif choice.kind is Kind.EVENTS:
        flags = mark_events(days, [session_of(one) for one in episodes if one.kind == "crisis"])
    elif choice.kind is Kind.OWN:
        flags = mark_spans(days, choice.spans)
    else:
        moves = np.concatenate([[0.0], falls(closes, 1)])
        flags = np.zeros(len(closes), dtype=bool)
        inside = slice(max(1, len(closes) - len(seoul)), None)
        flags[inside] = (
            mark_shocks(moves[inside], choice.level)
            if choice.kind is Kind.SHOCKS
            else mark_worst(moves[inside])
        )
    return flags[len(flags) - len(seoul) :]


def session_of(episode: Episode) -> date:
    """Return the first session that could react, as far as it is known."""
    return episode.day if episode.reaction is None else episode.reaction.session


def make_marker(choice: StressChoice, seoul: Seoul, episodes: Sequence[Episode]) -> Marker:
    """Return what marks the stress windows of any pair.

    A shock day marks every window that holds it; spans of days mark the windows of which they
    are more than half.
    """
    if choice.kind is Kind.WORST:
        return mark_tenth
    flags = mark_sessions(choice, seoul, episodes)
    any_of = choice.kind is Kind.SHOCKS
    return lambda pair: mark_windows(flags, pair, any_of=any_of)


def mark_windows(flags: Flags, pair: Pair, *, any_of: bool = False) -> Flags:
    """Mark the windows of a pair by the sessions (Seoul rows) in them: most, or ``any_of`` them."""
    total = np.concatenate([[0], np.cumsum(flags)])
    inside = total[pair.rows + 1] - total[np.maximum(pair.rows + 1 - pair.horizon, 0)]
    return np.asarray(inside > (0 if any_of else pair.horizon / 2))


def define(choice: StressChoice, horizon: int, windows: int) -> Message:
    """Say in a sentence's parameters what counts as stress."""
    if choice.kind is Kind.WORST:
        return Message.of("stress.worst_tenth", sessions=horizon, windows=windows)
    if choice.kind is Kind.SHOCKS:
        return Message.of("stress.set_shocks", level=f"{-choice.level * 100:g} %")
    if choice.kind is Kind.FALLS:
        return Message.of("stress.set_falls", depth=f"{choice.depth * 100:g} %")
    if choice.kind is Kind.EVENTS:
        return Message.of("stress.set_events", sessions=EVENT_SESSIONS)
    return Message.of("stress.set_own", count=len(choice.spans))
