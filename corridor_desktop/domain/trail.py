"""How a figure was made: formula, inputs with dates and sources, parameters, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.message import Message


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a figure: what it is, its value as text, its date and where it came from."""

    name: str
    value: str
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Trail:
    """``method`` is a stable id that a help page explains; ``formula`` is plain text."""

    method: str
    formula: str
    inputs: tuple[Input, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    warnings: tuple[Message, ...] = ()
