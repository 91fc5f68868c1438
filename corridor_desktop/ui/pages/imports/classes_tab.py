"""Classes that another tracker gave: each is taken for a theme, once, or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from corridor_desktop.domain.foreign_class import percent
from corridor_desktop.importers.contract import IGNORE
from corridor_desktop.services.class_choices import NEW, ClassChoice, ClassPlan
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.layout import column, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.column import Column
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.ui.appearance import Appearance

_SHOWN = 3
_WORDS = {"": "open: kept as it is", NEW: "a theme of this name", IGNORE: "left out"}


def _weights(each: ClassChoice) -> str:
    if not each.stated:
        return "in part, unknown" if not each.weights else "whole: the file states none"
    words = ", ".join(percent(weight) for weight in each.weights[:_SHOWN])
    if len(each.weights) > _SHOWN:
        words += f" and {len(each.weights) - _SHOWN} more"
    return words or "not stated"


def _notes(each: ClassChoice) -> str:
    notes = []
    if each.told:
        notes.append("as at an earlier import")
    if each.strangers:
        notes.append(f"{each.strangers} that nobody holds are left out")
    if each.unweighted:
        notes.append(f"{each.unweighted} without a weight make no tag")
    return "; ".join(notes)


class ClassesTab(QWidget):
    """Emits keys of classes and the answer for them: a theme, ``new``, ``ignore`` or nothing."""

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._themes: dict[str, str] = {}
        self._model: RowsModel[ClassChoice] = RowsModel(self._columns(), lambda each: each.key)
        self.table: DataTable[ClassChoice] = DataTable(self._model, "Classes of another tracker")
        self._about = label("", "muted", wrap=True)
        self._answer = QComboBox()
        self._answer.setAccessibleName("Theme")
        self._answer.setMinimumWidth(UNIT * 30)
        self._use = QPushButton("Use it")
        self._leave = QPushButton("Leave out")
        self._later = QPushButton("Decide later")
        tools = row(label("It means"), self._answer, self._use, self._leave, self._later, gap=UNIT)
        tools.addStretch(1)
        layout = column(self._about, self.table, gap=UNIT)
        layout.addLayout(tools)
        self.setLayout(layout)
        self.table.picked.connect(self._picked)
        self._use.clicked.connect(self._take)
        self._leave.clicked.connect(self._leave_out)
        self._later.clicked.connect(self._wait)
        self._picked()

    def _columns(self) -> tuple[Column[ClassChoice], ...]:
        return (
            Column("name", "Class", lambda c: c.name, lambda c: c.name, lambda c: c.name,
                   width=260),
            Column("holdings", "Holdings", lambda c: float(c.holdings), lambda c: str(c.holdings),
                   numeric=True, width=72),
            Column("weights", "Weights", _weights, _weights, _weights, width=190),
            Column("theme", "Theme", self._answered, self._answered, self._answered, width=180,
                   tone=lambda c: "" if c.answer else "warning"),
            Column("notes", "Also", _notes, _notes, _notes, width=260),
        )  # fmt: skip

    def show_classes(self, plan: ClassPlan) -> None:
        """Show the classes of a plan and what they may be taken for."""
        self._themes = {theme.id: theme.name for theme in plan.themes}
        self._model.set_rows(plan.choices)
        words = (
            "Choose what each class means, once; the choice is remembered in this portfolio. "
            "Weights stay as the file has them, and go with this import when it is taken back. "
            "What stays open or is left out is kept as it is and belongs to no theme."
        )
        if plan.without_tag:
            words += (
                f" No tag for {', '.join(plan.without_tag)}: the shares contradict each other or "
                "would pass 100 %."
            )
        self._about.setText(words)
        if plan.choices and not self.table.selected():
            self.table.select([plan.choices[0].key])
        self._picked()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)

    def _answered(self, each: ClassChoice) -> str:
        return _WORDS.get(each.answer) or self._themes.get(each.answer, each.answer)

    def _picked(self) -> None:
        chosen = self.table.selected()
        self._answer.clear()
        for theme, name in self._themes.items():
            self._answer.addItem(name, theme)
        if chosen:
            name = chosen[0].key.rpartition(" / ")[2]
            own = "A new theme of each name" if len(chosen) > 1 else f"A new theme: {name}"
            self._answer.addItem(own, NEW)
            wanted = chosen[0].answer or chosen[0].proposal or NEW
            self._answer.setCurrentIndex(max(self._answer.findData(wanted), 0))
        for widget in (self._answer, self._use, self._leave, self._later):
            widget.setEnabled(bool(chosen))

    def _take(self) -> None:
        self._tell(str(self._answer.currentData()))

    def _leave_out(self) -> None:
        self._tell(IGNORE)

    def _wait(self) -> None:
        self._tell("")

    def _tell(self, value: str) -> None:
        keys: Sequence[str] = [each.key for each in self.table.selected()]
        if keys:
            self.chosen.emit(list(keys), value)
