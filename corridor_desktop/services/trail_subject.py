"""Of what a figure is, and of which day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import FxRate, PricePoint
from corridor_desktop.exposure.change import Change
from corridor_desktop.exposure.exposure import History
from corridor_desktop.performance.performance import Performance
from corridor_desktop.services.review import Review
from corridor_desktop.stress.factor_report import Joint
from corridor_desktop.stress.report import (
    Replay,
    Reverse,
    RiskShares,
    Shock,
    StressReport,
    StressSet,
    Window,
)
from corridor_desktop.stress.risk_report import TailRisk

_INDEX = re.compile(r"\[([^\]]*)\]")


def subject_of(review: Review, way: Sequence[Any], place: str) -> str:
    """Return the name of the nearest thing on the way that has one, empty where none has."""
    for one in reversed(way[1:]):
        found = _name(one, place)
        if found:
            return found
    keys = _INDEX.findall(place)
    return next((name for key in keys if (name := _known(review, way, key))), "")


def _name(one: Any, place: str) -> str:
    instrument = getattr(one, "instrument", one)
    if isinstance(instrument, Instrument):
        return instrument.label
    if isinstance(one, History):
        column = place.rpartition("[")[2].rstrip("]")
        inside = place.count("[") > 2 and column.isdigit() and int(column) < len(one.labels)
        return one.labels[int(column)] if inside else ""
    for word in ("label", "title"):
        found = getattr(getattr(one, "episode", one), word, None)
        if isinstance(found, str) and found:
            return found
    return ""


def _known(review: Review, way: Sequence[Any], key: str) -> str:
    """Return the name of an instrument that a place calls by its id."""
    if key in review.instruments:
        return review.instruments[key].label
    pair = way[-2] if len(way) > 1 else None  # such as an id with its sessions to sell
    first = pair[0] if isinstance(pair, tuple) and pair else None
    found = review.instruments.get(first) if isinstance(first, str) else None
    return found.label if found is not None else ""


def day_of(review: Review, way: Sequence[Any], place: str) -> date:
    """Return the day of a figure: of the close, of its step in a series, else of the review."""
    for one in reversed(way[1:]):
        if isinstance(one, PricePoint | FxRate):
            return one.session
        if isinstance(one, Replay | Window | Joint):
            return one.end
        days = getattr(one, "days", None)
        if isinstance(days, tuple) and days and isinstance(days[0], date):
            return _step(days, place)
        if isinstance(one, StressReport):
            return one.end or review.as_of
        for word in ("as_of", "day"):
            found = getattr(getattr(one, "episode", one), word, None)
            if isinstance(found, date):
                return found
    return review.as_of


def _step(days: Sequence[date], place: str) -> date:
    """Return the day of one step of a series, the last where no single step is meant."""
    found = re.search(r"\.(?:values|growth|coverage|low|high|benchmark|portfolio)\[(\d+)\]", place)
    step = int(found[1]) if found else -1
    return days[step] if step < len(days) else days[-1]


def start_of(review: Review, way: Sequence[Any], kind: str) -> date | None:
    """Return the first day of the span of a figure, ``None`` where it is of one day."""
    for one in reversed(way[1:]):
        if isinstance(one, Performance):
            return None if kind.endswith("[]") or "change" in kind else one.start
        if isinstance(one, Replay | Window | TailRisk | Change | Joint):
            return one.start
        if isinstance(one, Shock | Reverse | RiskShares | StressSet):
            return review.stress.start
    return None
