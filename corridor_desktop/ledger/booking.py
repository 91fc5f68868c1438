"""Transactions and statements in, a book out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.job import Job, Quiet
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import traded
from corridor_desktop.ledger.book import Book, BookNote, Position, Realised
from corridor_desktop.ledger.cash import balances
from corridor_desktop.ledger.exchanges import pair_exchanges
from corridor_desktop.ledger.lots import Lots, OpenLot, Sold, decimal, scale
from corridor_desktop.ledger.open_lots import OpenLots
from corridor_desktop.ledger.order import Dated, in_order
from corridor_desktop.ledger.statements import from_statement, latest_statements
from corridor_desktop.ledger.transfers import pair_transfers

Key = tuple[str, str]


@dataclass(slots=True)
class _Holding:
    """Running state of one instrument in one account; ``quantity`` may be below zero."""

    quantity: Decimal = Decimal(0)
    lots: OpenLots = field(default_factory=OpenLots)
    split_factor: Fraction = Fraction(1)


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
        carried = self.travelling.pop(self.pairs.get(booked.id, ""), ())
        if booked.cost_from is not None:
            carried = self._spun_off(booked, quantity)
        elif booked.kind is Kind.CORPORATE_ACTION:
            carried = _grown(carried, quantity)
        rest = Fraction(quantity)
        if carried:
            rest -= sum((lot.quantity for lot in carried), Fraction(0))
        arrived = carried
        if rest:
            # What left the other account beyond its lots has a cost that nobody recorded.
            cost = None if carried else traded(booked)
            arrived = (*carried, _lot(booked, rest, cost))
        if missing:
            arrived = _beyond(arrived, missing)
        holding.lots.add(arrived)

    def _spun_off(self, booked: Transaction, quantity: Decimal) -> Lots:
        """Take a part of the cost out of the lots of the parent, which keep their units."""
        parent_id, share = booked.cost_from or ("", Decimal(0))
        parent = self.holdings[booked.account_id, parent_id]
        part = Fraction(share)
        taken = tuple(
            replace(lot, cost=None if lot.cost is None else lot.cost * part) for lot in parent.lots
        )
        parent.lots = OpenLots(
            replace(lot, cost=None if lot.cost is None else lot.cost * (1 - part))
            for lot in parent.lots
        )
        return _grown(taken, quantity)

    def _take(self, booked: Transaction, holding: _Holding) -> None:
        quantity = -(booked.quantity or Decimal(0))
        held = max(holding.quantity, Decimal(0))
        method = self.methods.get(booked.account_id, CostMethod.FIFO)
        if booked.id in self.pairs:
            self.travelling[booked.id] = holding.lots.take(min(quantity, held), method)
        else:
            self._realise(booked, holding.lots.sell(min(quantity, held), method), quantity)
        holding.quantity -= quantity
        if holding.quantity < 0:
            self._note("oversold", booked, by=-holding.quantity)

    def _realise(self, booked: Transaction, sold: Iterable[Sold], quantity: Decimal) -> None:
        proceeds = None if booked.kind is Kind.TRANSFER_OUT else traded(booked)
        whole = Fraction(quantity)
        for taken in sold:
            brought = proceeds
            if proceeds is not None and taken.quantity != whole:
                part = Fraction(proceeds.amount) * taken.quantity / whole
                brought = Money(decimal(part), proceeds.currency)
            self.realised.append(
                Realised(
                    booked.account_id,
                    booked.instrument_id or "",
                    booked.trade_date,
                    taken.acquired,
                    decimal(taken.quantity),
                    None if taken.cost is None else Money(decimal(taken.cost), taken.currency),
                    brought,
                )
            )

    def _split(self, booked: Transaction, holding: _Holding) -> None:
        added = booked.quantity or Decimal(0)
        after = holding.quantity + added
        if holding.quantity <= 0 or after <= 0:
            self._note("split_unclear", booked, added=added)
            return
        factor = Fraction(after) / Fraction(holding.quantity)
        holding.lots = OpenLots(scale(tuple(holding.lots), factor))
        holding.quantity = after
        holding.split_factor *= factor

    def _note(self, code: str, booked: Transaction, **params: Decimal) -> None:
        message = Message.of(f"ledger.{code}", day=booked.trade_date.isoformat(), **params)
        self.notes.append(BookNote(message, booked.account_id, booked.instrument_id, booked.source))


def _beyond(lots: Lots, missing: Decimal) -> Lots:
    """Return the lots without the first ``missing`` units: those had been sold before."""
    arrived = OpenLots(lots)
    arrived.take(missing, CostMethod.FIFO)
    return tuple(arrived)


def _grown(lots: Lots, quantity: Decimal) -> Lots:
    """Return the lots with units that add up to ``quantity``; costs and days stay."""
    held = sum((lot.quantity for lot in lots), Fraction(0))
    return scale(lots, Fraction(quantity) / held) if held > 0 else ()


def _lot(booked: Transaction, quantity: Fraction, cost: Money | None) -> OpenLot:
    return OpenLot(
        booked.trade_date,
        quantity,
        None if cost is None else Fraction(cost.amount),
        cost.currency if cost else booked.currency,
        booked.source,
    )


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
    pairs = {**pair_transfers(transactions), **pair_exchanges(transactions)}
    history = in_order(transactions, statements, pairs, as_of)
    latest = latest_statements(statements, as_of)
    state = _Booking(methods, pairs)
    stated = _run(state, history, latest, job)
    return Book(
        as_of,
        _positions(state, stated, latest),
        balances(transactions, statements, as_of),
        tuple(state.realised),
        tuple(state.notes),
    )


def _run(
    state: _Booking,
    history: Sequence[Dated],
    latest: Mapping[str, PositionStatement],
    job: Job,
) -> dict[Key, tuple[Money | None, date]]:
    """Book facts and statements by day; a statement holds at the close of its day."""
    waiting = sorted(latest.values(), key=lambda found: found.as_of, reverse=True)
    stated: dict[Key, tuple[Money | None, date]] = {}
    for place, fact in enumerate(history):
        if place % 1000 == 0:
            job.checkpoint(place / len(history), "book")
        while waiting and waiting[-1].as_of < fact.day:
            stated |= _take_statement(state, waiting.pop())
        state.apply(fact.booked)
    while waiting:
        stated |= _take_statement(state, waiting.pop())
    return stated


def _take_statement(
    state: _Booking, statement: PositionStatement
) -> dict[Key, tuple[Money | None, date]]:
    """Replace the holdings of the statement's account; lots stay where the units agree."""
    account = statement.account_id
    stated: dict[Key, tuple[Money | None, date]] = {}
    held = {key: value for key, value in state.holdings.items() if key[0] == account}
    for key in held:
        del state.holdings[key]
    for instrument, found in from_statement(statement).items():
        key = (account, instrument)
        known = held.get(key)
        same = known is not None and known.quantity == found.quantity
        lots = known.lots if known is not None and same else OpenLots(found.lots)
        factor = Fraction(1) if known is None else known.split_factor
        state.holdings[key] = _Holding(found.quantity, lots, factor)
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
                decimal(holding.split_factor),
            )
        )
    return tuple(found)
