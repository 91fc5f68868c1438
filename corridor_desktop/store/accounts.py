"""Accounts of the portfolio."""

from __future__ import annotations

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.store.database import Database

_COLUMNS = "id, name, broker, currency, cost_method"


class Accounts:
    """Keep and find accounts; ids are given by the caller and never reused for another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Account, ...]:
        """Return every account in the order of their making."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM accounts ORDER BY rowid")
        return tuple(_account(*row) for row in rows)

    def get(self, account_id: str) -> Account | None:
        """Return an account by id."""
        found = self._database.row(f"SELECT {_COLUMNS} FROM accounts WHERE id = ?", (account_id,))
        return _account(*found) if found else None

    def named(self, name: str) -> Account | None:
        """Return the account that the user calls ``name``."""
        found = self._database.row(f"SELECT {_COLUMNS} FROM accounts WHERE name = ?", (name,))
        return _account(*found) if found else None

    def keep(self, account: Account) -> None:
        """Add an account, or change the one with the same id."""
        self._database.run(
            f"INSERT INTO accounts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, broker = excluded.broker, "
            "currency = excluded.currency, cost_method = excluded.cost_method",
            (account.id, account.name, account.broker, account.currency, account.cost_method),
        )

    def remove(self, account_id: str) -> bool:
        """Remove an account that nothing was ever imported into; tell whether it went."""
        return bool(
            self._database.run(
                "DELETE FROM accounts WHERE id = ?1 "
                "AND NOT EXISTS (SELECT 1 FROM transactions WHERE account_id = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM statements WHERE account_id = ?1) "
                "AND NOT EXISTS (SELECT 1 FROM batches WHERE account_id = ?1)",
                (account_id,),
            )
        )


def _account(
    account_id: str, name: str, broker: str, currency: str, cost_method: str | None
) -> Account:
    method = CostMethod(cost_method) if cost_method else None
    return Account(account_id, name, broker, currency, method)
