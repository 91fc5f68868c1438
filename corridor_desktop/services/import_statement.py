"""Read a broker file and see what booking it would bring; nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.contract import (
    Answers,
    CanonicalRow,
    FileReading,
    Identity,
    Outcome,
)
from corridor_desktop.importers.duplicates import Probable, Sorted, new_rows
from corridor_desktop.importers.identity import key_of
from corridor_desktop.importers.reader import read
from corridor_desktop.services.column_maps import read_with_map
from corridor_desktop.services.resolve_instruments import names

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.job import Job
    from corridor_desktop.domain.transaction import Transaction
    from corridor_desktop.importers.contract import CashRow, PositionRow
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore

_SPACES = re.compile(r"\s+")
Row = TypeVar("Row", "CanonicalRow", "PositionRow", "CashRow")


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """One file as read, and what it would bring to the book.

    ``account`` is the account that rows without one of their own go to. ``new`` and
    ``duplicates`` count records; ``probable`` are rows that look like restated ones and are left
    out unless ``take_probable``. ``already`` says that this very file was imported before.
    """

    reading: FileReading
    data: bytes
    answers: Answers
    account: str
    new: int
    duplicates: int
    probable: tuple[Probable, ...] = ()
    already: Message | None = None
    take_probable: bool = False


def plan_statement(
    file_name: str,
    data: bytes,
    answers: Answers,
    account: str | None,
    store: PortfolioStore | None,
    clock: Clock,
    job: Job,
) -> StatementPlan:
    """Read one file; with an open portfolio also say what of it is new.

    A personal column map that was saved for the same header is used unless the answers say more.
    """
    if store is None:
        reading = read(data, file_name, answers, job, clock.today())
    else:
        reading, answers = read_with_map(store, file_name, data, answers, job, clock.today())
    name = account or reading.broker or "My account"
    if store is None:
        records = len(reading.transactions) + len(reading.positions)
        return StatementPlan(reading, data, answers, name, records, 0)
    already = store.batches.in_force(reading.sha256)
    # A file with rows left waiting is read anew, so that an answer can still bring them in.
    whole = already is not None and not already.incomplete and not already.needs_you
    if already is not None and whole and reading.outcome is Outcome.IMPORT:
        message = Message.of(
            "import.already", day=already.imported_at.date().isoformat(), file=already.file_name
        )
        count = len(reading.transactions) + len(reading.positions)
        return StatementPlan(reading, data, answers, name, 0, count, (), message)
    return _compared(reading, data, answers, name, given=account, store=store)


def _compared(
    reading: FileReading,
    data: bytes,
    answers: Answers,
    name: str,
    *,
    given: str | None,
    store: PortfolioStore,
) -> StatementPlan:
    new = duplicates = 0
    probable: list[Probable] = []
    several = names_several(reading)
    for account, rows in by_account(reading.transactions, name, given, several=several).items():
        found = sort_rows(rows, account, store)
        new += len(found.fresh)
        duplicates += len(found.known)
        probable += found.probable
    for account, positions in by_account(reading.positions, name, given, several=several).items():
        for rows_of_day in by_day(positions).values():
            fresh = not is_known_snapshot(rows_of_day, account, store)
            new += len(rows_of_day) if fresh else 0
            duplicates += 0 if fresh else len(rows_of_day)
    return StatementPlan(reading, data, answers, name, new, duplicates, tuple(probable))


def names_several(reading: FileReading) -> bool:
    """Tell whether a file names more than one account, in whatever it holds."""
    names = {row.account for row in reading.transactions}
    names |= {row.account for row in reading.positions}
    names |= {row.account for row in reading.cash}
    return len(names - {""}) > 1


def by_day(rows: Sequence[PositionRow]) -> dict[date, list[PositionRow]]:
    """Return positions by the day they are stated for, in order; those without a day are out."""
    days = sorted({row.as_of for row in rows if row.as_of is not None})
    return {day: [row for row in rows if row.as_of == day] for day in days}


def by_account(
    rows: Sequence[Row], name: str, given: str | None, *, several: bool
) -> dict[str, list[Row]]:
    """Return rows by the name of their account.

    A file that names ``several`` accounts keeps them apart; a name given by the user then goes
    before the file's own.
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        account = name
        if row.account and (several or given is None):
            account = _SPACES.sub(" ", f"{name} {row.account}")
        found.setdefault(account, []).append(row)
    return found


def sort_rows(rows: Sequence[CanonicalRow], account: str, store: PortfolioStore) -> Sorted:
    """Return which rows of an account are new, known, or probably restated."""
    known = store.accounts.named(account)
    if known is None:
        return new_rows(rows, {}, account, (), resolver_of(store))
    booked = [
        as_row(fact, store) for fact in store.transactions.all() if fact.account_id == known.id
    ]
    counts = store.transactions.key_counts(known.id)
    return new_rows(rows, counts, known.id, booked, resolver_of(store))


def resolver_of(store: PortfolioStore) -> Callable[[Identity, str], str]:
    """Return what names the instrument of a row: the book's id where it is known."""

    def resolve(identity: Identity, currency: str) -> str:
        for kind, value in names(identity, currency):
            found = store.instruments.find(kind, value)
            if found is not None:
                return found
        return key_of(identity, currency)

    return cache(resolve)


def as_row(fact: Transaction, store: PortfolioStore) -> CanonicalRow:
    """Return a booked fact as a file would have written it, for comparison."""
    thing = store.instruments.get(fact.instrument_id) if fact.instrument_id else None
    identity = Identity()
    if thing is not None:
        ids = dict(thing.other_ids)
        identity = Identity(
            isin=thing.isin,
            wkn=ids.get("wkn"),
            sedol=ids.get("sedol"),
            cusip=ids.get("cusip"),
            symbol=thing.ticker,
            name=thing.name,
        )
    return CanonicalRow(
        lines=fact.source.lines,
        kind=fact.kind,
        date=fact.trade_date,
        instrument=identity,
        time=fact.time,
        quantity=fact.quantity,
        price=fact.price,
        currency=fact.currency,
        gross=fact.gross,
        fee=fact.fee,
        tax=fact.tax,
        net_cash=fact.net_cash,
        reference=fact.reference,
    )


def is_known_snapshot(
    positions: Sequence[PositionRow], account: str, store: PortfolioStore
) -> bool:
    """Tell whether the book has the very same statement of this account and day."""
    known = store.accounts.named(account)
    if known is None:
        return False
    resolve = resolver_of(store)
    stated = Counter(
        (resolve(row.instrument, row.currency), row.quantity, row.as_of) for row in positions
    )
    return any(
        stated == Counter((line.instrument_id, line.quantity, found.as_of) for line in found.lines)
        for found in store.statements.all()
        if found.account_id == known.id
    )
