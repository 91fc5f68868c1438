"""The methods as data in ``resources/methods``, and which of them made a figure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from corridor_desktop.domain.trail import Method, Unit
from corridor_desktop.host.paths import resource_folder


@dataclass(frozen=True, slots=True)
class Made:
    """What a method says of the figures at one place: what they are called, and their unit.

    ``when`` are the words by which a measure or a limit says that this method made it; empty where
    there is no choice.
    """

    method: Method
    place: str
    name: str
    unit: Unit
    when: frozenset[str]


@cache
def methods() -> dict[str, Method]:
    """Return every method by its id, in the order of the files."""
    return {name: _method(name, found) for name, found in _tables().items()}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    merged: dict[str, dict[str, Any]] = {}
    for path in sorted((resource_folder() / "methods").glob("*.toml")):
        merged |= tomllib.loads(path.read_text(encoding="utf-8"))
    return merged


def _method(name: str, found: dict[str, Any]) -> Method:
    words = (found["name"], found["formula"], found["source"])
    resampled = found.get("resampled", False)
    needs = tuple(found["needs"])
    return Method(name, found["version"], *words, needs, found["cannot"], resampled)


@cache
def made() -> dict[str, tuple[Made, ...]]:
    """Return what makes figures, by place with every index left out."""
    placed: dict[str, tuple[Made, ...]] = {}
    for name, found in _tables().items():
        when = frozenset(found.get("when", ()))
        for place, (called, unit) in found["figures"].items():
            entry = Made(methods()[name], place, called, Unit(unit), when)
            placed[place] = (*placed.get(place, ()), entry)
    return placed


def method_at(place: str, word: str = "") -> Made | None:
    """Return what made the figures at a place without indices, ``None`` where nothing says so.

    The longest place above it that a method names counts. ``word`` tells between several methods;
    without one the first stands for all.
    """
    known = made()
    place = f"{place}[]" if f"{place}[]" in known else place  # a whole series
    while place:
        found = known.get(place)
        if found is not None:
            return next((one for one in found if word in one.when), found[0])
        place = place[:-2] if place.endswith("[]") else place.rpartition(".")[0]
    return None
