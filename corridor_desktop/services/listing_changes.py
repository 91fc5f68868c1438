"""Stated mergers and spin-offs as booked facts, in every account that held the thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.ledger.booking import book

if TYPE_CHECKING:
    from corridor_desktop.domain.account import Account
    from corridor_desktop.domain.transaction import PositionStatement

BOOKED_WITHIN = timedelta(days=10)
"""A broker that booked the change itself did so around the day; it is not booked twice."""


def with_changes(
    transactions: Sequence[Transaction],
    statements: Sequence[PositionStatement],
    accounts: Iterable[Account],
    changes: Iterable[ListingChange],
) -> tuple[Transaction, ...]:
    """Return the transactions with what the stated changes did, the oldest change first."""
    found, known = tuple(transactions), tuple(accounts)
    for change in sorted(changes, key=lambda each: each.day):
        if change.kind is not ChangeKind.RENAMED:
            found = (*found, *_booked(found, statements, known, change))
    return found


def _booked(
    transactions: Sequence[Transaction],
    statements: Sequence[PositionStatement],
    accounts: tuple[Account, ...],
    change: ListingChange,
) -> list[Transaction]:
    before = change.day - timedelta(days=1)
    held = book(transactions, statements, accounts, CostMethod.FIFO, before).positions
    done = {
        each.account_id
        for each in transactions
        if each.kind is Kind.CORPORATE_ACTION
        and each.instrument_id == change.into
        and abs(each.trade_date - change.day) <= BOOKED_WITHIN
    }
    return [
        fact
        for position in held
        if position.instrument_id == change.instrument_id
        and position.quantity > 0
        and position.account_id not in done
        for fact in _facts(change, position.account_id, position.quantity)
    ]


def _facts(change: ListingChange, account: str, quantity: Decimal) -> list[Transaction]:
    name = f"change:{change.kind}:{change.instrument_id}:{change.day.isoformat()}:{account}"
    merged = change.kind is ChangeKind.MERGED
    comes = Transaction(
        f"{name}:in", account, Kind.CORPORATE_ACTION, change.day, change.into,
        quantity * change.ratio, reference=name, note="stated by you",
        cost_from=None if merged else (change.instrument_id, change.cost_share),
    )  # fmt: skip
    if not merged:
        return [comes]
    goes = Transaction(
        f"{name}:out", account, Kind.CORPORATE_ACTION, change.day, change.instrument_id,
        -quantity, reference=name, note="stated by you",
    )  # fmt: skip
    return [goes, comes]


def check(change: ListingChange, today: date) -> None:
    """Raise UsageTrouble where a stated change cannot be."""
    if change.day > today:
        raise UsageTrouble("future_change", f"{change.day} has not been yet.")
    if change.kind is ChangeKind.RENAMED:
        if not change.after or change.before == change.after:
            raise UsageTrouble("same_symbol", "The new symbol is the old one, or is none.")
        return
    if change.into == change.instrument_id:
        raise UsageTrouble("same_holding", "A holding cannot become itself.")
    if not change.ratio.is_finite() or change.ratio <= 0:
        raise UsageTrouble("bad_ratio", "A ratio is a number above zero: new units for each old.")
    if not 0 <= change.cost_share < 1:
        raise UsageTrouble(
            "bad_share", "The share of the cost is a fraction below one, for example 0.2."
        )
