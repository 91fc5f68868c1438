"""What was held on many days, and what entered or left from outside, as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import traded
from corridor_desktop.ledger.booking import in_order
from corridor_desktop.ledger.cash import balances
from corridor_desktop.ledger.statements import from_statement
from corridor_desktop.ledger.transfers import pair_transfers

Floats = NDArray[np.float64]

_INCOME = {Kind.DIVIDEND, Kind.INTEREST, Kind.TAX, Kind.FEE, Kind.OTHER_CASH}


@dataclass(frozen=True, slots=True)
class Paid:
    """Money from outside (+) or to outside (-) on day ``place``; ``instrument`` is its column,
    -1 when it belongs to no holding."""

    place: int
    instrument: int
    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``quantities`` and ``moved`` are days x instruments; ``cash`` has one number per day.

    ``moved`` are units that came or went without money: transfers from outside, and what a
    statement corrected.
    """

    instrument_ids: tuple[str, ...]
    quantities: Floats
    moved: Floats
    cash: dict[str, Floats]
    paid: tuple[Paid, ...]


def make_timeline(
    transactions: Sequence[Transaction],
    statements: Iterable[PositionStatement],
    days: Sequence[date],
) -> Timeline:
    """Return the timeline on rising ``days``; what happened between two days counts on the later.

    Where an account's cash is known, only deposits and withdrawals come from outside. Where it is
    not, the money of every purchase comes from outside and every sale and dividend leaves.
    """
    statements = tuple(statements)
    maker = _Maker(transactions, statements, days)
    maker.run(transactions, statements)
    return maker.made()


class _Maker:
    def __init__(
        self,
        transactions: Sequence[Transaction],
        statements: Sequence[PositionStatement],
        days: Sequence[date],
    ) -> None:
        self._days = [day.toordinal() for day in days]
        ids = [booked.instrument_id for booked in transactions if booked.instrument_id]
        ids += [line.instrument_id for statement in statements for line in statement.lines]
        self._columns = {key: place for place, key in enumerate(dict.fromkeys(ids))}
        shape = (len(days), len(self._columns))
        self._steps = np.zeros(shape)
        self._moved = np.zeros(shape)
        self._cash: dict[str, Floats] = defaultdict(lambda: np.zeros(len(days)))
        self._paid: list[Paid] = []
        self._held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        last = days[-1]
        found = balances(transactions, statements, last)
        self._funded = {balance.account_id for balance in found if balance.known}
        self._pairs = pair_transfers(transactions)

    def run(
        self, transactions: Sequence[Transaction], statements: Sequence[PositionStatement]
    ) -> None:
        last = date.fromordinal(self._days[-1])
        moving = [(booked.trade_date, 0, booked) for booked in in_order(transactions, last)]
        other = [
            (booked.trade_date, 0, booked)
            for booked in transactions
            if booked.kind in _INCOME | {Kind.DEPOSIT, Kind.WITHDRAWAL, Kind.FX}
            and booked.trade_date <= last
        ]
        stated = [(found.as_of, 1, found) for found in statements if found.as_of <= last]
        events: list[tuple[date, int, Transaction | PositionStatement]] = [
            *moving, *other, *stated
        ]  # fmt: skip
        for day, _, event in sorted(events, key=lambda event: event[:2]):
            place = int(np.searchsorted(self._days, day.toordinal()))
            if isinstance(event, PositionStatement):
                self._state(place, event)
            else:
                self._book(place, event)

    def _book(self, place: int, booked: Transaction) -> None:
        column = self._columns.get(booked.instrument_id or "", -1)
        if booked.quantity and column >= 0 and booked.kind not in _INCOME:
            self._steps[place, column] += float(booked.quantity)
            self._held[booked.account_id, booked.instrument_id or ""] += booked.quantity
        if booked.account_id in self._funded:
            self._keep_cash(place, booked)
        if booked.kind in {Kind.BUY, Kind.SELL} or booked.kind in _INCOME:
            self._pay(place, column, booked)
        elif booked.kind in {Kind.TRANSFER_IN, Kind.TRANSFER_OUT, Kind.CORPORATE_ACTION}:
            if booked.id not in self._pairs and column >= 0 and booked.quantity:
                self._moved[place, column] += float(booked.quantity)
        elif booked.kind in {Kind.DEPOSIT, Kind.WITHDRAWAL}:
            self._fund(place, booked)

    def _keep_cash(self, place: int, booked: Transaction) -> None:
        if booked.net_cash is not None:
            self._cash[booked.net_cash.currency][place:] += float(booked.net_cash.amount)

    def _fund(self, place: int, booked: Transaction) -> None:
        if booked.account_id in self._funded and booked.net_cash is not None:
            money = booked.net_cash
            self._paid.append(Paid(place, -1, float(money.amount), money.currency))

    def _pay(self, place: int, column: int, booked: Transaction) -> None:
        """Count a trade or an income as money from or to outside, where cash is not known."""
        if booked.account_id in self._funded:
            return
        if booked.kind in _INCOME:
            money = booked.net_cash
            amount = -float(money.amount) if money else 0.0
        else:
            money = traded(booked)
            amount = float(money.amount) if money else 0.0
            amount = amount if booked.kind is Kind.BUY else -amount
        if money is not None and amount:
            self._paid.append(Paid(place, column, amount, money.currency))

    def _state(self, place: int, statement: PositionStatement) -> None:
        """Let a statement correct what is held; the correction came without money."""
        stated = {key: found.quantity for key, found in from_statement(statement).items()}
        known = {key[1] for key in self._held if key[0] == statement.account_id}
        for instrument in known | set(stated):
            held = self._held[statement.account_id, instrument]
            change = stated.get(instrument, Decimal(0)) - held
            if change:
                column = self._columns[instrument]
                self._steps[place, column] += float(change)
                self._moved[place, column] += float(change)
                self._held[statement.account_id, instrument] += change
        for balance in statement.cash:
            amount = float(balance.amount)
            before = float(self._cash[balance.currency][place])
            self._cash[balance.currency][place:] += amount - before
            self._paid.append(Paid(place, -1, amount - before, balance.currency))

    def made(self) -> Timeline:
        return Timeline(
            tuple(self._columns),
            _settle(np.cumsum(self._steps, axis=0)),
            self._moved,
            dict(self._cash),
            tuple(self._paid),
        )


def _settle(quantities: Floats) -> Floats:
    """Make zero what is only the rounding of doubles."""
    quantities[np.abs(quantities) < 1e-9] = 0.0
    return quantities
