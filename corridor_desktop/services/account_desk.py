"""The verbs of accounts on the open portfolio: what they are called, how sales pick their cost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.services.edit_pieces import AccountPiece

if TYPE_CHECKING:
    from corridor_desktop.domain.account import Account
    from corridor_desktop.services.session import Session

LONGEST = 60
"""Characters of a name."""


class AccountDesk:
    """List accounts and edit them; they are made by imports."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[Account, ...]:
        """Return every account in the order of their making."""
        with self._session.store() as store:
            return store.accounts.all()

    def edit(self, account_id: str, name: str, cost_method: str = "") -> None:
        """Call an account by another name and choose its cost method.

        An empty ``cost_method`` takes that of the portfolio.

        Raises
        ------
        UsageTrouble
            No such account, no name or a taken one, or a method that is none.
        """
        clean = " ".join(name.split())
        if not clean or len(clean) > LONGEST:
            raise UsageTrouble("bad_account_name", f"A name has 1 to {LONGEST} characters.")
        if cost_method and cost_method not in set(CostMethod):
            raise UsageTrouble("bad_cost_method", f"{cost_method!r} is no cost method.")
        with self._session.store() as store:
            known, other = store.accounts.get(account_id), store.accounts.named(clean)
            if known is None:
                raise UsageTrouble("unknown_account", "There is no such account.")
            if other is not None and other.id != account_id:
                raise UsageTrouble("account_named", f"Another account is called {clean!r}.")
            method = CostMethod(cost_method) if cost_method else None
            words = Message.of("edits.account", name=known.name)
            with self._session.edits.step(store, words, AccountPiece(account_id)):
                store.accounts.keep(replace(known, name=clean, cost_method=method))
