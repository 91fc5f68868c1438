"""What if: hypothetical changes over the real portfolio, and the smallest trades that help."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QInputDialog,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
)

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.planning.changes import Changes
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.pages.what_if import comparison, steps
from corridor_desktop.ui.pages.what_if.comparison import Figure, Pair
from corridor_desktop.ui.pages.what_if.editor import Editor
from corridor_desktop.ui.pages.what_if.plans_bar import PlansBar
from corridor_desktop.ui.pages.what_if.steps import Step
from corridor_desktop.ui.pages.what_if.terms_form import TermsForm
from corridor_desktop.ui.pages.what_if.verdict import verdict
from corridor_desktop.ui.parts.layout import column, holding
from corridor_desktop.ui.parts.words import selectable
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.plan_desk import Trial
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState


class WhatIfPage(Page):
    """Nothing here changes the portfolio; only a plan that is kept is written to the file."""

    key = "what_if"
    title = "What if"
    icon = "what_if"
    empty = "Plans are tried out over holdings. Import a broker file to begin."

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._changes = Changes()
        self._trial: Trial | None = None
        self._plans = PlansBar()
        self._remove, self._clear = QPushButton("Remove"), QPushButton("Start over")
        self._editor, self._terms = Editor(self._remove, self._clear), TermsForm()
        self._steps: RowsModel[Step] = RowsModel(steps.COLUMNS, lambda step: step.key)
        self._step_table: DataTable[Step] = DataTable(self._steps, "Changes to try out")
        self._pairs: RowsModel[Pair] = RowsModel(
            comparison.LIMIT_COLUMNS, lambda pair: f"{pair.limit}|{pair.subject}"
        )
        self._figures: RowsModel[Figure] = RowsModel(
            comparison.FIGURE_COLUMNS, lambda figure: f"{figure.group}|{figure.name}"
        )
        self._verdict = selectable("")
        self._all = QCheckBox("Show limits that are &inside too")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        above = column(self._plans, self._editor, self._step_table, self._terms)
        above.setStretch(2, 1)
        limits: DataTable[Pair] = DataTable(self._pairs, "Limits now and after")
        numbers: DataTable[Figure] = DataTable(self._figures, "Figures now and after")
        tabs = QTabWidget()
        tabs.setAccessibleName("Before and after")
        tabs.addTab(holding(column(limits, self._all)), "Limits")
        tabs.addTab(numbers, "Exposure and stress")
        below = column(self._verdict, tabs)
        below.setStretch(1, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(holding(above))
        split.addWidget(holding(below))
        split.setChildrenCollapsible(False)
        split.setHandleWidth(UNIT * 2)
        split.setSizes([UNIT * 44, UNIT * 44])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _wire(self) -> None:
        self._editor.wanted.connect(self._add)
        self._terms.wanted.connect(self._find)
        self._remove.clicked.connect(self._take_out)
        self._clear.clicked.connect(lambda: self._try(Changes()))
        self._all.toggled.connect(self._narrow)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._step_table, self._take_out)
        self._plans.openWanted.connect(self._open)
        self._plans.keepWanted.connect(self._keep)
        self._plans.approveWanted.connect(self._approve)
        self._plans.forgetWanted.connect(self._forget)
        self._plans.exportWanted.connect(self._export)

    def finding(self, review: Review) -> str:
        """Say what this page is."""
        return f"Nothing here changes the portfolio. Prices as of {fmt.day(review.as_of)}."

    def draw(self, review: Review) -> None:
        """Take the portfolio as it is now; what was being tried out is tried again on it."""
        self._editor.show_review(review)
        self._plans.show_plans(self.state.desk.plans.all())
        self._try(self._changes)

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        for model in (self._steps, self._pairs, self._figures):
            model.dress(look)

    def focus_on(self, detail: object) -> None:
        """Look for the smallest trades when another page asks for them."""
        if detail == "fix":
            self._find()

    def _add(self) -> None:
        self._ask(lambda: self._try(self._editor.onto(self._changes)))

    def _take_out(self) -> None:
        changes = self._changes
        # From the back, so that the places of the others stay.
        for step in sorted(self._step_table.selected(), key=lambda one: one.key, reverse=True):
            changes = steps.without(changes, step.key)
        self._try(changes)

    def _try(self, changes: Changes) -> None:
        plans = self.state.desk.plans
        as_of = self.state.as_of
        self._run(
            "what_if",
            lambda job: plans.what_if(changes, plans.ground(as_of, job), job),
            "Trying it out",
        )

    def _find(self) -> None:
        def search() -> None:
            terms, locked = self._terms.terms(), self._terms.locked
            plans, as_of = self.state.desk.plans, self.state.as_of
            given = replace(self._changes, trades=())

            def verb(job: Job) -> Trial:
                real = plans.ground(as_of, job)
                names = plans.names(real)
                kept = frozenset(names.instrument(symbol).id for symbol in locked)
                return plans.fix(replace(terms, locked=kept), given, real, job)

            self._run("what_if", verb, "Looking for the smallest trades")

        self._ask(search)

    def _run(self, key: str, verb: Callable[[Job], Trial], title: str) -> None:
        self.state.runner.submit(
            key, "math", verb, self._tried, title=title, trouble=self._troubled
        )

    def _tried(self, trial: Trial) -> None:
        self._changes, self._trial = trial.changes, trial
        review = self.state.review
        if review is None:
            return
        self._steps.set_rows(steps.steps(trial.changes, review, trial))
        self._pairs.set_rows(comparison.pairs(trial))
        self._figures.set_rows(comparison.figures(trial))
        self._verdict.setText(verdict(trial))
        self._narrow()
        self._plans.allow(bool(trial.orders))

    def _troubled(self, trouble: Exception) -> None:
        if isinstance(trouble, CorridorError):
            self._verdict.setText(f"{trouble.sentence} {trouble.remedy}".strip())

    def _ask(self, verb: Callable[[], None]) -> None:
        """Do what the fields say; what is wrong with them is said in place."""
        try:
            verb()
        except CorridorError as trouble:
            self._troubled(trouble)

    def _narrow(self) -> None:
        keep = None if self._all.isChecked() else lambda pair: not pair.quiet
        self._pairs.set_filter("", keep)

    def _open(self, name: str) -> None:
        self._ask(lambda: self._try(self.state.desk.plans.get(name).changes))

    def _keep(self, known: str) -> None:
        name, fine = QInputDialog.getText(self, "Keep as a plan", "Name of the plan:", text=known)
        if fine and name.strip():
            self._do(lambda: self.state.desk.plans.keep(name, self._changes))

    def _approve(self, name: str) -> None:
        self._do(lambda: self.state.desk.plans.approve(name))

    def _forget(self, name: str) -> None:
        self._do(lambda: self.state.desk.plans.discard(name))

    def _export(self) -> None:
        trial = self._trial
        name, _ = QFileDialog.getSaveFileName(
            self, "Export the order list", str(Path.home() / "orders.csv"), "Order lists (*.csv)"
        )
        if name and trial is not None:
            self._do(lambda: self.state.desk.plans.order_list(trial, Path(name)))

    def _do(self, verb: Callable[[], object]) -> None:
        """Run a verb that writes; what stands in its way is said in place."""
        self.state.runner.submit(
            "plans", "store", lambda _: verb(), self._done, trouble=self._troubled
        )

    def _done(self, result: object) -> None:
        plans = self.state.desk.plans.all()
        self._plans.show_plans(plans)
        name = getattr(result, "name", "")
        if isinstance(result, Path):
            self._verdict.setText(f"Written: {result}")
        elif name:
            self._plans.choose(name)
