"""Book a planned statement as one step that can be taken back as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.transaction import (
    PositionLine,
    PositionStatement,
    SourceRow,
    Transaction,
)
from corridor_desktop.importers.duplicates import ANOTHER, SAME, key
from corridor_desktop.services.book_classes import book_classes
from corridor_desktop.services.booked_rows import (
    drawer_of,
    known_snapshot,
    lines_by_position,
    resolver_of,
    sort_rows,
)
from corridor_desktop.services.collector import collector_at_rest
from corridor_desktop.services.column_maps import remember_map
from corridor_desktop.services.import_statement import (
    Row,
    StatementPlan,
    by_account,
    by_day,
    names_several,
    openings_of,
)
from corridor_desktop.services.openings import opening_facts
from corridor_desktop.services.resolve_instruments import Resolver
from corridor_desktop.store.batches import Batch
from corridor_desktop.store.vouchers import Voucher

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.job import Job
    from corridor_desktop.importers.contract import (
        CanonicalRow,
        CashRow,
        FileReading,
        PositionRow,
    )
    from corridor_desktop.importers.duplicates import Sorted
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore


_STEP = 5_000
"""Rows between two looks at whether the user wants to stop."""


def occurrences(keys: Sequence[str]) -> list[int]:
    """Return for each key how often it stood before."""
    seen: Counter[str] = Counter()
    places = []
    for name in keys:
        places.append(seen[name])
        seen[name] += 1
    return places


def book_statement(
    plan: StatementPlan,
    store: PortfolioStore,
    clock: Clock,
    given: str | None = None,
    job: Job | None = None,
) -> Batch:
    """Keep the raw file and book what is new of it, all or nothing; return the history entry.

    Raises
    ------
    FileTrouble
        The portfolio file cannot be written to; nothing was kept then.
    Cancelled
        The user stopped it; nothing was kept then either.
    """
    with collector_at_rest(), store.together():
        now = clock.now()
        batch_id = store.batches.next_id()
        digest = store.raw_files.keep(plan.data, plan.reading.file, now)
        booking = _Booking(plan, store, batch_id, digest, given, job or Quiet())
        booking.book_transactions()
        booking.book_positions()
        classes = book_classes(plan.reading, plan.answers, store, batch_id, now.date())
        period = plan.reading.period or (None, None)
        batch = Batch(
            id=batch_id,
            digest=digest,
            file_name=plan.reading.file,
            imported_at=now,
            profile=plan.reading.profile or "",
            broker=plan.reading.broker or "",
            kind=_kind(plan.reading),
            account_id=booking.first_account,
            start=period[0],
            end=period[1],
            imported=booking.imported,
            duplicates=booking.duplicates,
            skipped=len(plan.reading.skipped),
            needs_you=len(plan.reading.questions) + booking.undecided,
            notes="" if not classes else "1 class" if classes == 1 else f"{classes} classes",
        )
        store.batches.add(batch)
        remember_map(store, plan.reading, plan.answers, plan.data)
        return batch


def _kind(reading: FileReading) -> str:
    if reading.positions:
        return "positions"
    alone = reading.classifications and not reading.transactions and not reading.lines.skipped
    return "classes" if alone else "transactions"


class _Booking:
    """One file on its way into the book."""

    def __init__(
        self,
        plan: StatementPlan,
        store: PortfolioStore,
        batch_id: str,
        digest: str,
        given: str | None,
        job: Job,
    ) -> None:
        self._plan, self._store, self._job = plan, store, job
        self._batch_id, self._digest, self._given = batch_id, digest, given
        self._resolver = Resolver(store, batch_id, plan.answers.instruments)
        self.imported = self.duplicates = self.undecided = self._count = 0
        self.first_account: str | None = None

    def book_transactions(self) -> None:
        """Add the rows that are new, account by account."""
        rows = self._plan.reading.transactions
        for name, own in self._by_account(rows).items():
            account = self._account(name, own[0].currency)
            # Keys name instruments by their id, so every instrument has to be known first.
            for place, row in enumerate(own):
                if place % _STEP == 0:
                    self._job.checkpoint(0.3 * place / len(own), self._plan.reading.file)
                self._resolver.resolve(row.instrument, row.currency)
            found = sort_rows(own, name, self._store, self._plan.answers)
            self._job.checkpoint(0.5, self._plan.reading.file)
            self._book_openings(found.fresh, name, account)
            self._book_fresh(found, account)
            self._vouch(found, account)
            self._decide(found, account)
            self.duplicates += len(found.known)

    def _book_fresh(self, found: Sorted, account: Account) -> None:
        fresh, keys = list(found.fresh), list(found.keys)
        if self._plan.take_probable:
            fresh += [part.row for part in found.probable]
            keys += self._keys([part.row for part in found.probable], account)
        facts = []
        for place, row in enumerate(fresh):
            if place % _STEP == 0:
                self._job.checkpoint(0.5 + 0.3 * place / len(fresh), self._plan.reading.file)
            facts.append(self._transaction(row, account))
        named = {fact.id: name for fact, name in zip(facts, keys, strict=True)}
        self.imported += self._store.transactions.add(facts, named)
        self._job.checkpoint(0.95, self._plan.reading.file)

    def _book_openings(self, fresh: Sequence[CanonicalRow], name: str, account: Account) -> None:
        said = self._plan.answers.openings
        if not said:
            return
        needed = openings_of(fresh, name, self._store, self._id_of)
        facts = opening_facts(needed, said, account.id, self._batch_id)
        self.imported += self._store.transactions.add(facts)

    def _id_of(self, row: CanonicalRow) -> str:
        return self._resolver.resolve(row.instrument, row.currency) or ""

    def _keys(self, rows: Sequence[CanonicalRow], account: Account) -> list[str]:
        resolve = resolver_of(self._store)
        return [key(row, account.id, resolve) for row in rows]

    def _vouch(self, found: Sorted, account: Account) -> None:
        """Write down that this file tells known facts too, so that they outlive another's undo."""
        left_out = [*found.restated, *(() if self._plan.take_probable else found.probable)]
        if not found.known and not left_out:
            return
        ids = self._store.transactions.ids_by_key(account.id)
        told = [
            Voucher(ids[name][place], self._batch_id, self._source(row.lines))
            for row, name, place in zip(
                found.known, found.known_keys, occurrences(found.known_keys), strict=True
            )
        ]
        like = self._keys([part.known for part in left_out], account)
        told += [
            Voucher(ids[name][0], self._batch_id, self._source(part.row.lines), restated=True)
            for part, name in zip(left_out, like, strict=True)
            if name in ids
        ]
        self._store.vouchers.add(told)

    def _decide(self, found: Sorted, account: Account) -> None:
        """Remember what was said about rows that look restated; count those still open."""
        said = self._plan.answers.restated
        taken = [row for row in found.fresh if said.get(row.lines[0]) == ANOTHER]
        same = [part.row for part in found.restated]
        for rows, word in ((taken, ANOTHER), (same, SAME)):
            for name in self._keys(rows, account):
                self._store.answers.keep(drawer_of(name), word)
        self.undecided += 0 if self._plan.take_probable else len(found.probable)

    def book_positions(self) -> None:
        """Add each account's statement for each day, unless the book has the very same."""
        cash = self._by_account(self._plan.reading.cash)
        for name, own in self._by_account(self._plan.reading.positions).items():
            account = self._account(name, own[0].currency)
            for row in own:
                self._resolver.resolve(row.instrument, row.currency)
            resolve = resolver_of(self._store)
            for day, rows in by_day(own).items():
                same = known_snapshot(rows, name, self._store, resolve)
                if same is not None:
                    self._vouch_for_snapshot(same, rows)
                    self.duplicates += len(rows)
                    continue
                self._store.statements.add(self._statement(rows, cash.get(name, ()), account, day))
                self.imported += len(rows)

    def _vouch_for_snapshot(self, statement_id: str, rows: Sequence[PositionRow]) -> None:
        known = self._store.statements.get(statement_id)
        stated = [(line.instrument_id, line.quantity) for line in known.lines] if known else []
        places = lines_by_position(rows, stated, resolver_of(self._store))
        self._store.vouchers.add(
            Voucher(statement_id, self._batch_id, self._source(lines), place)
            for place, lines in places.items()
        )

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
