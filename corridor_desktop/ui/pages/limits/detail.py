"""The pane for one finding: what it says, what drives it, what can be done about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.ui.appearance import LIGHT, UNIT, Appearance
from corridor_desktop.ui.charts.limit_bar import LimitBar, LimitBarData
from corridor_desktop.ui.pages.limits import rows
from corridor_desktop.ui.parts.figures import figure
from corridor_desktop.ui.parts.layout import holding, row
from corridor_desktop.ui.parts.words import label, rule, selectable
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.domain.policy import Limit

LONGEST = 90


class FindingPane(QFrame):
    """Shows a finding; its forms emit what the user decided."""

    acknowledged = Signal(str, str, str, object)
    withdrawn = Signal(str, str)
    changed = Signal(str, object, object, bool)
    helpAsked = Signal(str)
    fixAsked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._found: Finding | None = None
        self._limit: Limit | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT * 2, UNIT * 2, UNIT * 2, UNIT * 2)
        layout.setSpacing(UNIT)
        self._title = label("Choose a limit", "heading", wrap=True)
        self._state = figure("", wrap=True)
        self._bar = LimitBar()
        self._look = LIGHT
        self._why = selectable("", "muted")
        self._drivers = selectable("", "muted")
        self._origin = selectable("", "small")
        self._help = QPushButton("What is this limit?")
        self._help.setProperty("role", "quiet")
        self._help.clicked.connect(self._ask_help)
        shown = (self._title, self._state, self._bar, self._why, self._drivers, self._origin)
        for widget in shown:
            layout.addWidget(widget)
        layout.addWidget(self._help, 0, Qt.AlignmentFlag.AlignLeft)
        self._accept = self._accept_form()
        self._fix = QPushButton("Show the smallest fix")
        self._fix.clicked.connect(self.fixAsked)
        layout.addWidget(self._fix, 0, Qt.AlignmentFlag.AlignLeft)
        self._withdraw = QPushButton("Withdraw the acknowledgement")
        self._withdraw.clicked.connect(self._emit_withdrawn)
        self._change = self._change_form()
        for part in (self._accept, self._withdraw, self._change):
            layout.addWidget(part)
        layout.addStretch(1)
        self.show_finding(None, None, date.min)

    def _accept_form(self) -> QWidget:
        self._reason = QLineEdit()
        self._reason.setPlaceholderText("Why you accept it for now")
        self._reason.setAccessibleName("Reason")
        self._until = QDateEdit()
        self._until.setCalendarPopup(True)
        self._until.setDisplayFormat("d MMM yyyy")
        button = QPushButton("Acknowledge")
        button.setProperty("role", "primary")
        button.clicked.connect(self._emit_acknowledged)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(rule())
        form.addRow(label("Acknowledge it", "heading"))
        form.addRow("&Reason", self._reason)
        form.addRow("&Until", self._until)
        form.addRow("", button)
        return holding(form)

    def _change_form(self) -> QWidget:
        self._warn, self._breach = QLineEdit(), QLineEdit()
        self._button = QPushButton("Change the limit")
        self._button.clicked.connect(self._emit_changed)
        self._switch = QPushButton("Switch off")
        self._switch.clicked.connect(self._emit_switched)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(rule())
        form.addRow(label("Change it", "heading"))
        form.addRow("&Warn at", self._warn)
        form.addRow("&Limit at", self._breach)
        form.addRow("", holding(row(self._button, self._switch)))
        note = "Tightening is in force at once; loosening after the cooling-off period."
        form.addRow(label(note, "small", wrap=True))
        return holding(form)

    def show_finding(self, found: Finding | None, limit: Limit | None, today: date) -> None:
        """Show a finding with its limit; ``None`` empties the pane."""
        self._found, self._limit = found, limit
        is_open = found is not None and found.state in {State.BREACH, State.NEAR}
        self._accept.setVisible(is_open)
        self._fix.setVisible(found is not None and found.state is State.BREACH)
        self._withdraw.setVisible(found is not None and found.state is State.ACKNOWLEDGED)
        self._change.setVisible(found is not None and limit is not None)
        self._help.setVisible(found is not None)
        self._bar.setVisible(found is not None and found.limit_value is not None)
        if found is None:
            self._title.setText("Choose a limit")
            self._state.place = self._bar.figure = ""
            for empty in (self._state, self._why, self._drivers, self._origin):
                empty.setText("")
            return
        self._title.setText(f"{rows.title(found.limit)}: {found.label}")
        self._state.place = self._bar.figure = f"findings[{rows.key(found)}].measured"
        self._state.setText(f"{rows.state_word(found)}: {rows.measured(found)}{_interval(found)}")
        self._draw_bar(found)
        self._why.setText(rows.explanation(found))
        mostly = rows.drivers(found)
        self._drivers.setText(f"Mostly: {mostly}" if mostly else "")
        self._drivers.setVisible(bool(mostly))
        if limit is not None:
            self._origin.setText(say(Message.of(f"rules.origin_{limit.origin}")))
            self._warn.setText(rows.level(limit.id, limit.warn) if limit.warn is not None else "")
            self._breach.setText(
                rows.level(limit.id, limit.breach) if limit.breach is not None else ""
            )
            self._switch.setText("Switch off" if limit.on else "Switch on")
        first = QDate(today.year, today.month, today.day)
        self._until.setDateRange(first, first.addDays(LONGEST))
        self._until.setDate(first.addDays(30))

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._look = look
        self._bar.dress(look)

    def _draw_bar(self, found: Finding) -> None:
        self._bar.set_data(
            LimitBarData(
                rows.title(found.limit),
                found.measured,
                found.warn,
                found.breach,
                found.low,
                found.high,
                found.floor,
                counts=found.limit in rows.COUNTED,
            ),
            self._look,
        )

    def _emit_acknowledged(self) -> None:
        if self._found is not None:
            chosen = self._until.date()
            until = date(chosen.year(), chosen.month(), chosen.day())
            self.acknowledged.emit(
                self._found.limit, self._found.subject, self._reason.text(), until
            )
            self._reason.clear()

    def _emit_withdrawn(self) -> None:
        if self._found is not None:
            self.withdrawn.emit(self._found.limit, self._found.subject)

    def _emit_changed(self) -> None:
        if self._limit is not None:
            self.changed.emit(
                self._limit.id, self._warn.text(), self._breach.text(), self._limit.on
            )

    def _emit_switched(self) -> None:
        if self._limit is not None:
            self.changed.emit(
                self._limit.id, self._warn.text(), self._breach.text(), not self._limit.on
            )

    def _ask_help(self) -> None:
        if self._found is not None:
            self.helpAsked.emit(self._found.limit)


def _interval(found: Finding) -> str:
    if found.low is None or found.high is None:
        return ""
    ends = " to ".join(rows.level(found.limit, end) for end in (found.low, found.high))
    return f" ({ends})"
