"""The promise itself: every limit, on or off; profiles, cooling-off, what is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from corridor_desktop.services.policies import profiles
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.pages.limits import policy_rows, rows
from corridor_desktop.ui.pages.limits.policy_rows import Coming
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.spin import number_field
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.tables.model import RowsModel
from corridor_desktop.ui.tables.view import DataTable

if TYPE_CHECKING:
    from corridor_desktop.domain.policy import Limit
    from corridor_desktop.services.review import Review
    from corridor_desktop.ui.appearance import Appearance

_FEW_ROWS = 100
_AUTO_TEXT = 2  # TextFormat.AutoText, which knows the key of a buddy


class PolicyTab(QWidget):
    """Emits what the user wants to change; the page asks the desk."""

    profileWanted = Signal(str)
    coolingOffWanted = Signal(int)
    textWanted = Signal()
    exportWanted = Signal()
    loadWanted = Signal()
    withdrawWanted = Signal()
    limitWanted = Signal(object, str, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._model: RowsModel[Limit] = RowsModel(policy_rows.COLUMNS, policy_rows.key)
        self._table: DataTable[Limit] = DataTable(self._model, "Limits of the policy")
        self._coming: RowsModel[Coming] = RowsModel(
            policy_rows.COMING_COLUMNS, lambda found: f"{found.day}|{found.change.limit}"
        )
        self._coming_table: DataTable[Coming] = DataTable(self._coming, "Changes still to come")
        self._coming_table.setMaximumHeight(_FEW_ROWS)
        self._profile = QComboBox()
        self._profile.setAccessibleName("Profile of limits")
        for name, policy in profiles().items():
            self._profile.addItem(policy.name, name)
        self._days = number_field()
        self._days.setRange(0, 365)
        self._days.setSuffix(" days")
        self._days.lineEdit().setTextMargins(UNIT - 2, 0, 0, 0)
        self._days.setAccessibleName("Cooling-off period")
        self._warn, self._breach = QLineEdit(), QLineEdit()
        self._state = label("", "muted", wrap=True)
        self._later = self._later_part()
        self._lay_out()
        self._table.picked.connect(self._pick)

    def _lay_out(self) -> None:
        tools = row(
            self._state,
            *_buttons(
                ("Edit as text\N{HORIZONTAL ELLIPSIS}", self.textWanted.emit),
                ("Export\N{HORIZONTAL ELLIPSIS}", self.exportWanted.emit),
                ("Load\N{HORIZONTAL ELLIPSIS}", self.loadWanted.emit),
            ),
        )
        (take,) = _buttons(("Take over the profile", self._take_profile))
        (cool,) = _buttons(("Set the cooling-off", self._set_days))
        (self._switch,) = _buttons(("Switch off", self._flip))
        (self._change,) = _buttons(("Change", self._want))
        choices = row(gap=UNIT)
        for name, field in (("&Warn at", self._warn), ("&Limit at", self._breach)):
            words = label(name)
            words.setProperty("textFormat", _AUTO_TEXT)
            words.setBuddy(field)
            field.setMaximumWidth(UNIT * 11)
            choices.addWidget(words)
            choices.addWidget(field)
        choices.addWidget(self._change)
        choices.addWidget(self._switch)
        choices.addStretch(1)
        whole = row(self._profile, take, self._days, cool, gap=UNIT)
        whole.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, UNIT, 0, 0)
        layout.setSpacing(UNIT)
        for part in (holding(tools), self._table, holding(choices), holding(whole), self._later):
            layout.addWidget(part)
        layout.setStretch(1, 1)

    def _later_part(self) -> QWidget:
        (withdraw,) = _buttons(("Withdraw what is to come", self.withdrawWanted.emit))
        head = row(label("Still to come", "heading"))
        head.addStretch(1)
        head.addWidget(withdraw)
        return holding(column(holding(head), self._coming_table, gap=UNIT))

    def show_review(self, review: Review) -> None:
        """Show the policy in force."""
        policy = review.policy
        self._model.set_rows(policy.limits)
        self._coming.set_rows(policy_rows.coming(review.scheduled))
        self._later.setVisible(bool(review.scheduled))
        self._days.setValue(policy.cooling_off)
        since = f", in force since {fmt.day(policy.since)}" if policy.since else ""
        self._state.setText(
            f"{policy.name}, version {policy.version}{since}. Tightening acts at once; loosening "
            f"and switching off wait {policy.cooling_off} days and can be withdrawn until then."
        )
        self._pick()

    def dress(self, look: Appearance) -> None:
        """Take the colours of an appearance."""
        self._model.dress(look)
        self._coming.dress(look)

    def _pick(self) -> None:
        chosen = self._table.selected()
        for part in (self._switch, self._change, self._warn, self._breach):
            part.setEnabled(bool(chosen))
        for field, level in zip(
            (self._warn, self._breach),
            (chosen[0].warn, chosen[0].breach) if chosen else (None, None),
            strict=True,
        ):
            field.setText(rows.level(chosen[0].id, level) if level is not None else "")
        self._switch.setText("Switch on" if chosen and not chosen[0].on else "Switch off")

    def _flip(self) -> None:
        chosen = self._table.selected()
        if chosen:
            self._emit(chosen[0], on=not chosen[0].on)

    def _want(self) -> None:
        chosen = self._table.selected()
        if chosen:
            self._emit(chosen[0], on=chosen[0].on)

    def _emit(self, limit: Limit, *, on: bool) -> None:
        self.limitWanted.emit(limit, self._warn.text(), self._breach.text(), on)

    def _take_profile(self) -> None:
        self.profileWanted.emit(str(self._profile.currentData()))

    def _set_days(self) -> None:
        self.coolingOffWanted.emit(self._days.value())


def _buttons(*wanted: tuple[str, object]) -> list[QPushButton]:
    made = []
    for text, verb in wanted:
        button = QPushButton(text)
        button.clicked.connect(verb)
        made.append(button)
    return made
