"""Book a planned statement as one step that can be taken back as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.transaction import (
    PositionLine,
    PositionStatement,
    SourceRow,
    Transaction,
)
from corridor_desktop.importers.duplicates import key
from corridor_desktop.services.column_maps import remember_map
from corridor_desktop.services.import_statement import (
    Row,
    StatementPlan,
    by_account,
    by_day,
    is_known_snapshot,
    names_several,
    resolver_of,
    sort_rows,
)
from corridor_desktop.services.resolve_instruments import Resolver
from corridor_desktop.store.batches import Batch

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.importers.contract import CanonicalRow, CashRow, PositionRow
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore


def book_statement(
    plan: StatementPlan, store: PortfolioStore, clock: Clock, given: str | None = None
) -> Batch:
    """Keep the raw file and book what is new of it, all or nothing; return the history entry.

    Raises
    ------
    FileTrouble
        The portfolio file cannot be written to; nothing was kept then.
    """
    with store.together():
        now = clock.now()
        batch_id = store.batches.next_id()
        digest = store.raw_files.keep(plan.data, plan.reading.file, now)
        booking = _Booking(plan, store, batch_id, digest, given)
        booking.book_transactions()
        booking.book_positions()
        period = plan.reading.period or (None, None)
        batch = Batch(
            id=batch_id,
            digest=digest,
            file_name=plan.reading.file,
            imported_at=now,
            profile=plan.reading.profile or "",
            broker=plan.reading.broker or "",
            kind="positions" if plan.reading.positions else "transactions",
            account_id=booking.first_account,
            start=period[0],
            end=period[1],
            imported=booking.imported,
            duplicates=booking.duplicates,
            skipped=len(plan.reading.skipped),
            needs_you=len(plan.reading.questions),
        )
        store.batches.add(batch)
        remember_map(store, plan.reading, plan.answers)
        return batch


class _Booking:
    """One file on its way into the book."""

    def __init__(
        self,
        plan: StatementPlan,
        store: PortfolioStore,
        batch_id: str,
        digest: str,
        given: str | None,
    ) -> None:
        self._plan, self._store = plan, store
        self._batch_id, self._digest, self._given = batch_id, digest, given
        self._resolver = Resolver(store, batch_id, plan.answers.instruments)
        self.imported = self.duplicates = self._count = 0
        self.first_account: str | None = None

    def book_transactions(self) -> None:
        """Add the rows that are new, account by account."""
        rows = self._plan.reading.transactions
        for name, own in self._by_account(rows).items():
            account = self._account(name, own[0].currency)
            # Keys name instruments by their id, so every instrument has to be known first.
            for row in own:
                self._resolver.resolve(row.instrument, row.currency)
            found = sort_rows(own, name, self._store)
            fresh, keys = list(found.fresh), list(found.keys)
            facts = [self._transaction(row, account) for row in fresh]
            if self._plan.take_probable:
                resolve = resolver_of(self._store)
                facts += [self._transaction(part.row, account) for part in found.probable]
                keys += [key(part.row, account.id, resolve) for part in found.probable]
            named = {fact.id: name for fact, name in zip(facts, keys, strict=True)}
            self.imported += self._store.transactions.add(facts, named)
            self.duplicates += len(found.known)

    def book_positions(self) -> None:
        """Add each account's statement for each day, unless the book has the very same."""
        cash = self._by_account(self._plan.reading.cash)
        for name, own in self._by_account(self._plan.reading.positions).items():
            account = self._account(name, own[0].currency)
            for row in own:
                self._resolver.resolve(row.instrument, row.currency)
            for day, rows in by_day(own).items():
                if is_known_snapshot(rows, name, self._store):
                    self.duplicates += len(rows)
                    continue
                self._store.statements.add(self._statement(rows, cash.get(name, ()), account, day))
                self.imported += len(rows)

    def _by_account(self, rows: Sequence[Row]) -> dict[str, list[Row]]:
        several = names_several(self._plan.reading)
        return by_account(rows, self._plan.account, self._given, several=several)

    def _account(self, name: str, currency: str) -> Account:
        account = self._store.accounts.named(name)
        if account is None:
            broker = self._plan.reading.broker or ""
            account = Account(self._free_account_id(name), name, broker, currency)
            self._store.accounts.keep(account)
        self.first_account = self.first_account or account.id
        return account

    def _free_account_id(self, name: str) -> str:
        stem = re.sub(r"\W+", "-", name.casefold()).strip("-") or "account"
        number, free = 1, stem
        while self._store.accounts.get(free) is not None:
            number += 1
            free = f"{stem}-{number}"
        return free

    def _source(self, lines: Sequence[int]) -> SourceRow:
        return SourceRow(self._digest, tuple(lines))

    def _transaction(self, row: CanonicalRow, account: Account) -> Transaction:
        self._count += 1
        return Transaction(
            id=f"{self._batch_id}-{self._count}",
            account_id=account.id,
            kind=row.kind,
            trade_date=row.date,
            instrument_id=self._resolver.resolve(row.instrument, row.currency),
            quantity=row.quantity,
            price=row.price,
            currency=row.currency,
            gross=row.gross,
            fee=row.fee,
            tax=row.tax,
            net_cash=row.net_cash,
            fx_rate=row.fx_rate,
            reference=row.reference,
            note=row.note,
            time=row.time,
            batch_id=self._batch_id,
            source=self._source(row.lines),
        )

    def _statement(
        self, rows: Sequence[PositionRow], cash: Sequence[CashRow], account: Account, day: date
    ) -> PositionStatement:
        lines = []
        for row in rows:
            instrument = self._resolver.resolve(row.instrument, row.currency)
            if instrument is not None:
                lines.append(
                    PositionLine(
                        instrument,
                        row.quantity,
                        row.price,
                        row.market_value,
                        row.cost_basis,
                        row.currency,
                        self._source(row.lines),
                    )
                )
        balances = tuple(part.balance for part in cash if part.as_of in {day, None})
        identity = f"{self._batch_id}-{account.id}-{day.isoformat()}"
        return PositionStatement(identity, account.id, day, tuple(lines), balances, self._batch_id)
