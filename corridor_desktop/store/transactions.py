"""Booked facts, and how often each fact of a statement is already in the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.store.cells import decimal, lines_text, money, source, text
from corridor_desktop.store.database import Database

_FIELDS = (
    "id", "account_id", "kind", "trade_date", "instrument_id", "quantity", "price", "currency",
    "gross", "fee", "fee_currency", "tax", "tax_currency", "net_cash", "net_cash_currency",
    "fx_rate", "reference", "note", "time", "batch_id", "digest", "lines",
)  # fmt: skip
_COLUMNS = ", ".join(_FIELDS)
_MARKS = ", ".join("?" for _ in _FIELDS)
_KINDS = {kind.value: kind for kind in Kind}


class Transactions:
    """Keep and list transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Transaction, ...]:
        """Return every transaction by trade date, within a day in the order of import."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM transactions ORDER BY trade_date, seq")
        return tuple(_transaction(row) for row in rows)

    def of_batch(self, batch_id: str) -> tuple[Transaction, ...]:
        """Return what one import brought, in the order of its file."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM transactions WHERE batch_id = ? ORDER BY seq", (batch_id,)
        )
        return tuple(_transaction(row) for row in rows)

    def count(self) -> int:
        """Return how many transactions there are."""
        found = self._database.row("SELECT count(*) FROM transactions")
        return int(found[0]) if found else 0

    def last_day(self) -> str | None:
        """Return the day of the latest transaction as ISO text."""
        found = self._database.row("SELECT max(trade_date) FROM transactions")
        return found[0] if found else None

    def add(
        self, transactions: Iterable[Transaction], keys: Mapping[str, str] | None = None
    ) -> int:
        """Add transactions with new ids; return how many.

        ``keys`` gives the dedupe key by transaction id: equal keys in one account are the same
        fact told again, counted by ``key_counts``.
        """
        keys = keys or {}
        rows = [(*_row(each), keys.get(each.id)) for each in transactions]
        with self._database.write() as connection:
            connection.executemany(
                f"INSERT INTO transactions ({_COLUMNS}, dedupe_key) VALUES ({_MARKS}, ?)", rows
            )
        return len(rows)

    def remove(self, transaction_id: str) -> bool:
        """Remove one transaction, its key and its vouchers; tell whether it was there."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM vouchers WHERE fact_id = ?", (transaction_id,))
            gone = connection.execute("DELETE FROM transactions WHERE id = ?", (transaction_id,))
            return bool(gone.rowcount)

    def of_account(self, account_id: str, first: date, last: date) -> tuple[Transaction, ...]:
        """Return an account's transactions of some days, both included, by trade date."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM transactions "
            "WHERE account_id = ? AND trade_date BETWEEN ? AND ? ORDER BY trade_date, seq",
            (account_id, first.isoformat(), last.isoformat()),
        )
        return tuple(_transaction(row) for row in rows)

    def with_note(self, account_id: str, note: str) -> tuple[Transaction, ...]:
        """Return an account's transactions that say exactly this of themselves."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM transactions WHERE account_id = ? AND note = ? ORDER BY seq",
            (account_id, note),
        )
        return tuple(_transaction(row) for row in rows)

    def ids_by_key(self, account_id: str) -> dict[str, list[str]]:
        """Return the ids of an account's transactions by dedupe key, oldest import first."""
        found: dict[str, list[str]] = {}
        for key, fact in self._database.rows(
            "SELECT dedupe_key, id FROM transactions "
            "WHERE account_id = ? AND dedupe_key IS NOT NULL ORDER BY seq",
            (account_id,),
        ):
            found.setdefault(key, []).append(fact)
        return found

    def key_counts(self, account_id: str) -> dict[str, int]:
        """Return how many booked transactions of an account carry each dedupe key."""
        rows = self._database.rows(
            "SELECT dedupe_key, count(*) FROM transactions "
            "WHERE account_id = ? AND dedupe_key IS NOT NULL GROUP BY dedupe_key",
            (account_id,),
        )
        return {str(key): int(count) for key, count in rows}


def _row(each: Transaction) -> tuple[object, ...]:
    return (
        each.id,
        each.account_id,
        each.kind,
        each.trade_date.isoformat(),
        each.instrument_id,
        text(each.quantity),
        text(each.price),
        each.currency,
        text(each.gross),
        text(each.fee.amount) if each.fee else None,
        each.fee.currency if each.fee else None,
        text(each.tax.amount) if each.tax else None,
        each.tax.currency if each.tax else None,
        text(each.net_cash.amount) if each.net_cash else None,
        each.net_cash.currency if each.net_cash else None,
        text(each.fx_rate),
        each.reference,
        each.note,
        each.time,
        each.batch_id,
        each.source.digest,
        lines_text(each.source),
    )


def _transaction(row: tuple[Any, ...]) -> Transaction:
    # By position, in the order of _FIELDS: this runs once for every fact of the book.
    return Transaction(
        id=row[0],
        account_id=row[1],
        kind=_KINDS[row[2]],
        trade_date=date.fromisoformat(row[3]),
        instrument_id=row[4],
        quantity=decimal(row[5]),
        price=decimal(row[6]),
        currency=row[7],
        gross=decimal(row[8]),
        fee=money(row[9], row[10]),
        tax=money(row[11], row[12]),
        net_cash=money(row[13], row[14]),
        fx_rate=decimal(row[15]),
        reference=row[16],
        note=row[17],
        time=row[18],
        batch_id=row[19],
        source=source(row[20], row[21]),
    )
