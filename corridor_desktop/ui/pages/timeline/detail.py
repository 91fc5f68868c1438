"""One crisis or milestone: what it was, what KOSPI did around it, where that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import LIGHT, UNIT, Appearance
from corridor_desktop.ui.pages.timeline import rows
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label, selectable

if TYPE_CHECKING:
    from corridor_desktop.stress.path import EventPath
    from corridor_desktop.stress.report import EpisodeRow
    from corridor_desktop.ui.charts.path_chart import PathChart


class EpisodePane(QWidget):
    """Shows one episode; own ones can be changed and removed."""

    changeAsked = Signal(object)
    removeAsked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row: EpisodeRow | None = None
        self._path: EventPath | None = None
        self._look = LIGHT
        self._chart: PathChart | None = None
        self._title = label("", "heading", wrap=True)
        self._facts = selectable("")
        self._source = selectable("", "small")
        self._open = QPushButton("Open the source")
        self._change = QPushButton("Change\N{HORIZONTAL ELLIPSIS}")
        self._remove = QPushButton("Remove")
        self._path_words = label("", "small", wrap=True)
        self._open.clicked.connect(self._follow)
        self._change.clicked.connect(lambda: self.changeAsked.emit(self._row))
        self._remove.clicked.connect(lambda: self.removeAsked.emit(self._row))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, 0, UNIT, 0)
        layout.setSpacing(UNIT)
        buttons = row(self._open, self._change, self._remove)
        buttons.addStretch(1)
        self._around = column()
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        layout.addLayout(self._around)
        for widget in (self._path_words, self._source, holding(buttons)):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_row(self, found: EpisodeRow | None) -> None:
        """Show an episode, without its path until ``show_path``."""
        self._row = found
        self.setVisible(found is not None)
        if found is None:
            return
        episode = found.episode
        own = episode.number is not None
        self._title.setText(episode.title)
        self._facts.setText("\n".join(rows.facts(found)))
        self._source.setText(rows.source_words(found))
        self._open.setVisible(bool(episode.address))
        self._open.setToolTip(episode.address)
        self._change.setVisible(own)
        self._remove.setVisible(own)

    def show_path(self, path: EventPath | None, look: Appearance) -> None:
        """Show how KOSPI went around it; without stored closes only words."""
        self._path, self._look = path, look
        if self._chart is not None:
            self._chart.setVisible(path is not None)
        self._path_words.setVisible(self._row is not None and self._row.kospi_first is not None)
        if path is None:
            self._path_words.setText("The closes around it are not stored, so no path is drawn.")
            return
        from corridor_desktop.ui.charts.path_chart import PathChart, PathData

        if self._chart is None:
            self._chart = PathChart()
            self._chart.setMinimumHeight(UNIT * 26)
            self._around.addWidget(self._chart)
        self._path_words.setText(
            "KOSPI against the close before. Grey: what eight of ten sessions bring anyway, from "
            f"{fmt.count(path.n)} sessions, {fmt.day(path.start)} to {fmt.day(path.end)}; dashed: "
            "the one in the middle."
        )
        self._chart.set_data(
            PathData(path.offsets, path.moves, path.low, path.middle, path.high), look
        )

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._look = look
        if self._chart is not None:
            self._chart.dress(look)

    def _follow(self) -> None:
        if self._row is not None:
            QDesktopServices.openUrl(QUrl(self._row.episode.address))
