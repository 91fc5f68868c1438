"""Trails and methods as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.json_places import rename
from corridor_desktop.cli.text import plain
from corridor_desktop.domain.message import Message
from corridor_desktop.services.figures import pattern
from corridor_desktop.services.methods import method_at, methods
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.domain.trail import Input, Method, Parameter, Trail, Value

Form = dict[str, Any]
_EXACT = re.compile(r"-?\d+(\.\d+)?")


def trail_form(trail: Trail) -> Form:
    """Return everything behind one figure."""
    form: Form = {
        "place": trail.place,
        "name": trail.name,
        "of": trail.subject or None,
        "part": say(trail.part) if trail.part is not None else None,
        "value": _value(trail.value),
        "unit": str(trail.unit),
        "currency": trail.currency if trail.unit in {"money", "price", "rate"} else None,
        "low": trail.low,
        "high": trail.high,
        "n": trail.n,
        "n_eff": trail.n_eff,
        "from": _day(trail.start),
        "to": _day(trail.as_of),
        "method": method_form(trail.method),
        "inputs": [_input(each) for each in trail.inputs],
        "parameters": [_parameter(each) for each in trail.parameters],
        "warnings": [{"code": each.code, "message": say(each)} for each in trail.warnings],
    }
    if trail.value is None:
        form["value_reason"] = next((say(each) for each in trail.warnings), "not known")
    return form


def method_form(method: Method) -> Form:
    """Return what a method says of itself."""
    return {
        "id": method.id,
        "version": method.version,
        "name": method.name,
        "formula": method.formula,
        "source": method.source,
        "needs": list(method.needs),
        "cannot": method.cannot,
        "resampled": method.resampled,
    }


def methods_form(document: Form) -> list[Form]:
    """Return every method behind the figures of a review's JSON, each with their paths in it.

    Every index is written as ``[]``; a measure that names its ``method`` and a finding that names
    its ``limit`` decide where a path has several.
    """
    used: dict[str, dict[str, None]] = {}
    for path, word in dict.fromkeys(_leaves(document, "", "")):
        found = method_at(pattern(rename(path)), word)
        if found is not None:
            used.setdefault(found.method.id, {}).setdefault(path)
    known = methods()
    return [{**method_form(known[name]), "figures": sorted(used[name])} for name in sorted(used)]


def _leaves(thing: Any, path: str, word: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every number, without indices, and the nearest word on how it was made."""
    if isinstance(thing, dict):
        word = next((found for key in ("method", "limit") if (found := thing.get(key))), word)
        for key, value in thing.items():
            yield from _leaves(value, f"{path}.{key}" if path else key, word)
    elif isinstance(thing, list):
        for value in thing:
            yield from _leaves(value, f"{path}[]", word)
    elif isinstance(thing, str):
        if _EXACT.fullmatch(thing):
            yield path, word
    elif isinstance(thing, int | float) and not isinstance(thing, bool):
        yield path, word


def _input(found: Input) -> Form:
    return {
        "what": say(found.what),
        "code": found.what.code,
        "value": _value(found.value),
        "unit": str(found.unit),
        "currency": found.currency or None,
        "from": _day(found.start),
        "to": _day(found.as_of),
        "n": found.n,
        "source": found.source or None,
        "path": list(found.path),
    }


def _parameter(found: Parameter) -> Form:
    value = say(found.value) if isinstance(found.value, Message) else _value(found.value)
    return {
        "what": say(found.what),
        "code": found.what.code,
        "value": value,
        "unit": str(found.unit),
    }


def _value(value: Value) -> Any:
    return plain(value) if isinstance(value, Decimal) else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
