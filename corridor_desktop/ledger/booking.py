"""Transactions and statements in, a book out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import traded
from corridor_desktop.ledger.book import Book, BookNote, Position, Realised
from corridor_desktop.ledger.cash import balances
from corridor_desktop.ledger.lots import Lots, OpenLot, decimal, remove, scale
from corridor_desktop.ledger.statements import from_statement, latest_statements
from corridor_desktop.ledger.transfers import pair_transfers

Key = tuple[str, str]


@dataclass(slots=True)
class _Holding:
    """Running state of one instrument in one account; ``quantity`` may be below zero."""

    quantity: Decimal = Decimal(0)
    lots: Lots = ()


@dataclass(slots=True)
class _Booking:
    methods: Mapping[str, CostMethod]
    pairs: Mapping[str, str]
    holdings: defaultdict[Key, _Holding] = field(default_factory=lambda: defaultdict(_Holding))
    travelling: dict[str, Lots] = field(default_factory=dict)
    realised: list[Realised] = field(default_factory=list)
    notes: list[BookNote] = field(default_factory=list)

    def apply(self, booked: Transaction) -> None:
        """Book one transaction that changes a holding."""
        if booked.instrument_id is None or not booked.quantity:
            return
        holding = self.holdings[booked.account_id, booked.instrument_id]
        if booked.kind is Kind.SPLIT:
            self._split(booked, holding)
        elif booked.quantity > 0:
            self._add(booked, holding)
        else:
            self._take(booked, holding)

    def _add(self, booked: Transaction, holding: _Holding) -> None:
        quantity = booked.quantity or Decimal(0)
        missing = min(max(-holding.quantity, Decimal(0)), quantity)
        holding.quantity += quantity
        carried = self.travelling.pop(self.pairs.get(booked.id, ""), None)
        if carried is not None:
            arrived = carried
        else:
            cost = traded(booked)
            arrived = (
                OpenLot(
                    booked.trade_date,
                    Fraction(quantity),
                    None if cost is None else Fraction(cost.amount),
                    cost.currency if cost else booked.currency,
                    booked.source,
                ),
            )
        if missing:
            _, arrived = remove(arrived, missing, CostMethod.FIFO)
        holding.lots = (*holding.lots, *arrived)

    def _take(self, booked: Transaction, holding: _Holding) -> None:
        quantity = -(booked.quantity or Decimal(0))
        held = max(holding.quantity, Decimal(0))
        method = self.methods.get(booked.account_id, CostMethod.FIFO)
        removed, holding.lots = remove(holding.lots, min(quantity, held), method)
        holding.quantity -= quantity
        if holding.quantity < 0:
            self._note("oversold", booked, by=-holding.quantity)
        if booked.id in self.pairs:
            self.travelling[booked.id] = removed
        else:
            self._realise(booked, removed, quantity)

    def _realise(self, booked: Transaction, removed: Lots, quantity: Decimal) -> None:
        proceeds = None if booked.kind is Kind.TRANSFER_OUT else traded(booked)
        for lot in removed:
            part = lot.quantity / Fraction(quantity)
            brought = None
            if proceeds is not None:
                brought = Money(decimal(Fraction(proceeds.amount) * part), proceeds.currency)
            closed = lot.closed()
            self.realised.append(
                Realised(
                    booked.account_id,
                    booked.instrument_id or "",
                    booked.trade_date,
                    lot.acquired,
                    closed.quantity,
                    closed.cost,
                    brought,
                )
            )

    def _split(self, booked: Transaction, holding: _Holding) -> None:
        added = booked.quantity or Decimal(0)
        after = holding.quantity + added
        if holding.quantity <= 0 or after <= 0:
            self._note("split_unclear", booked, added=added)
            return
        holding.lots = scale(holding.lots, Fraction(after) / Fraction(holding.quantity))
        holding.quantity = after

    def _note(self, code: str, booked: Transaction, **params: Decimal) -> None:
        message = Message.of(f"ledger.{code}", day=booked.trade_date.isoformat(), **params)
        self.notes.append(BookNote(message, booked.account_id, booked.instrument_id, booked.source))


def book(
    transactions: Sequence[Transaction],
    statements: Sequence[PositionStatement],
    accounts: Iterable[Account],
    method: CostMethod,
    as_of: date,
    job: Job | None = None,
) -> Book:
    """Return what is held on ``as_of``, in the order of account and first booking.

    Quantities are exact. A statement replaces its account's holdings from its day on; later
    transactions go on top of it. ``method`` holds for accounts without a method of their own.
    Source of the cost rules: lots.json of the oracle set (Portfolio Performance conventions).
    """
    job = job or Quiet()
    methods = {account.id: account.cost_method or method for account in accounts}
    history = in_order(transactions, as_of)
    latest = latest_statements(statements, as_of)
    state = _Booking(methods, pair_transfers(history))
    for place, booked in enumerate(history):
        if place % 1000 == 0:
            job.checkpoint(place / len(history), "book")
        statement = latest.get(booked.account_id)
        if statement is None or booked.trade_date <= statement.as_of:
            state.apply(booked)
    stated = _take_statements(state, latest)
    for booked in history:
        statement = latest.get(booked.account_id)
        if statement is not None and booked.trade_date > statement.as_of:
            state.apply(booked)
    return Book(
        as_of,
        _positions(state, stated, latest),
        balances(transactions, statements, as_of),
        tuple(state.realised),
        tuple(state.notes),
    )


def in_order(transactions: Iterable[Transaction], as_of: date) -> list[Transaction]:
    """Return what changes a holding up to ``as_of``: by day, transfers out before transfers in.

    A paired transfer happens on the earlier of its two days on both sides. Within a day units
    come in before they go out, because many exports list a day backwards.
    """
    history = [
        booked
        for booked in transactions
        if booked.kind in HOLDING_KINDS and booked.trade_date <= as_of
    ]
    pairs = pair_transfers(history)
    days = {booked.id: booked.trade_date for booked in history}

    def rank(booked: Transaction) -> tuple[date, int]:
        other = pairs.get(booked.id)
        day = min(booked.trade_date, days[other]) if other else booked.trade_date
        return day, _RANKS[booked.kind] if other or booked.kind is not Kind.TRANSFER_IN else 0

    return sorted(history, key=rank)


# Splits first: a broker books them before the open.
_RANKS = {
    Kind.SPLIT: 0,
    Kind.BUY: 1,
    Kind.CORPORATE_ACTION: 2,
    Kind.TRANSFER_OUT: 3,
    Kind.TRANSFER_IN: 4,
    Kind.SELL: 5,
}


def _take_statements(
    state: _Booking, latest: Mapping[str, PositionStatement]
) -> dict[Key, tuple[Money | None, date]]:
    """Replace the holdings of every account that has a statement."""
    stated: dict[Key, tuple[Money | None, date]] = {}
    for account, statement in latest.items():
        held = {key: value for key, value in state.holdings.items() if key[0] == account}
        for key in held:
            del state.holdings[key]
        for instrument, found in from_statement(statement).items():
            key = (account, instrument)
            known = held.get(key)
            same = known is not None and known.quantity == found.quantity
            lots = known.lots if known is not None and same else found.lots
            state.holdings[key] = _Holding(found.quantity, lots)
            stated[key] = (found.market_value, statement.as_of)
    return stated


def _positions(
    state: _Booking,
    stated: Mapping[Key, tuple[Money | None, date]],
    latest: Mapping[str, PositionStatement],
) -> tuple[Position, ...]:
    found = []
    for (account, instrument), holding in state.holdings.items():
        if holding.quantity == 0:
            continue
        value, day = stated.get((account, instrument), (None, None))
        found.append(
            Position(
                account,
                instrument,
                holding.quantity,
                tuple(lot.closed() for lot in holding.lots),
                "statement" if account in latest else "history",
                value,
                day,
            )
        )
    return tuple(found)
