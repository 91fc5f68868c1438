"""The plans that are kept, and what can be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.flow import FlowRow

if TYPE_CHECKING:
    from corridor_desktop.services.plan_desk import Plan

_NONE = "No plan is kept yet"


class PlansBar(QWidget):
    """Emits what is wanted with the chosen plan, by its name."""

    openWanted = Signal(str)
    keepWanted = Signal(str)
    approveWanted = Signal(str)
    forgetWanted = Signal(str)
    exportWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._box = QComboBox()
        self._box.setAccessibleName("Kept plans")
        self._box.setMinimumWidth(UNIT * 26)
        self._of_plan: list[QPushButton] = []
        for words, signal in (
            ("&Open", self.openWanted),
            ("A&pprove", self.approveWanted),
            ("Forget", self.forgetWanted),
        ):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, told=signal: told.emit(self.chosen))
            self._of_plan.append(button)
        self._keep = QPushButton("&Keep as\N{HORIZONTAL ELLIPSIS}")
        self._keep.clicked.connect(lambda: self.keepWanted.emit(self.chosen))
        self._export = QPushButton("Export the order &list\N{HORIZONTAL ELLIPSIS}")
        self._export.clicked.connect(self.exportWanted)
        self.setLayout(FlowRow(self._box, *self._of_plan, self._keep, self._export))
        self.show_plans(())
        self.allow(False)

    @property
    def chosen(self) -> str:
        """Return the name of the chosen plan, empty for none."""
        return str(self._box.currentData() or "")

    def show_plans(self, plans: tuple[Plan, ...]) -> None:
        """List the plans; keep the chosen one."""
        chosen = self.chosen
        self._box.clear()
        for plan in plans:
            note = f", approved {fmt.day(plan.approved_at.date())}" if plan.approved_at else ""
            self._box.addItem(f"{plan.name}{note}", plan.name)
        if not plans:
            self._box.addItem(_NONE, "")
        self.choose(chosen)
        self._box.setEnabled(bool(plans))
        for button in self._of_plan:
            button.setEnabled(bool(plans))

    def choose(self, name: str) -> None:
        """Choose a plan by its name."""
        self._box.setCurrentIndex(max(self._box.findData(name), 0))

    def allow(self, orders: bool) -> None:
        """Grey the order list while there is nothing to order."""
        self._export.setEnabled(orders)
