"""How the portfolio moves with Seoul: in words, with evidence, through time, pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.stress import details
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.layout import clear, column, grid, holding, row
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGridLayout

    from corridor_desktop.stress.report import StressReport
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.charts.line_chart import LineChart
    from corridor_desktop.ui.charts.scatter_plot import ScatterPlot
    from corridor_desktop.ui.pages.stress.facts import Fact

CHART_HEIGHT = 34 * UNIT


class LinkCard(Card):
    """Facts, two charts, and behind one button what calm and stress look like apart."""

    def __init__(self) -> None:
        super().__init__("How your portfolio moves with Seoul")
        self.word = label("", "title", wrap=True)
        self._moved = selectable("")
        self._facts, self._more = grid(UNIT // 2), grid(UNIT // 2)
        self._facts.setHorizontalSpacing(3 * UNIT)
        self._more.setHorizontalSpacing(3 * UNIT)
        self._facts.setColumnStretch(2, 1)
        self._more.setColumnStretch(2, 1)
        self._rolling_title, self._scatter_title = label("", "muted"), label("", "muted")
        self.rolling: LineChart | None = None
        self.scatter: ScatterPlot | None = None
        self._left = column(self._rolling_title)
        self._right = column(self._scatter_title)
        charts = row(gap=3 * UNIT)
        charts.addLayout(self._left, 3)
        charts.addLayout(self._right, 2)
        self._charts = holding(charts)
        self.button = QPushButton("Details")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._open)
        self._same_day = selectable("", "muted")
        self.details = holding(column(holding(self._more), self._same_day))
        self.details.hide()
        foot = row(self.button)
        foot.addStretch(1)
        self._notes = selectable("", "small")
        self.set_body(
            self.word, self._moved, holding(self._facts), self._charts, holding(foot),
            self.details, self._notes, stretch=False,
        )  # fmt: skip

    def show_report(self, report: StressReport, look: Appearance) -> None:
        """Show the link, or the sentence that stands in its place."""
        link = report.portfolio
        self.word.setText(words.link_words(link))
        self._moved.setText(words.stress_words(report))
        self._moved.setVisible(bool(self._moved.text()))
        _fill(self._facts, details.facts(report))
        _fill(self._more, details.more_facts(report))
        self._same_day.setText(words.same_day_words(link) if link else "")
        self._same_day.setVisible(bool(self._same_day.text()))
        self._notes.setText("\n".join(say(note) for note in report.notes))
        self._notes.setVisible(bool(report.notes))
        self._charts.setVisible(report.rolling is not None or report.scatter is not None)
        self._draw_rolling(report, look)
        self._draw_scatter(report, look)

    def _draw_rolling(self, report: StressReport, look: Appearance) -> None:
        found = report.rolling
        if found is None:
            return
        if self.rolling is None:
            from corridor_desktop.ui.charts.line_chart import LineChart

            self.rolling = LineChart()
            self.rolling.figure = "stress.rolling.full"
            self.rolling.setFixedHeight(CHART_HEIGHT)
            self._left.addWidget(self.rolling)
        title, subtitle, data = details.rolling_data(found, report.windows)
        self._rolling_title.setText(subtitle)
        self.rolling.caption(title, subtitle)
        self.rolling.set_data(data, look)

    def _draw_scatter(self, report: StressReport, look: Appearance) -> None:
        found = report.scatter
        if found is None:
            return
        if self.scatter is None:
            from corridor_desktop.ui.charts.scatter_plot import ScatterPlot

            self.scatter = ScatterPlot()
            self.scatter.figure = "stress.scatter.slope"
            self.scatter.setFixedHeight(CHART_HEIGHT)
            self._right.addWidget(self.scatter)
        title, subtitle, data = details.scatter_data(found)
        self._scatter_title.setText(subtitle)
        self.scatter.caption(title, subtitle)
        self.scatter.set_data(data, look)

    def _open(self, yes: bool) -> None:
        self.details.setVisible(yes)
        self.button.setText("Hide details" if yes else "Details")


def _fill(layout: QGridLayout, facts: tuple[Fact, ...]) -> None:
    clear(layout)
    for place, fact in enumerate(facts):
        layout.addWidget(label(fact.what, "muted"), place, 0)
        value = (
            figure(fact.value, "heading", fact.place)
            if fact.known
            else selectable(fact.value, "muted")
        )
        if fact.known:
            layout.addWidget(value, place, 1)
            layout.addWidget(selectable(fact.evidence, "small"), place, 2)
        else:
            layout.addWidget(value, place, 1, 1, 2)
