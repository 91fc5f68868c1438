"""A column declared: how a row becomes a sortable value, a text and a tip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """``value`` sorts (never a Decimal: Qt orders those wrongly), ``text`` shows.

    ``tip`` may explain a missing value; ``numeric`` aligns right; ``shown`` is the first state;
    ``tone`` may name a colour token of the appearance for the text.
    """

    key: str
    title: str
    value: Callable[[Row], Value]
    text: Callable[[Row], str]
    tip: Callable[[Row], str] | None = None
    numeric: bool = False
    shown: bool = True
    width: int = 0
    tone: Callable[[Row], str] | None = None
    help: str = ""
