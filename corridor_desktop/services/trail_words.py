"""A trail in words: the same lines for the window, the command line and the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.trail import Input, Method, Trail, Unit, Value
from corridor_desktop.services.words import say

Write = Callable[[Value, Unit, str], str]
"""How a front end writes a value in its unit; the last argument is the currency."""
Day = Callable[[date], str]
"""How a front end writes a day."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, each line in one to three cells."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A trail as it is read: ``title`` with the figure, ``ground`` in one line, then sections."""

    title: str
    figure: str
    ground: str
    sections: tuple[Section, ...]


def tell(trail: Trail, write: Write, day: Day = date.isoformat, most: int | None = None) -> Told:
    """Put a trail into words; ``most`` inputs are listed and the others counted."""
    head = (say(Message.of("trail.formula")), say(Message.of("trail.inputs")))
    rows = [_row(each, write, day) for each in trail.inputs[:most]]
    left = len(trail.inputs) - len(rows)
    if left > 0:
        rows.append((say(Message.of("trail.more", count=left)), "", ""))
    parameters = tuple(
        (say(each.what), _parameter(each.value, each.unit, write)) for each in trail.parameters
    )
    sections = (
        Section(say(Message.of("trail.warnings")), tuple((say(w),) for w in trail.warnings)),
        Section(head[0], tuple((line,) for line in method_lines(trail.method))),
        Section(head[1], tuple(rows)),
        Section(say(Message.of("trail.parameters")), parameters),
    )
    return Told(
        title_of(trail), _figure(trail, write), ground_of(trail, write, day),
        tuple(each for each in sections if each.rows),
    )  # fmt: skip


def method_lines(method: Method) -> tuple[str, ...]:
    """Return what a method says of itself, the formula first."""
    return (
        method.formula,
        say(Message.of("trail.method", name=method.name, id=method.id, version=method.version)),
        say(Message.of("trail.source", source=method.source)),
        say(Message.of("trail.needs", needs="; ".join(method.needs))),
        say(Message.of("trail.cannot", cannot=method.cannot)),
    )


def title_of(trail: Trail) -> str:
    """Return what a figure is, of what, and which side of it."""
    part = say(trail.part) if trail.part is not None else ""
    subject = "" if trail.name.startswith(trail.subject) else trail.subject
    return ", ".join(filter(None, (trail.name, subject, part)))


def ground_of(trail: Trail, write: Write, day: Day = date.isoformat) -> str:
    """Return interval, n and days in one line, as far as there are any."""
    found: list[str] = []
    if trail.low is not None and trail.high is not None:
        low, high = (write(end, trail.unit, trail.currency) for end in (trail.low, trail.high))
        shown = (low, high) if trail.part is None else ("", "")
        if all(shown):
            found.append(say(Message.of("trail.interval", low=low, high=high)))
    if trail.n is not None:
        found.append(say(Message.of("trail.n", n=write(trail.n, Unit.COUNT, ""))))
    if trail.n_eff is not None and trail.n is not None and round(trail.n_eff) != trail.n:
        found.append(say(Message.of("trail.n_eff", n=write(round(trail.n_eff), Unit.COUNT, ""))))
    found.append(_days(trail.start, trail.as_of, day))
    sources = dict.fromkeys(each.source for each in trail.inputs if each.source)
    if 0 < len(sources) <= FEW:
        found.append(say(Message.of("trail.from", sources=", ".join(sources))))
    return "; ".join(found)


FEW = 3
"""Sources that are named in the line under a figure; more stand only beside the inputs."""


def _figure(trail: Trail, write: Write) -> str:
    if trail.value is None:
        return say(Message.of("trail.missing"))
    return write(trail.value, trail.unit, trail.currency)


def _parameter(value: Value | Message, unit: Unit, write: Write) -> str:
    return say(value) if isinstance(value, Message) else write(value, unit, "")


def _row(found: Input, write: Write, day: Day) -> tuple[str, ...]:
    value = "" if found.value is None else write(found.value, found.unit, found.currency)
    ground = [_days(found.start, found.as_of, day)] if found.as_of is not None else []
    if found.n is not None:
        ground.append(say(Message.of("trail.n", n=write(found.n, Unit.COUNT, ""))))
    if found.source:
        ground.append(found.source)
    if found.path:
        ground.append(say(Message.of("trail.over", path=", ".join(found.path))))
    return (say(found.what), value, "; ".join(ground))


def _days(start: date | None, end: date, day: Day) -> str:
    if start is None or start == end:
        return day(end)
    return say(Message.of("trail.span", start=day(start), end=day(end)))
