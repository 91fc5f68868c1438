"""The question at the top: a fall of KOSPI, and what it would cost in both stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider

from corridor_desktop.stress.report import Loss, Shock, TooLittleLoss
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.range_bars import RangeBar, RangeBars, RangeBarsData
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.flow import FlowRow
from corridor_desktop.ui.parts.layout import clear, holding, row
from corridor_desktop.ui.parts.spin import decimal_field
from corridor_desktop.ui.parts.wheel import WheelLeaver
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.domain.money import Money
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.pages.stress.presets import Preset

LEAST, MOST = 1, 200
"""Ends of the slider in tenths of a percent."""


class ShockCard(Card):
    """Slider, field and presets say the same number; ``asked`` tells it as a fraction,
    with the sessions it takes."""

    asked = Signal(float, int)

    def __init__(self) -> None:
        super().__init__("What would a fall of KOSPI cost?")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(LEAST, MOST)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName("Fall of KOSPI in tenths of a percent")
        self.field = decimal_field()
        self.field.setRange(LEAST / 10, MOST / 10)
        self.field.setDecimals(1)
        self.field.setPrefix(fmt.MINUS)
        self.field.setSuffix(f"{fmt.NO_BREAK}%")
        self.field.setAccessibleName("Fall of KOSPI in percent")
        self.field.setFixedWidth(12 * UNIT)
        self.within = QComboBox()
        for sessions in (1, 5, 21):
            self.within.addItem(f"within {words.horizon_words(sessions)}", sessions)
        self.within.setCurrentIndex(1)
        self.within.setAccessibleName("Within how many sessions")
        self._presets = FlowRow()
        self._answer = selectable("", "heading")
        self.world, self.korea = StoryPane(words.WORLD), StoryPane(words.KOREA)
        self.bars = RangeBars()
        self._often = selectable("", "muted")
        self._lay_out()
        WheelLeaver(self.slider, self.field, self.within)
        self.slider.valueChanged.connect(self._slid)
        self.field.valueChanged.connect(self._typed)
        self.within.currentIndexChanged.connect(self._tell)

    def _lay_out(self) -> None:
        asked = row(label("KOSPI falls by"), gap=2 * UNIT)
        asked.addWidget(self.slider, 1)
        asked.addWidget(self.field)
        asked.addWidget(self.within)
        stories = row(self.world, self.korea, gap=3 * UNIT)
        self.set_body(
            holding(asked),
            holding(self._presets),
            self._answer,
            holding(stories),
            self.bars,
            self._often,
            stretch=False,
        )

    def offer(self, presets: Sequence[Preset]) -> None:
        """Show the presets."""
        clear(self._presets)
        for preset in presets:
            button = QPushButton(f"{preset.title}  {fmt.percent(preset.kospi)}".strip())
            button.setToolTip(preset.tip)
            button.setProperty("role", "chip")
            button.clicked.connect(lambda _=False, one=preset: self.ask(one.kospi, one.sessions))
            self._presets.addWidget(button)

    def ask(self, kospi: float, sessions: int) -> None:
        """Set the fall; what lies beyond the slider is brought to its end."""
        self.within.setCurrentIndex(self.within.findData(sessions))
        self.slider.setValue(min(max(round(-1000 * kospi), LEAST), MOST))

    @property
    def kospi(self) -> float:
        """Return the move asked about, as a negative fraction."""
        return -self.slider.value() / 1000

    @property
    def sessions(self) -> int:
        """Return within how many sessions it falls."""
        return int(self.within.currentData())

    def _slid(self, tenths: int) -> None:
        self.field.blockSignals(True)
        self.field.setValue(tenths / 10)
        self.field.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        self.asked.emit(self.kospi, self.sessions)

    def _typed(self, percent: float) -> None:
        self.slider.setValue(round(10 * percent))

    def show_shock(self, shock: Shock, answer: str, total: Money, look: Appearance) -> None:
        """Show an answer, both stories together."""
        self._answer.setText(answer)
        asked = f"stress.shock_at[{shock.kospi},{shock.horizon}]"
        self.world.show_loss(shock.world, total, f"{asked}.world.loss")
        self.korea.show_loss(shock.korea, total, f"{asked}.korea.loss")
        self.bars.figures = {words.WORLD: f"{asked}.world.loss", words.KOREA: f"{asked}.korea.loss"}
        self.bars.set_data(_bars(shock), look)
        self.bars.setVisible(words.worse(shock) is not None)
        self._often.setText(say(shock.frequency) if shock.frequency else "")
        self._often.setVisible(shock.frequency is not None)

    def show_nothing(self, why: str) -> None:
        """Say why nothing can be measured; the rest of the page still stands."""
        self._answer.setText(why)
        for widget in (self.world, self.korea, self.bars, self._often):
            widget.hide()

    def measurable(self, yes: bool) -> None:
        """Enable the question only where there can be an answer."""
        for widget in (self.slider, self.field, self.within):
            widget.setEnabled(yes)
        for place in range(self._presets.count()):
            item = self._presets.itemAt(place)
            button = item.widget() if item else None
            if button is not None:
                button.setEnabled(yes)
        for pane in (self.world, self.korea):
            pane.setVisible(yes)


class StoryPane(Card):
    """One story: the loss in percent and money, its bands, its parts."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.setContentsMargins(-2 * UNIT, -UNIT, -2 * UNIT, -UNIT)
        self.body.setSpacing(UNIT // 2)
        self.setAccessibleName(heading)
        self._figure = figure("", "big")
        self._money = label("", "heading")
        self._band = selectable("", "")
        self._rest = selectable("", "muted")
        figures = row(self._figure, self._money, gap=2 * UNIT)
        figures.addStretch(1)
        self.set_body(label(heading, "heading"), holding(figures), self._band, self._rest)

    def show_loss(self, loss: Loss | TooLittleLoss, total: Money, place: str) -> None:
        """Show a loss, or the sentence that stands in its place; ``place`` leads to its trail."""
        self._figure.place = place
        if isinstance(loss, TooLittleLoss):
            self._figure.setText(fmt.MISSING)
            self._money.setText("")
            self._band.setText(say(loss.why))
            self._rest.setText("")
            return
        self._figure.setText(fmt.percent(loss.loss, signed=True))
        self._money.setText(words.amount(loss.loss, total))
        self._band.setText(words.band_words(loss, total))
        parts = (words.split_words(loss), words.outcome_words(loss))
        self._rest.setText(" ".join(part for part in parts if part))


def _bars(shock: Shock) -> RangeBarsData:
    """Return both stories as bars on one scale."""
    stories = ((words.WORLD, shock.world), (words.KOREA, shock.korea))
    bars = tuple(
        RangeBar(
            key=name,
            label=name,
            value=loss.loss,
            text=fmt.percent(loss.loss, signed=True),
            low=loss.low,
            high=loss.high,
            tone="negative" if loss.loss <= 0 else "positive",
            tip=f"{name}: {fmt.percent(loss.loss, signed=True)}, "
            f"{words.both_ways(loss.low, loss.high)} from this alone. {words.outcome_words(loss)}",
        )
        for name, loss in stories
        if isinstance(loss, Loss)
    )
    return RangeBarsData(bars, "Loss in both stories", "fraction of the portfolio")
