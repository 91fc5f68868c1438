"""Histories that start in the middle: what must have been held before, and booking just that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind, SourceRow, Transaction
from corridor_desktop.importers.contract import CanonicalRow
from corridor_desktop.ledger.order import in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor_desktop.store.portfolio import PortfolioStore

NOTE: Final = "opening balance"
"""What an opening balance says of itself; it stands for trades that no file has told."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """Units that must have been held before an account's history of an instrument begins.

    ``units`` are the fewest that keep the history from selling what it does not have; negative
    where an opening balance of an earlier import stands for trades that the file now tells.
    ``key`` is that of the answer; ``lines`` are where the history falls short.
    """

    key: str
    account: str
    instrument: str
    label: str
    day: date
    units: Decimal
    lines: tuple[int, ...] = ()


def find_openings(
    fresh: Sequence[tuple[CanonicalRow, str]],
    account: str,
    store: PortfolioStore | None,
    key_of_row: Callable[[CanonicalRow], str],
) -> tuple[Opening, ...]:
    """Return what an account lacks, or has too much of, once new rows are booked.

    Parameters
    ----------
    fresh
        New rows, each with what names its instrument in the book.
    account
        The account's name; the portfolio's facts of that account count too.
    store
        The open portfolio, ``None`` when there is none.
    key_of_row
        Gives the key under which the answer for a row's instrument is kept.
    """
    moving = [pair for pair in fresh if pair[0].kind in HOLDING_KINDS and pair[0].quantity]
    stood = _stood(account, store) if moving else []
    wanted = _dipping(moving) | {fact.instrument_id for fact in stood}
    moving = [pair for pair in moving if pair[1] in wanted]
    if not moving:
        return ()
    facts = [
        fact
        for fact in _booked(account, store)
        if fact.instrument_id in wanted and fact.note != NOTE
    ]
    new = [_fact(place, row, name) for place, (row, name) in enumerate(moving)]
    short = _shortfalls([*facts, *new])
    rows = {name: row for row, name in reversed(moving)}
    found = []
    for name, row in rows.items():
        missing, lines = short.get(name, (Decimal(0), ()))
        there = sum((fact.quantity or Decimal(0) for fact in stood if fact.instrument_id == name),
                    Decimal(0))  # fmt: skip
        units = missing - there
        if not units or (units < 0 and not _tells_before(stood, moving, name)):
            continue
        own = [each.trade_date for each in (*facts, *new) if each.instrument_id == name]
        day = min(fact.trade_date for fact in stood if fact.instrument_id == name) if (
            units < 0) else _before(min(own))  # fmt: skip
        label = row.instrument.name or row.instrument.label
        found.append(Opening(key_of_row(row), account, name, label, day, units, lines))
    return tuple(found)


def _dipping(moving: Iterable[tuple[CanonicalRow, str]]) -> set[str | None]:
    """Return what a file alone sells more of than it has; cheap, so that most files end here."""
    held: dict[str, Decimal] = defaultdict(Decimal)
    dipping: set[str | None] = set()
    for row, name in sorted(moving, key=_moment):
        held[name] += row.quantity or 0
        if held[name] < 0:
            dipping.add(name)
    return dipping


def _moment(pair: tuple[CanonicalRow, str]) -> tuple[date, bool]:
    return pair[0].date, bool(pair[0].quantity and pair[0].quantity < 0)


def _tells_before(
    stood: Iterable[Transaction], moving: Iterable[tuple[CanonicalRow, str]], name: str
) -> bool:
    """Tell whether a file reaches back before an opening balance: only then it may be too much."""
    days = [fact.trade_date for fact in stood if fact.instrument_id == name]
    return any(row.date <= max(days) for row, own in moving if own == name) if days else False


def _before(day: date) -> date:
    return day - _DAY if day > date.min else day


def _booked(account: str, store: PortfolioStore | None) -> list[Transaction]:
    known = store.accounts.named(account) if store is not None else None
    if store is None or known is None:
        return []
    return list(store.transactions.of_account(known.id, date.min, date.max))


def _stood(account: str, store: PortfolioStore | None) -> list[Transaction]:
    """Return the opening balances of an account."""
    known = store.accounts.named(account) if store is not None else None
    if store is None or known is None:
        return []
    return list(store.transactions.with_note(known.id, NOTE))


def _fact(place: int, row: CanonicalRow, name: str) -> Transaction:
    return Transaction(
        id=f"new {place}",
        account_id="",
        kind=row.kind,
        trade_date=row.date,
        instrument_id=name,
        quantity=row.quantity,
        source=SourceRow("new", row.lines),
        time=row.time,
    )


def _shortfalls(facts: Sequence[Transaction]) -> dict[str, tuple[Decimal, tuple[int, ...]]]:
    """Return by instrument the most that is missing, in the ledger's own order, and where.

    Lots and costs play no part, so that a long history takes no longer than its rows.
    """
    held: dict[str, Decimal] = defaultdict(Decimal)
    found: dict[str, tuple[Decimal, tuple[int, ...]]] = {}
    for dated in in_order(facts, (), {}, date.max):
        fact, name = dated.booked, dated.booked.instrument_id or ""
        if fact.kind is Kind.SPLIT and held[name] <= 0:
            continue  # the ledger leaves a split of nothing alone, too
        held[name] += fact.quantity or 0
        if -held[name] > found.get(name, (Decimal(0), ()))[0]:
            found[name] = -held[name], fact.source.lines if fact.source.digest == "new" else ()
    return found


def opening_facts(
    openings: Iterable[Opening],
    answers: Mapping[str, Decimal],
    account_id: str,
    batch_id: str,
) -> list[Transaction]:
    """Return the facts that the user agreed to; one below zero takes an opening balance back."""
    facts = []
    for place, opening in enumerate(openings):
        units = answers.get(opening.key, Decimal(0))
        if units and (units > 0) == (opening.units > 0):
            kind = Kind.TRANSFER_IN if units > 0 else Kind.TRANSFER_OUT
            facts.append(
                Transaction(
                    id=f"{batch_id}-opening-{place}-{account_id}",
                    account_id=account_id,
                    kind=kind,
                    trade_date=opening.day,
                    instrument_id=opening.instrument,
                    quantity=units,
                    note=NOTE,
                    batch_id=batch_id,
                )
            )
    return facts
