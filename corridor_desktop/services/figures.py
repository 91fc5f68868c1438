"""Every figure of a review by the place where it stands, and back from a place to the figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import Finding
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import FxRate
from corridor_desktop.ledger.book import Position
from corridor_desktop.services.review import Review
from corridor_desktop.stress.report import EpisodeRow, StressReport
from corridor_desktop.stress.shocks import reverse_at, shock_at
from corridor_desktop.stress.stress import joint_at
from corridor_desktop.valuation.valuation import Line

MEASURED = ("valuation", "exposures", "exposures_through", "performance", "stress", "liquidity")
"""The parts of a review that hold figures; findings also depend on what stood before."""

SHOWN = (
    *MEASURED, "findings", "changes", "histories", "themes_as_today", "book", "funds", "fund_pairs",
    "listing_changes",
    "instruments", "tags", "tags_now", "policy", "decisions",
)  # fmt: skip
"""All parts of a review that hold something a page, a command or the report can show."""

_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_]*)|\[([^\]]*)\]")
_INDEX = re.compile(r"\[[^\]]*\]")
_QUESTIONS: Mapping[str, Callable[..., Any]] = {
    "shock_at": shock_at,
    "reverse_at": reverse_at,
    "joint_at": joint_at,
}
"""What a report answers on request: ``stress.shock_at[-0.07].world.loss``; ``[-0.07,21]`` asks for
a fall within 21 sessions, ``joint_at[kospi=-0.05;won=-0.03]`` for several moves at once."""


def figures(thing: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Yield every number below a value, with the place that leads to it."""
    if isinstance(thing, bool | np.bool_):
        return
    if isinstance(thing, int | float | Decimal | np.number | np.ndarray):
        yield place, thing
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from figures(getattr(thing, each.name), f"{place}.{each.name}")
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from figures(value, f"{place}[{getattr(key, 'value', key)}]")
    elif isinstance(thing, tuple | list):
        for number, value in enumerate(thing):
            yield from figures(value, f"{place}[{number}]")


def pattern(place: str) -> str:
    """Return a place with every index left out: all figures of a kind have the same."""
    plain = _INDEX.sub("[]", place)
    for asked, kept in (("describe[]", "details"), ("_at[]", "")):
        plain = plain.replace(asked, kept)
    return plain.replace("stress.shock.", "stress.shocks[].")


def find(review: Review, place: str) -> tuple[Any, ...]:
    """Return all things on the way to a place, the figure (or what holds it) last.

    An index of a list may be its number, or the key, symbol or name of what stands there.

    Raises
    ------
    UsageTrouble
        Nothing stands at this place.
    """
    way: list[Any] = [review]
    at = 0
    while at < len(place):
        step = _STEP.match(place, at)
        if step is None:
            raise _nowhere(place)
        at = step.end()
        try:
            found = _next(way[-1], step)
            aged = isinstance(way[-1], FxRate) and step[1] == "age"
            way.append(found(review.as_of) if aged else found)
        except (LookupError, AttributeError, TypeError, ValueError):
            raise _nowhere(place) from None
    return tuple(way)


def _next(thing: Any, step: re.Match[str]) -> Any:
    name, index = step.groups()
    if name is None:
        return _inside(thing, index)
    if isinstance(thing, StressReport) and name in _QUESTIONS:
        return lambda asked: _ask(thing, name, asked)
    if not is_dataclass(thing) or name.startswith("_"):
        raise LookupError(name)
    return getattr(thing, name)


def _ask(report: StressReport, name: str, asked: str) -> Any:
    if name == "joint_at":
        pairs = (part.partition("=") for part in asked.split(";"))
        found = joint_at(report, {key: float(move) for key, _, move in pairs})
        return None if isinstance(found, Message) else found
    size, _, sessions = asked.partition(",")
    further = (int(sessions),) if sessions and name == "shock_at" else ()
    return _QUESTIONS[name](report, float(size), *further)


def _inside(thing: Any, index: str) -> Any:
    if isinstance(thing, Mapping):
        return _first(value for key, value in thing.items() if getattr(key, "value", key) == index)
    if isinstance(thing, tuple | list):
        if re.fullmatch(r"\d+", index):
            return thing[int(index)]
        return _first(each for each in thing if index in _names(each))
    if callable(thing):
        answer = thing(index)
        if answer is None:
            raise LookupError(index)
        return answer
    raise LookupError(index)


def _first(found: Iterator[Any]) -> Any:
    for each in found:
        return each
    raise LookupError


def _names(thing: Any) -> set[str]:
    """Return by which words an element of a list may be called.

    Where one thing stands in several rows, a bar joins two: holding|account, limit|subject,
    day|title.
    """
    if isinstance(thing, Finding):
        return {thing.limit, f"{thing.limit}|{thing.subject}"}
    if isinstance(thing, EpisodeRow):
        return {thing.episode.title, f"{thing.episode.day.isoformat()}|{thing.episode.title}"}
    if isinstance(thing, Position):
        return {thing.instrument_id, f"{thing.instrument_id}|{thing.account_id}"}
    words = ("key", "label", "instrument_id", "symbol", "ticker", "id", "name", "isin", "limit")
    found = {getattr(thing, word, None) for word in words}
    inner = getattr(thing, "instrument", None)
    plain = {word for word in found if isinstance(word, str) and word}
    if inner is not None:
        plain |= _names(inner)
    if isinstance(thing, Line):
        plain.add(f"{thing.instrument.id}|{thing.account.id}")
    return plain


def _nowhere(place: str) -> UsageTrouble:
    return UsageTrouble(
        "no_figure",
        f"There is no figure at {place!r} in this review.",
        "List them with: explain",
    )
