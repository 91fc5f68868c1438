"""The rows of a file beside those of the book: new, known, or probably restated."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.importers.contract import Answers, CanonicalRow, Identity
from corridor_desktop.importers.duplicates import Sorted, new_rows
from corridor_desktop.importers.identity import key_of
from corridor_desktop.services.resolve_instruments import Known

if TYPE_CHECKING:
    from corridor_desktop.domain.transaction import Transaction
    from corridor_desktop.importers.contract import PositionRow
    from corridor_desktop.store.portfolio import PortfolioStore

_NEAR: Final = timedelta(days=3)
_DRAWER: Final = "restated:"


def sort_rows(
    rows: Sequence[CanonicalRow],
    account: str,
    store: PortfolioStore,
    answers: Answers | None = None,
) -> Sorted:
    """Return which rows of an account are new, known, or probably restated.

    What was said about a restated row, now or at an earlier import, is not asked again.
    """
    known = store.accounts.named(account)
    resolve = resolver_of(store)
    if known is None:
        return new_rows(rows, {}, account, (), resolve)
    counts = store.transactions.key_counts(known.id)
    first = new_rows(rows, counts, known.id, (), resolve)
    if not first.fresh:
        return first
    booked = _booked_around(first.fresh, known.id, store)
    said = answers.restated if answers is not None else {}
    kept = store.answers.all()

    def decide(row: CanonicalRow, name: str) -> str:
        return said.get(row.lines[0], "") or kept.get(drawer_of(name), "")

    return new_rows(rows, counts, known.id, booked, resolve, decide)


def drawer_of(name: str) -> str:
    """Return under which key a decision about a row is kept: a digest, so it names nothing."""
    return _DRAWER + hashlib.sha256(name.encode()).hexdigest()[:24]


def _booked_around(
    rows: Sequence[CanonicalRow], account_id: str, store: PortfolioStore
) -> list[CanonicalRow]:
    """Return what is booked in the period of some rows, give or take a restatement's days."""
    days = [row.date for row in rows]
    first, last = _moved(min(days), -_NEAR), _moved(max(days), _NEAR)
    instruments = store.instruments.all()
    identities = {key: identity_of(thing) for key, thing in instruments.items()}
    return [
        as_row(fact, identities.get(fact.instrument_id or "", Identity()))
        for fact in store.transactions.of_account(account_id, first, last)
    ]


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def resolver_of(store: PortfolioStore) -> Callable[[Identity, str], str]:
    """Return what names the instrument of a row: the book's id where it is known."""
    known = Known.of(store)

    def resolve(identity: Identity, currency: str) -> str:
        return known.find(identity, currency) or key_of(identity, currency)

    return cache(resolve)


def identity_of(thing: Instrument) -> Identity:
    """Return an instrument of the book as a file would name it."""
    ids = dict(thing.other_ids)
    return Identity(
        isin=thing.isin,
        wkn=ids.get("wkn"),
        sedol=ids.get("sedol"),
        cusip=ids.get("cusip"),
        symbol=thing.ticker,
        name=thing.name,
    )


def as_row(fact: Transaction, identity: Identity) -> CanonicalRow:
    """Return a booked fact as a file would have written it, for comparison."""
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


def known_snapshot(
    positions: Sequence[PositionRow],
    account: str,
    store: PortfolioStore,
    resolve: Callable[[Identity, str], str],
) -> str | None:
    """Return the id of the very same statement of this account and day, if the book has it."""
    known = store.accounts.named(account)
    if known is None:
        return None
    stated = Counter(
        (resolve(row.instrument, row.currency), row.quantity, row.as_of) for row in positions
    )
    for found in store.statements.all():
        if found.account_id != known.id:
            continue
        if stated == Counter((line.instrument_id, line.quantity, found.as_of)
                             for line in found.lines):  # fmt: skip
            return found.id
    return None


def lines_by_position(
    positions: Sequence[PositionRow],
    statement_lines: Sequence[tuple[str, object]],
    resolve: Callable[[Identity, str], str],
) -> Mapping[int, tuple[int, ...]]:
    """Return for each line of a known statement the lines of the file that say the same."""
    told: dict[tuple[str, object], list[tuple[int, ...]]] = {}
    for row in positions:
        told.setdefault((resolve(row.instrument, row.currency), row.quantity), []).append(row.lines)
    return {
        place: told[line].pop(0) for place, line in enumerate(statement_lines) if told.get(line)
    }
