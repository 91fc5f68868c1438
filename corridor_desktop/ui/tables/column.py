"""A column declared: how a row becomes a sortable value, a text and a tip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from corridor_desktop.ui.tables.cells import Chip, Gauge

Row = TypeVar("Row")
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """``value`` sorts (never a Decimal: Qt orders those wrongly), ``text`` shows.

    ``tip`` may explain a missing value; ``numeric`` aligns right; ``shown`` is the first state;
    ``tone`` may name a colour token of the appearance for the text. ``cell`` may give chips or a
    gauge to paint instead of the text, which is still what is copied, searched and read aloud.
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
    cell: Callable[[Row], tuple[Chip, ...] | Gauge | None] | None = None
