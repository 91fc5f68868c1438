"""The reverse question: which fall of KOSPI would cost so and so much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.stress import sentences as words
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.spin import number_field
from corridor_desktop.ui.parts.wheel import WheelLeaver
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.stress.report import Reverse


class ReverseCard(Card):
    """``asked`` tells the loss as a fraction."""

    asked = Signal(float)

    def __init__(self) -> None:
        super().__init__("The question turned round")
        self.loss = number_field()
        self.loss.setRange(1, 60)
        self.loss.setValue(10)
        self.loss.setSuffix(f"{fmt.NO_BREAK}%")
        self.loss.setFixedWidth(11 * UNIT)
        self.loss.setAccessibleName("Loss of the portfolio in percent")
        WheelLeaver(self.loss)
        self.loss.valueChanged.connect(lambda percent: self.asked.emit(percent / 100))
        question = row(label("Which fall of KOSPI would cost me"), self.loss, label("?"))
        question.addStretch(1)
        self._answer = figure("", "heading", wrap=True)
        self._often = selectable("", "muted")
        self.set_body(holding(question), self._answer, self._often)

    def show_reverse(self, found: Reverse | None) -> None:
        """Show the answer, or why there is none."""
        self._answer.setText(words.reverse_words(found))
        known = found is not None and found.kospi is not None
        self._answer.place = f"stress.reverse_at[{found.loss}].kospi" if known and found else ""
        self._often.setText(say(found.frequency) if found and found.frequency else "")
        self.loss.setEnabled(found is not None)
