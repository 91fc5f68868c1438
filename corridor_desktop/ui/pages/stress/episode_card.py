"""What happened before: every crisis and milestone, KOSPI, and today's portfolio through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from corridor_desktop.stress.report import EpisodeRow
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.episode_words import CHECKED, key, move, tone
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.wheel import WheelLeaver
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.ui.appearance import Appearance

_UNMEASURED = "KOSPI's closes around this date are not stored."


class EpisodeCard(Card):
    """The table with a filter by kind."""

    def __init__(self) -> None:
        super().__init__("What happened before")
        self.kind = QComboBox()
        for title, kind in (("Crises", "crisis"), ("Milestones", "milestone"), ("Both", "")):
            self.kind.addItem(title, kind)
        self.kind.setAccessibleName("Kind of episode")
        WheelLeaver(self.kind)
        self.kind.currentIndexChanged.connect(self._narrow)
        self.model: RowsModel[EpisodeRow] = RowsModel(COLUMNS, key)
        self.table: DataTable[EpisodeRow] = DataTable(self.model, "Episodes")
        self.table.figures = {
            "first": "stress.episodes[{key}].kospi_first",
            "week": "stress.episodes[{key}].kospi_week",
            "worst": "stress.episodes[{key}].worst",
            "recovery": "stress.episodes[{key}].recovery",
            "felt": "stress.episodes[{key}].felt",
            "proxied": "stress.episodes[{key}].proxied",
        }
        self._note = label(
            "Your portfolio: what you hold today, from the close before to the close of the "
            "fifth session. Estimated: the share of it that had no prices yet, for which its "
            "usual link to KOSPI stands in.",
            "small",
            wrap=True,
        )
        tools = row(self.kind)
        tools.addStretch(1)
        self.set_body(holding(tools), self.table, self._note, stretch=False)

    def show_episodes(self, episodes: tuple[EpisodeRow, ...], look: Appearance) -> None:
        """Show the episodes."""
        self.model.dress(look)
        self.model.set_rows(episodes)
        self._narrow()
        self.table.fit_height(12)

    def _narrow(self) -> None:
        kind = self.kind.currentData()
        self.model.set_filter("", lambda found: not kind or found.episode.kind == kind)


def _what_tip(found: EpisodeRow) -> str:
    episode = found.episode
    return f"{episode.title}\n{episode.topic}\nSource: {episode.source}\n{episode.address}".strip()


def _felt_tip(found: EpisodeRow) -> str:
    return say(found.why) if found.felt is None and found.why else ""


def _recovery(found: EpisodeRow) -> str:
    if found.recovery is None:
        return fmt.MISSING
    return "at once" if found.recovery == 0 else fmt.count(found.recovery)


def _missing(value: float | None) -> str:
    return _UNMEASURED if value is None else ""


COLUMNS: tuple[Column[EpisodeRow], ...] = (
    Column(
        "day",
        "Date",
        lambda found: float(found.episode.day.toordinal()),
        lambda found: fmt.day(found.episode.day),
        width=106,
    ),
    Column(
        "what",
        "What happened",
        lambda found: found.episode.title,
        lambda found: found.episode.title,
        tip=_what_tip,
        width=218,
    ),
    Column(
        "first",
        "First session",
        lambda found: found.kospi_first,
        lambda found: move(found.kospi_first),
        tip=lambda found: _missing(found.kospi_first),
        tone=lambda found: tone(found.kospi_first),
        numeric=True,
        width=96,
        help="KOSPI on the first session that could react, close to close.",
    ),
    Column(
        "week",
        "Week",
        lambda found: found.kospi_week,
        lambda found: move(found.kospi_week),
        tip=lambda found: _missing(found.kospi_week),
        tone=lambda found: tone(found.kospi_week),
        numeric=True,
        width=64,
        help="KOSPI five sessions later.",
    ),
    Column(
        "worst",
        "Worst in ten",
        lambda found: found.worst,
        lambda found: move(found.worst),
        tip=lambda found: _missing(found.worst),
        tone=lambda found: tone(found.worst),
        numeric=True,
        width=88,
        help="The lowest close of KOSPI within ten sessions, against the close before.",
    ),
    Column(
        "recovery",
        "Days to recover",
        lambda found: None if found.recovery is None else float(found.recovery),
        _recovery,
        tip=lambda found: (
            "Not recovered within the stored closes, or not stored."
            if found.recovery is None
            else ""
        ),
        numeric=True,
        width=112,
        help="Sessions until KOSPI closed at or above the close before.",
    ),
    Column(
        "felt",
        "Your portfolio",
        lambda found: found.felt,
        lambda found: move(found.felt),
        tip=_felt_tip,
        tone=lambda found: tone(found.felt),
        numeric=True,
        width=100,
        help="What you hold today over the same five sessions.",
    ),
    Column(
        "proxied",
        "Estimated",
        lambda found: found.proxied if found.felt is not None else None,
        lambda found: fmt.percent(found.proxied, 0) if found.felt is not None else fmt.MISSING,
        tip=_felt_tip,
        numeric=True,
        width=80,
        help="Share of the portfolio that had no prices then.",
    ),
    Column(
        "checked",
        "Source",
        lambda found: found.episode.checked,
        lambda found: CHECKED.get(found.episode.checked, found.episode.checked),
        tip=_what_tip,
        width=108,
    ),
)
