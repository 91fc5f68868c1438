"""The price of one holding through time, with the corridor's crises marked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.charts.line_chart import LineChart

SHOWN_DAYS = 5 * 366


class PriceChart(QWidget):
    """A line of closes, or the sentence why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "muted", wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        self._layout.addWidget(self._words)
        self._chart: LineChart | None = None

    def show_series(
        self, series: PriceSeries | None, review: Review | None, look: Appearance
    ) -> None:
        """Show the last five years of closes."""
        found = series is not None and len(series) > 1
        if self._chart is not None:
            self._chart.setVisible(found)
        if not found or series is None or review is None:
            self._words.setText("No closes are stored for this holding yet.")
            return
        self._words.setText(
            f"{series.symbol}, {series.unit or series.currency}, {len(series)} closes from "
            f"{series.source}, the last of {fmt.day(series.last)}; split-adjusted. Dotted: crises."
        )
        if self._chart is None:
            from corridor_desktop.ui.charts.line_chart import LineChart

            self._chart = LineChart()
            self._chart.setMinimumHeight(UNIT * 36)
            self._layout.addWidget(self._chart, 1)
        self._draw(series, review, look)

    def _draw(self, series: PriceSeries, review: Review, look: Appearance) -> None:
        from corridor_desktop.ui.charts.line_chart import Event, Line, LineChartData

        first = series.days[-1] - SHOWN_DAYS
        places = [place for place, day in enumerate(series.days) if day >= first]
        days = tuple(date.fromordinal(series.days[place]) for place in places)
        closes = tuple(series.closes[place] for place in places)
        events = tuple(
            Event(row.episode.day, row.episode.title)
            for row in review.stress.episodes
            if days[0] <= row.episode.day <= days[-1] and row.episode.kind == "crisis"
        )
        if self._chart is not None:
            line = Line("close", series.symbol, closes, tone="accent")
            unit = series.unit or series.currency
            self._chart.set_data(
                LineChartData(days, (line,), f"Price of {series.symbol}", unit, events=events), look
            )
