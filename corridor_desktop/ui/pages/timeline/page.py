"""Timeline: crises and milestones on one axis over KOSPI and the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QPushButton, QSplitter, QVBoxLayout

from corridor_desktop.domain.episode import CRISIS, MILESTONE
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.pages.timeline import rows
from corridor_desktop.ui.pages.timeline.detail import EpisodePane
from corridor_desktop.ui.parts import episode_words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import column, holding, row, scrolling
from corridor_desktop.ui.parts.remembered import remembered
from corridor_desktop.ui.parts.wheel import WheelLeaver
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.path import EventPath
    from corridor_desktop.stress.report import EpisodeRow
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.charts.timeline_chart import TimelineChart
    from corridor_desktop.ui.state import AppState


class TimelinePage(Page):
    """A chart to pick from, the same events as a table, and one of them in full."""

    key = "timeline"
    title = "Timeline"
    icon = "timeline"

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._rows: tuple[EpisodeRow, ...] = ()
        self._series: PriceSeries | None = None
        self._chart: TimelineChart | None = None
        self._model: RowsModel[EpisodeRow] = RowsModel(rows.COLUMNS, episode_words.key)
        self._table: DataTable[EpisodeRow] = DataTable(self._model, "Crises and milestones")
        self._table.figures = {
            "first": "stress.episodes[{key}].kospi_first",
            "felt": "stress.episodes[{key}].felt",
        }
        self._pane = EpisodePane()
        self._kind, self._topic = QComboBox(), QComboBox()
        self._add = QPushButton("&Add an event\N{HORIZONTAL ELLIPSIS}")
        self._count = label("", "muted")
        self._card = Card()
        self._words = label("", "muted", wrap=True)
        # The plotting library takes a moment to load: the page is painted before.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw_chart)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        for title, kind in (("Crises and milestones", ""), ("Crises", CRISIS),
                            ("Milestones", MILESTONE)):  # fmt: skip
            self._kind.addItem(title, kind)
        self._kind.setAccessibleName("Kind of event")
        remembered(self._kind, "kind")
        self._topic.addItem("All topics", "")
        self._topic.setAccessibleName("Topic")
        WheelLeaver(self._kind, self._topic)
        tools = row(self._kind, self._topic, self._count)
        tools.addStretch(1)
        self.buttons.addWidget(self._add)
        self._card.set_body(self._words, stretch=False)
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self._table)
        pane = scrolling(self._pane)
        pane.setMinimumWidth(UNIT * 40)
        lower.addWidget(pane)
        lower.setStretchFactor(0, 1)
        lower.setSizes([UNIT * 84, UNIT * 50])
        lower.setChildrenCollapsible(False)
        lower.setHandleWidth(UNIT)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(holding(column(holding(tools), self._card)))
        whole.addWidget(lower)
        whole.setSizes([UNIT * 42, UNIT * 34])
        whole.setChildrenCollapsible(False)
        whole.setHandleWidth(UNIT * 2)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(whole)

    def _wire(self) -> None:
        self._kind.currentIndexChanged.connect(self._narrow)
        self._topic.currentIndexChanged.connect(self._narrow)
        self._table.picked.connect(self._pick)
        self._add.clicked.connect(self._enter)
        self._pane.changeAsked.connect(self._change)
        self._pane.removeAsked.connect(self._remove)

    def is_empty(self, review: Review) -> bool:
        """Tell that there is always something: the shipped events need no holdings."""
        return False

    def finding(self, review: Review) -> str:
        """Say how crises usually went."""
        found = review.stress.distribution
        if found is None:
            return ""
        return (
            f"{found.n} crises since {fmt.day(found.start)}: at the median one KOSPI moved "
            f"{fmt.percent(found.median, signed=True)} on the first session, at the worst "
            f"{fmt.percent(found.worst, signed=True)}."
        )

    def draw(self, review: Review) -> None:
        """Show every event; the closes of the benchmark follow."""
        desk = self.state.desk
        self.state.runner.submit("timeline", "store", lambda _: self._gather(review), self._take)
        self._add.setEnabled(desk.path is not None)

    def _gather(self, review: Review) -> tuple[tuple[EpisodeRow, ...], PriceSeries | None]:
        events = self.state.desk.events
        return events.rows(review), events.benchmark()

    def _take(self, found: tuple[tuple[EpisodeRow, ...], PriceSeries | None]) -> None:
        self._rows, self._series = found
        self._list_topics()
        self._model.dress(self.state.appearance)
        self._model.set_rows(self._rows)
        self._narrow()
        if not self._table.selected():
            self._select_latest()
        self._pick()

    def _select_latest(self) -> None:
        """Begin with the latest event that KOSPI could react to."""
        shown = self._model.rows
        latest = next((found for found in shown if found.kospi_first is not None), None)
        if latest is not None or shown:
            self._table.select((episode_words.key(latest or shown[0]),))

    def _list_topics(self) -> None:
        chosen = self._topic.currentData()
        self._topic.blockSignals(True)
        self._topic.clear()
        self._topic.addItem("All topics", "")
        for topic in self._topics():
            self._topic.addItem(topic[:1].upper() + topic[1:], topic)
        self._topic.setCurrentIndex(max(self._topic.findData(chosen), 0))
        self._topic.blockSignals(False)

    def _topics(self) -> tuple[str, ...]:
        return tuple(sorted({found.episode.topic for found in self._rows}))

    def _narrow(self) -> None:
        kind, topic = self._kind.currentData(), self._topic.currentData()
        self._model.set_filter(
            "",
            lambda found: (
                found.episode.kind == (kind or found.episode.kind)
                and found.episode.topic == (topic or found.episode.topic)
            ),
        )
        self._count.setText(f"{fmt.count(len(self._model.rows))} shown")
        self._timer.start(0)

    def _draw_chart(self) -> None:
        review = self.state.review
        if review is None:
            return
        from corridor_desktop.ui.charts.timeline_chart import TimelineChart
        from corridor_desktop.ui.pages.timeline.lines import LANES, happenings_of, lines_of

        first = min((found.episode.day for found in self._rows), default=None)
        data = lines_of(self._series, review.performance, first)
        self._card.setVisible(bool(data.lines))
        if not data.lines:
            return
        if self._chart is None:
            self._chart = TimelineChart()
            self._chart.picked.connect(lambda found: self._table.select((found,)))
            self._card.body.addWidget(self._chart, 1)
        self._words.setText(self._caption(data.unit, review))
        lanes = tuple(
            lane for lane in LANES if any(r.episode.kind == lane.key for r in self._model.rows)
        )
        happened = happenings_of(self._model.rows)
        self._chart.set_timeline(data, lanes, happened, self.state.appearance)
        self._mark()

    def _caption(self, unit: str, review: Review) -> str:
        if self._series is None:
            return f"Your portfolio, {unit}. The closes of KOSPI are not stored yet."
        invented = " Prices are simulated." if review.simulated else ""
        return (
            f"KOSPI ({self._series.symbol}, {self._series.source}) and your portfolio, {unit}; "
            f"the portfolio without what was paid in or out.{invented}"
        )

    def _pick(self) -> None:
        chosen = self._table.selected()
        found = chosen[0] if chosen else None
        self._pane.show_row(found)
        self._mark()
        reaction = found.episode.reaction if found else None
        if reaction is None:
            self._show_path(None)
            return
        events = self.state.desk.events
        self.state.runner.submit(
            "event path", "math", lambda _: events.path(reaction.session), self._show_path
        )

    def _show_path(self, path: EventPath | None) -> None:
        self._pane.show_path(path, self.state.appearance)

    def _mark(self) -> None:
        chosen = self._table.selected()
        if self._chart is not None:
            self._chart.mark(episode_words.key(chosen[0]) if chosen else "")

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
        self._pane.dress(look)
        if self._chart is not None:
            self._chart.dress(look)

    def focus_on(self, detail: object) -> None:
        """Bring an episode into view by its key."""
        self._table.select((str(detail),))

    def _enter(self) -> None:
        from corridor_desktop.ui.dialogs.event import EventDialog

        desk = self.state.desk
        dialog = EventDialog(self, self._topics(), desk.clock.today())
        if dialog.exec():
            episode = dialog.episode
            self.state.do("events", "store", lambda _: desk.events.add(episode))

    def _change(self, found: EpisodeRow) -> None:
        from corridor_desktop.ui.dialogs.event import EventDialog

        desk, number = self.state.desk, found.episode.number
        dialog = EventDialog(self, self._topics(), desk.clock.today(), found.episode)
        if number is not None and dialog.exec():
            episode = dialog.episode
            self.state.do("events", "store", lambda _: desk.events.change(number, episode))

    def _remove(self, found: EpisodeRow) -> None:
        desk, number = self.state.desk, found.episode.number
        if number is not None:
            self.state.do("events", "store", lambda _: desk.events.remove(number))
