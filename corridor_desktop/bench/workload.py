"""What is measured: a part that we do, the least that it takes, and others that do it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corridor_desktop.bench.scale import Scale

Figures = Mapping[str, float | str]


def _no_figures(_: Any) -> Figures:
    return {}


@dataclass(frozen=True, slots=True)
class Part:
    """One way to do the work of a workload, run in a process of its own.

    ``prepare`` gets the folder of invented inputs and the scale, and is not measured; ``act`` does
    the work on what it returned; ``figures`` reads from the result of ``act`` what every part has
    to agree on. Heavy libraries are imported inside these. ``needs`` names the modules that a
    part cannot do without; where one is missing the part is left out and said so. ``scales``
    names where it is run, empty for everywhere. ``spawns`` says that the work happens in processes
    that ``act`` starts and waits for.
    """

    name: str
    prepare: Callable[[Path, Scale], Any]
    act: Callable[[Any], Any]
    figures: Callable[[Any], Figures] = _no_figures
    needs: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    spawns: bool = False


@dataclass(frozen=True, slots=True)
class Workload:
    """One row of the table.

    ``most`` is how many times the floor we may take, ``None`` where nothing was promised.
    ``does`` says in words what is timed, ``tolerance`` how far figures may differ (relative).
    ``axes`` are those along which growth is told, with the highest exponent that is promised.
    ``compared`` is false where the floor is arithmetic of the same size without the same result.
    """

    name: str
    title: str
    does: str
    own: Part
    floor: Part
    peers: tuple[Part, ...] = ()
    most: float | None = None
    tolerance: float = 1e-9
    compared: bool = True
    axes: Mapping[str, float] = field(default_factory=dict)

    def part(self, name: str) -> Part:
        """Return a part by name. Raises KeyError."""
        return {part.name: part for part in self.parts}[name]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return ours, the floor and the peers."""
        return (self.own, self.floor, *self.peers)


def differing(ours: Figures, theirs: Figures, tolerance: float) -> tuple[str, ...]:
    """Return the names of figures that both tell and that are not equal."""
    return tuple(
        name
        for name, mine in ours.items()
        if name in theirs and not _same(mine, theirs[name], tolerance)
    )


def _same(mine: float | str, other: float | str, tolerance: float) -> bool:
    if isinstance(mine, str) or isinstance(other, str):
        return mine == other
    return abs(mine - other) <= tolerance * max(abs(mine), abs(other), 1e-12)
