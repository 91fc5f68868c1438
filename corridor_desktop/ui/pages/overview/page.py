"""Overview: the three answers at a glance, and how far they can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.share_bar import ShareBar
from corridor_desktop.ui.pages.overview import cards
from corridor_desktop.ui.pages.overview.past import PastCard
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure, slices_of
from corridor_desktop.ui.parts.layout import column, grid, holding, scrolling

if TYPE_CHECKING:
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState


class OverviewPage(Page):
    """Value, themes, stress, limits, data: one card each, and each leads to its page."""

    key = "overview"
    title = "Overview"
    icon = "overview"

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._value = Card("Value", "holdings")
        self._themes = Card("What hangs on the corridor", "exposure")
        self._stress = Card("A bad day in Seoul", "stress")
        self._limits = Card("Limits you set yourself", "limits")
        self._data = Card("How far this can be relied on", "settings")
        self._bar = ShareBar()
        self._past = PastCard()
        cells = grid(gap=UNIT * 2)
        cells.addWidget(self._value, 0, 0)
        cells.addWidget(self._data, 0, 1)
        cells.addWidget(self._themes, 1, 0, 1, 2)
        cells.addWidget(self._stress, 2, 0)
        cells.addWidget(self._limits, 2, 1)
        cells.addWidget(self._past, 3, 0, 1, 2)
        cells.setColumnStretch(0, 1)
        cells.setColumnStretch(1, 1)
        content = column(holding(cells))
        content.addStretch(1)
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(holding(content)))
        self._corridor = figure("", "", "exposures[theme].net", wrap=True, quiet=True)
        self._themes.body.addWidget(self._corridor)
        self._themes.body.addWidget(self._bar)
        for card in (self._value, self._themes, self._stress, self._limits, self._data):
            card.activated.connect(self._lead)

    def _lead(self, key: str) -> None:
        self.wantsPage.emit(key, None)

    def finding(self, review: Review) -> str:
        """Say the three answers in one line."""
        return cards.headline(review)

    def draw(self, review: Review) -> None:
        """Fill every card."""
        look = self.state.appearance
        self._value.set_body(*self._made(cards.value_words(review)))
        self._data.set_body(*self._made(cards.data_words(review)))
        self._corridor.setText(cards.corridor_sentence(review))
        self._bar.set_data(cards.theme_parts(review), look)
        self._bar.figures = slices_of(review.exposures[Dimension.THEME])
        self._bar.caption("Exposure by theme", f"{review.base}, {fmt.day(review.as_of)}")
        bars = cards.StressBars(review, look)
        self._stress.set_body(*self._made(cards.stress_words(review)), bars)
        self._limits.set_body(*cards.limit_widgets(review, look))
        self._past.show_past(review, look)

    @staticmethod
    def _made(words: cards.Words) -> list[QWidget]:
        """Return labels; the big figures tell their trail on a click, sentences on a right one."""
        return [
            figure(text, role, place, wrap=role != "big", quiet=role != "big")
            for text, role, place in words
        ]

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._bar.dress(look)
        if self.state.review is not None and self.state.review.exposures.get(Dimension.THEME):
            self.show_review(self.state.review)
