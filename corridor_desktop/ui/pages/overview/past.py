"""The portfolio's value through time, below the three answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, UNIT, Appearance
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.charts.line_chart import LineChart

MOST = 1500
"""Points handed to the chart; of a longer past every k-th day is shown, and always the last."""


class PastCard(Card):
    """Drawn after the rest of the page, because the plotting library takes a moment to load."""

    def __init__(self) -> None:
        super().__init__("Value through time")
        self._words = label("", "muted", wrap=True)
        self.body.addWidget(self._words)
        self._chart: LineChart | None = None
        self._review: Review | None = None
        self._look = LIGHT
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw)

    def show_past(self, review: Review, look: Appearance) -> None:
        """Show the daily value since the first booking; hidden while there are too few days."""
        self._review, self._look = review, look
        self.setVisible(len(review.performance.days) > 2)
        self._timer.start(0)

    def _draw(self) -> None:
        if self._review is None or len(self._review.performance.days) <= 2:
            return
        from corridor_desktop.ui.charts.line_chart import Line, LineChart, LineChartData

        past = self._review.performance
        if self._chart is None:
            self._chart = LineChart()
            self._chart.setMinimumHeight(UNIT * 32)
            self.body.addWidget(self._chart, 1)
        last = len(past.days) - 1
        places = sorted({*range(0, last, max(len(past.days) // MOST, 1)), last})
        days = tuple(past.days[place] for place in places)
        values = tuple(past.values[place] for place in places)
        self._words.setText(
            f"Priced holdings and known cash in {past.base}, {fmt.day(days[0])} to "
            f"{fmt.day(days[-1])}; money paid in and out is part of the line."
        )
        title = title_of(values[0], values[-1], days[0], past.base)
        self.heading.setText(title)
        self._chart.figure = f"performance.values[{last}]"
        self._chart.caption(title, self._words.text())
        data = LineChartData(
            days,
            (Line("value", "Value", values, tone="accent"),),
            "Value through time",
            past.base,
            lambda value: fmt.amount(value, past.base, 0),
        )
        self._chart.set_data(data, self._look)


def title_of(first: float, last: float, since: date, base: str) -> str:
    """Return where the value stands beside where it began, as a sentence without judgement."""
    now, then = fmt.amount(last, base, 0), fmt.amount(first, base, 0)
    return f"Worth {now} {base} now, {then} {base} on {fmt.day(since)}"
