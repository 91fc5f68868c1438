"""Limits: every promise with its measured value, what drives it, and what was decided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSplitter, QTabWidget, QVBoxLayout

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.limits import rows
from corridor_desktop.ui.pages.limits.detail import FindingPane
from corridor_desktop.ui.pages.limits.history_tab import HistoryTab
from corridor_desktop.ui.pages.limits.policy_tab import PolicyTab
from corridor_desktop.ui.pages.limits.sanctions_tab import SanctionsTab
from corridor_desktop.ui.pages.limits.verbs import PolicyVerbs, SanctionsVerbs, tell
from corridor_desktop.ui.pages.page import Page
from corridor_desktop.ui.parts.layout import column, holding, row, scrolling
from corridor_desktop.ui.parts.remembered import remembered
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.domain.policy import Limit
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance
    from corridor_desktop.ui.state import AppState


class LimitsPage(Page):
    """The table of findings, the pane for one of them, the log of decisions."""

    key = "limits"
    title = "Limits"
    icon = "limits"
    empty = "Limits are held against holdings. Import a broker file to begin."

    def __init__(self, state: AppState) -> None:
        super().__init__(state)
        self._model: RowsModel[Finding] = RowsModel(rows.COLUMNS, rows.key)
        self._table: DataTable[Finding] = DataTable(self._model, "Limits")
        self._table.figures = {
            "measured": "findings[{key}].measured",
            "against": "findings[{key}].measured",
            "warn": "findings[{key}].warn",
            "breach": "findings[{key}].breach",
        }
        self._history = HistoryTab()
        self._log = self._history.log
        self._policy = PolicyTab()
        self._policy_verbs = PolicyVerbs(self._policy, state)
        self._sanctions = SanctionsTab()
        self._sanctions_verbs = SanctionsVerbs(self._sanctions, state)
        self._pane = FindingPane()
        self._all = QCheckBox("Show limits that are &inside too")
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Filter")
        self._filter.setAccessibleName("Filter limits")
        self._filter.setMaximumWidth(UNIT * 30)
        remembered(self._all, "inside too")
        remembered(self._filter, "filter")
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName("Limits, policy, history and lists")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        tools = row(self._filter, self._all, gap=UNIT * 2)
        tools.addStretch(1)
        left = column(holding(tools), self._table, gap=UNIT)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(holding(left))
        beside = column(self._pane)
        beside.setContentsMargins(0, 0, UNIT, 0)
        pane = scrolling(holding(beside))
        pane.setMinimumWidth(UNIT * 40)
        split.addWidget(pane)
        split.setStretchFactor(0, 1)
        split.setSizes([UNIT * 120, UNIT * 40])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(UNIT * 2)
        split.setContentsMargins(0, UNIT, 0, 0)
        self._tabs.addTab(split, "Limits")
        self._tabs.addTab(self._policy, "Policy")
        self._tabs.addTab(self._history, "History")
        self._tabs.addTab(self._sanctions, "Sanctions lists")
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)

    def _wire(self) -> None:
        self._table.picked.connect(self._pick)
        self._all.toggled.connect(self._narrow)
        self._filter.textChanged.connect(self._narrow)
        self._pane.acknowledged.connect(self._acknowledge)
        self._pane.withdrawn.connect(self._withdraw)
        self._pane.changed.connect(self._change)
        self._pane.helpAsked.connect(self._explain)
        self._pane.fixAsked.connect(lambda: self.wantsPage.emit("what_if", "fix"))
        self._policy.limitWanted.connect(self._change_own)
        self._tabs.currentChanged.connect(self._turned)

    def finding(self, review: Review) -> str:
        """Say where the portfolio stands."""
        inside = " What funds hold counts." if review.looked_through else ""
        return f"{rows.sentence(review)} Policy: {review.policy.name}.{inside}"

    def draw(self, review: Review) -> None:
        """Show findings and decisions."""
        self._model.set_rows(review.findings)
        self._history.show_review(review, self.state.desk.clock.today())
        self._policy.show_review(review)
        self._turned()
        self._narrow()
        if not self._table.selected() and self._model.rows:
            self._table.select((rows.key(self._model.rows[0]),))
        self._pick()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
        for tab in (self._history, self._policy, self._sanctions):
            tab.dress(look)
        self._pane.dress(look)

    def focus_on(self, detail: object) -> None:
        """Select a finding by its key."""
        if isinstance(detail, str):
            self._all.setChecked(True)
            self._table.select((detail,))

    def _turned(self) -> None:
        """Screen only while the lists are looked at."""
        if self._tabs.currentWidget() is self._sanctions:
            self._sanctions_verbs.look()

    def _narrow(self) -> None:
        keep = None if self._all.isChecked() else _is_open
        self._model.set_filter(self._filter.text(), keep)

    def _pick(self) -> None:
        chosen = self._table.selected()
        review = self.state.review
        if not chosen or review is None:
            self._pane.show_finding(None, None, date.min)
            return
        found = chosen[0]
        self._pane.show_finding(found, _limit_of(review, found), self.state.desk.clock.today())

    def _acknowledge(self, limit: str, subject: str, reason: str, until: date) -> None:
        desk = self.state.desk
        self.state.do(
            "limits", "store", lambda _: desk.limits.acknowledge(limit, subject, reason, until)
        )

    def _withdraw(self, limit: str, subject: str) -> None:
        desk = self.state.desk
        self.state.do("limits", "store", lambda _: desk.limits.withdraw(limit, subject))

    def _change_own(self, limit: Limit, warn: str, breach: str, on: bool) -> None:
        self._change(limit.id, warn, breach, on, limit.subject)

    def _change(self, limit: str, warn: str, breach: str, on: bool, subject: str = "") -> None:
        desk = self.state.desk
        try:
            levels = (_read(warn), _read(breach))
        except ValueError:
            self.state.troubleRaised.emit(
                UsageTrouble("bad_level", "A level is a number, like 20 %.", "Nothing was changed.")
            )
            return
        self.state.do(
            "limits",
            "store",
            lambda _: desk.limits.change(limit, *levels, on, subject),
            lambda said: tell(self, said),
        )

    def _explain(self, limit: str) -> None:
        from corridor_desktop.services.resources import read_help
        from corridor_desktop.ui.dialogs.reading import ReadingDialog

        ReadingDialog(self, rows.title(limit), read_help(f"limits/{limit}.md")).exec()


def _is_open(found: Finding) -> bool:
    return found.state is not State.INSIDE


def _limit_of(review: Review, found: Finding) -> Limit | None:
    same = [limit for limit in review.policy.limits if limit.id == found.limit]
    exact = [limit for limit in same if limit.subject == found.subject]
    general = [limit for limit in same if not limit.subject]
    return next(iter((*exact, *general)), None)


def _read(text: str) -> float | None:
    """Return a level that a person wrote as ``20 %`` or ``0.2`` or ``5``; empty is none."""
    clean = text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
    if not clean:
        return None
    return float(clean[:-1]) / 100 if clean.endswith("%") else float(clean)
