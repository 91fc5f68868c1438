"""Accounts: what each is called and which cost a sale removes; both can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit

from corridor_desktop.domain.errors import CorridorError
from corridor_desktop.services.account_desk import LONGEST
from corridor_desktop.services.settings import SETTINGS
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.parts.card import Card
from corridor_desktop.ui.parts.layout import clear, grid, holding
from corridor_desktop.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.domain.account import Account
    from corridor_desktop.ui.state import AppState

METHODS = next(found.choices for found in SETTINGS if found.key == "cost_method")
"""Cost methods with their words, as for the whole portfolio."""


class AccountsCard(Card):
    """One row for each account; a name takes effect when the field is left."""

    def __init__(self, state: AppState) -> None:
        super().__init__("Accounts")
        self._state = state
        self._accounts: tuple[Account, ...] = ()
        self.names: dict[str, QLineEdit] = {}
        self.methods: dict[str, QComboBox] = {}
        self._rows = grid(gap=UNIT)
        self._rows.setColumnStretch(2, 1)
        note = label(
            "Call an account what you like; imports still find it by this name. A cost method of "
            "its own changes gains and lots of that account alone. Edit, Undo takes either back.",
            "small", wrap=True,
        )  # fmt: skip
        self.set_body(holding(self._rows), note, stretch=False)

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """Show every account; hidden while there is none."""
        self.setVisible(bool(accounts))
        if tuple(accounts) == self._accounts:
            return
        self._accounts = tuple(accounts)
        clear(self._rows)
        self.names, self.methods = {}, {}
        for place, account in enumerate(self._accounts):
            self._rows.addWidget(self._name(account), place, 0)
            self._rows.addWidget(self._method(account), place, 1)
            self._rows.addWidget(label(f"Cash in {account.currency}", "muted"), place, 2)

    def _name(self, account: Account) -> QLineEdit:
        field = QLineEdit(account.name)
        field.setMaxLength(LONGEST)
        field.setFixedWidth(UNIT * 32)
        field.setAccessibleName(f"Name of the account {account.name}")
        field.editingFinished.connect(lambda: self._keep(account.id))
        self.names[account.id] = field
        return field

    def _method(self, account: Account) -> QComboBox:
        box = QComboBox()
        box.addItem("Cost method of the portfolio", "")
        for value, words in METHODS:
            box.addItem(words, value)
        box.setCurrentIndex(max(box.findData(account.cost_method or ""), 0))
        box.setAccessibleName(f"Cost method of {account.name}")
        box.activated.connect(lambda _: self._keep(account.id))
        self.methods[account.id] = box
        return box

    def _keep(self, key: str) -> None:
        """Keep what is in the fields of an account, where it differs from what is known."""
        known = next((one for one in self._accounts if one.id == key), None)
        name, method = self.names[key].text(), str(self.methods[key].currentData())
        if known is None or (name == known.name and method == (known.cost_method or "")):
            return
        desk = self._state.desk
        self._state.do(
            "accounts",
            "store",
            lambda _: desk.accounts.edit(key, name, method),
            trouble=lambda trouble: self._refused(trouble, known),
        )

    def _refused(self, trouble: Exception, known: Account) -> None:
        """Put back what is in force, and say why the other was not taken."""
        self.names[known.id].setText(known.name)
        box = self.methods[known.id]
        box.setCurrentIndex(max(box.findData(known.cost_method or ""), 0))
        if isinstance(trouble, CorridorError):
            self._state.troubleRaised.emit(trouble)
