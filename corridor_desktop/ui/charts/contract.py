"""What every chart offers: words, numbers, and a way to be drawn on anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from corridor_desktop.ui.appearance import Appearance

Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """The table twin of a chart: plain numbers and days, not their pictures."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Chart(Protocol):
    """What export and the table twin need of a chart."""

    title: str
    subtitle: str
    look: Appearance
    topic: str

    def summary(self) -> str:
        """Return the chart in words."""

    def table(self) -> Table:
        """Return the numbers behind the chart."""

    def draw_on(self, painter: QPainter, size: QSizeF) -> None:
        """Draw the chart on anything that can be painted on."""

    def drawn_size(self) -> QSizeF:
        """Return the size on screen."""
