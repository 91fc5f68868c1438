"""What drives the loss: holdings and themes, ranked, for either story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton

from corridor_desktop.stress.report import Contribution, Shock
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.range_bars import RangeBar, RangeBars, RangeBarsData
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from corridor_desktop.domain.money import Money
    from corridor_desktop.ui.appearance import Appearance

MOST = 8
"""Bars shown; what the others add is said in a sentence."""


class DriversCard(Card):
    """Two rankings side by side; holdings can be picked."""

    pickedHolding = Signal(str)

    def __init__(self) -> None:
        super().__init__("What it comes from")
        self._shock: Shock | None = None
        self._total: Money | None = None
        self._look: Appearance | None = None
        self.holdings, self.themes = RangeBars(), RangeBars()
        self.holdings.pickable = True
        self.holdings.setMouseTracking(True)
        self.holdings.picked.connect(self.pickedHolding)
        self.world, self.korea = _segment("World slump"), _segment("Starts in Korea")
        self._stories = QButtonGroup(self)
        for button in (self.world, self.korea):
            self._stories.addButton(button)
        self.world.setChecked(True)
        self._stories.buttonToggled.connect(self._draw)
        switch = row(self.world, self.korea, gap=0)
        switch.addStretch(1)
        self._others = label("", "muted")
        left = column(label("By holding", "muted"), self.holdings)
        self._theme_head = label("By theme", "muted")
        right = column(self._theme_head, self.themes)
        left.addWidget(self._others)
        left.addStretch(1)
        right.addStretch(1)
        both = row(gap=4 * UNIT)
        both.addLayout(left, 3)
        both.addLayout(right, 2)
        self.set_body(holding(switch), holding(both))

    def show_shock(
        self, shock: Shock, total: Money, look: Appearance, *, inside: bool = False
    ) -> None:
        """Rank what adds to the loss of a shock; ``inside``: themes are those inside of funds."""
        self._theme_head.setText("By theme, funds looked through" if inside else "By theme")
        self._shock, self._total, self._look = shock, total, look
        self.korea.setEnabled(bool(shock.by_holding_korea))
        self._draw()

    def _draw(self) -> None:
        if self._shock is None or self._total is None or self._look is None:
            return
        korea = self.korea.isChecked() and bool(self._shock.by_holding_korea)
        ranked = self._shock.by_holding_korea if korea else self._shock.by_holding
        name = "Loss by holding, " + ("trouble starts in Korea" if korea else "world slump")
        self.holdings.figures = _places(
            self._shock, ranked, "by_holding_korea" if korea else "by_holding"
        )
        self.holdings.set_data(_bars(ranked, self._total, name, themed=False), self._look)
        self._others.setText(others_words(ranked, self._total))
        self._others.setVisible(bool(self._others.text()))
        shown = () if korea else self._shock.by_theme
        self._theme_head.setVisible(bool(shown))
        self.themes.setVisible(bool(shown))
        self.themes.figures = _places(self._shock, shown, "by_theme")
        self.themes.set_data(_bars(shown, self._total, "Loss by theme", themed=True), self._look)


def _places(shock: Shock, ranked: tuple[Contribution, ...], part: str) -> dict[str, str]:
    """Return where the figure of each bar stands, by its key."""
    return {
        each.key: f"stress.shock_at[{shock.kospi},{shock.horizon}].{part}[{at}].loss"
        for at, each in enumerate(shorten(ranked))
    }


def _segment(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setProperty("role", "segment")
    return button


def _bars(
    ranked: tuple[Contribution, ...], total: Money, name: str, *, themed: bool
) -> RangeBarsData:
    return RangeBarsData(
        tuple(
            RangeBar(
                key=part.key,
                label=part.label,
                value=part.loss,
                text=fmt.percent(part.loss, 2, signed=True),
                colour=part.key if themed else "",
                tone="" if themed else ("negative" if part.loss <= 0 else "positive"),
                tip=f"{part.label}: {fmt.percent(part.loss, 2, signed=True)} of the portfolio, "
                f"{words.amount(part.loss, total)}",
            )
            for part in shorten(ranked)
        ),
        name,
        "fraction of the portfolio",
    )


def shorten(ranked: tuple[Contribution, ...]) -> tuple[Contribution, ...]:
    """Return the largest contributions; a bar for all others would dwarf them."""
    return ranked if len(ranked) <= MOST + 1 else ranked[:MOST]


def others_words(ranked: tuple[Contribution, ...], total: Money) -> str:
    """Return what the contributions without a bar add up to."""
    rest = ranked[len(shorten(ranked)) :]
    if not rest:
        return ""
    loss = sum(part.loss for part in rest)
    share = fmt.percent(loss, 2, signed=True)
    return f"{len(rest)} others together: {share}, {words.amount(loss, total)}."
