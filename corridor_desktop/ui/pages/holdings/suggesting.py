"""Suggestions of the theme pack for one holding: take at a share, or do not show again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QPushButton, QVBoxLayout, QWidget

from corridor_desktop.services.theme_pack import age_years, caution_messages
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import clear, column, holding, row
from corridor_desktop.ui.parts.spin import decimal_field
from corridor_desktop.ui.parts.words import label, selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.domain.suggestion import Suggestion

_DIRECTNESS = {
    "direct_revenue": "direct revenue",
    "asset": "owns something there",
    "option_value": "would gain if it happened",
    "sentiment_only": "moves on headlines only",
}


class SuggestionList(QWidget):
    """One frame for each row of the pack; nothing is tagged until the user takes it."""

    taken = Signal(str, int)
    dismissed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout: QVBoxLayout = column(gap=UNIT)
        self.setLayout(self._layout)
        self._shares: dict[str, QDoubleSpinBox] = {}

    def show_rows(self, rows: Sequence[Suggestion], names: dict[str, str], today: date) -> None:
        """Show the rows that fit a holding."""
        clear(self._layout)
        self._shares = {}
        for found in rows:
            self._layout.addWidget(self._one(found, names.get(found.theme_id, ""), today))
        self.setVisible(bool(rows))

    def _one(self, found: Suggestion, theme: str, today: date) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "notice")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(UNIT + UNIT // 2, UNIT, UNIT + UNIT // 2, UNIT)
        layout.setSpacing(UNIT // 2)
        band = f"{found.low / 100:g} to {found.high / 100:g} %"
        head = f"{theme}: {band}" if found.investable else f"{theme}: recognised, no tag suggested"
        layout.addWidget(label(head, "heading", wrap=True))
        layout.addWidget(selectable(found.reason))
        years = age_years(found, today)
        age = f", {years} year{'s' if years != 1 else ''} old" if years is not None else ""
        layout.addWidget(
            selectable(
                f"{_DIRECTNESS[found.directness]}; driver: {found.driver.replace('_', ' ')}; "
                f"confidence {found.confidence}. {found.source_title} ({found.source_date}{age})",
                "small",
            )
        )
        for caution in caution_messages(found, today):
            layout.addWidget(selectable(say(caution), "warning"))
        layout.addWidget(self._buttons(found))
        return frame

    def _buttons(self, found: Suggestion) -> QWidget:
        dismiss = QPushButton("Dismiss")
        dismiss.setProperty("role", "quiet")
        dismiss.setProperty("suggestion", found.id)
        dismiss.clicked.connect(self._dismiss)
        parts = row(gap=UNIT)
        if found.investable:
            share = decimal_field()
            share.setRange(0, 100)
            share.setSuffix(" %")
            share.lineEdit().setTextMargins(UNIT - 2, 0, 0, 0)
            share.setValue(found.low / 100)
            share.setAccessibleName(f"Share of {found.name}")
            self._shares[found.id] = share
            take = QPushButton("Tag")
            take.setProperty("suggestion", found.id)
            take.clicked.connect(self._take)
            parts.addWidget(share)
            parts.addWidget(take)
        parts.addWidget(dismiss)
        parts.addStretch(1)
        return holding(parts)

    def _take(self) -> None:
        key = str(self.sender().property("suggestion"))
        self.taken.emit(key, round(self._shares[key].value() * 100))

    def _dismiss(self) -> None:
        self.dismissed.emit(str(self.sender().property("suggestion")))
