"""Below the file: its rows, its instruments, and what there is to decide, each in a tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.imports.classes_tab import ClassesTab
from corridor_desktop.ui.pages.imports.comparison import ComparisonView
from corridor_desktop.ui.pages.imports.instruments_tab import InstrumentsTab
from corridor_desktop.ui.pages.imports.openings_tab import OpeningsTab
from corridor_desktop.ui.pages.imports.restated_tab import RestatedTab
from corridor_desktop.ui.pages.imports.row_model import FileRowsModel
from corridor_desktop.ui.pages.imports.rows import STATUSES, FileRow, PlanRows
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.services.import_statement import StatementPlan
    from corridor_desktop.ui.appearance import Appearance


class PlanTabs(QTabWidget):
    """Shows a plan; a tab that has nothing to say is not there. ``lineChosen`` counts from 1."""

    lineChosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows_model = FileRowsModel()
        self.table: DataTable[FileRow] = DataTable(self.rows_model, "Rows of the file")
        self._only = QComboBox()
        self._only.setAccessibleName("Rows to show")
        self._only.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._only.setMinimumWidth(UNIT * 22)
        self._rows: PlanRows | None = None
        self._pointing = False
        self.instruments = InstrumentsTab()
        self.restated = RestatedTab()
        self.openings = OpeningsTab()
        self.comparison = ComparisonView()
        self.classes = ClassesTab()
        self.addTab(holding(self._rows_page()), "Rows")
        for widget in self._others:
            self.addTab(_padded(widget), "")
        self.table.picked.connect(self._picked)
        self._only.activated.connect(self._choose)
        self.show_nothing()

    def _rows_page(self) -> QVBoxLayout:
        tools = row(label("Show", "muted"), self._only, gap=UNIT)
        tools.addStretch(1)
        layout = column(gap=UNIT)
        layout.setContentsMargins(0, UNIT, 0, 0)
        layout.addLayout(tools)
        layout.addWidget(self.table, 1)
        return layout

    def show_plan(self, plan: StatementPlan, rows: PlanRows) -> None:
        """Show what a file would bring and what is to decide."""
        self._rows = rows
        self._only.clear()
        self._only.addItem("1 row" if len(rows) == 1 else f"all {len(rows)} rows", "")
        for status in STATUSES:
            if rows.counts[status]:
                self._only.addItem(f"{rows.counts[status]} {status}", status)
        self.rows_model.show_rows(rows, rows)
        self.instruments.show_instruments(plan.instruments)
        self.restated.show_pairs(plan.probable, plan.restated)
        self.openings.show_openings(plan.openings, plan.answers.openings)
        self.comparison.show_comparisons(plan.comparisons)
        self.classes.show_classes(plan.classes)
        doubtful = sum(each.doubtful for each in plan.instruments)
        undecided = sum(1 for each in plan.openings if each.key not in plan.answers.openings)
        gaps = sum(len(each.open) for each in plan.comparisons)
        self.setTabText(0, f"Rows ({len(rows)})")
        self._name(1, "Instruments", len(plan.instruments), doubtful)
        pairs = len(plan.probable) + len(plan.restated)
        self._name(2, "Restated?", pairs, len(plan.probable))
        self._name(3, "Before the history", len(plan.openings), undecided)
        self._name(4, "Beside what is held", len(plan.comparisons), gaps)
        self._name(5, "Classes", len(plan.classes.choices), plan.classes.still_open)

    def show_nothing(self) -> None:
        """Show that there is no file."""
        self._rows = None
        self._only.clear()
        self.rows_model.show_rows(None, ())
        self.setTabText(0, "Rows")
        for place in range(1, self.count()):
            self.setTabVisible(place, False)

    def _name(self, place: int, title: str, count: int, still_open: int) -> None:
        self.setTabVisible(place, count > 0)
        self.setTabText(place, f"{title} ({still_open} open)" if still_open else title)

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self.rows_model.dress(look)
        for part in self._others:
            part.dress(look)

    @property
    def _others(
        self,
    ) -> tuple[InstrumentsTab, RestatedTab, OpeningsTab, ComparisonView, ClassesTab]:
        return self.instruments, self.restated, self.openings, self.comparison, self.classes

    def point_at(self, line: int) -> None:
        """Select the record that begins at a line of the file."""
        if self._rows is not None and self._rows.at_line(line) >= 0:
            self._pointing = True
            self.table.select([str(line)])
            self._pointing = False

    def _choose(self) -> None:
        if self._rows is not None:
            status = str(self._only.currentData() or "")
            shown: Sequence[FileRow] = self._rows.only(status)
            self.rows_model.show_rows(self._rows, shown, status)

    def _picked(self) -> None:
        chosen = self.table.selected()
        if chosen and chosen[0].lines and not self._pointing:
            self.lineChosen.emit(chosen[0].lines[0])


def _padded(widget: QWidget) -> QWidget:
    layout = column(widget)
    layout.setContentsMargins(0, UNIT, 0, 0)
    return holding(layout)
