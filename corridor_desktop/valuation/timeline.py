"""What was held on many days, and what entered or left from outside, as arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import traded
from corridor_desktop.ledger.cash import known_from
from corridor_desktop.ledger.order import in_order
from corridor_desktop.ledger.statements import from_statement
from corridor_desktop.ledger.transfers import pair_transfers
from corridor_desktop.valuation.steps import Level, Steps

Floats = NDArray[np.float64]
Key = tuple[str, str]

_INCOME = {Kind.DIVIDEND, Kind.INTEREST, Kind.TAX, Kind.FEE, Kind.OTHER_CASH}


@dataclass(frozen=True, slots=True)
class Paid:
    """Money behind a fact on day ``place``: + into a holding or the portfolio, - out of it.

    ``column`` is the holding, -1 for none; ``units`` are what was traded. ``inside`` tells that
    the other side is cash of the portfolio, so that nothing came from outside.
    """

    place: int
    column: int
    amount: float
    currency: str
    units: float = 0.0
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """Units that went from one own holding to another on day ``place``."""

    place: int
    left: int
    arrived: int
    units: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """``quantities`` are days x ``keys``, a key in one piece; ``cash`` has one number per day.

    A key is an account and an instrument. ``moved`` are units, by day and key, that came or went
    without money: transfers from outside, and what a statement corrected; ``split`` are units that
    a split made.
    """

    keys: tuple[Key, ...]
    quantities: Floats
    moved: dict[tuple[int, int], float]
    split: dict[tuple[int, int], float]
    cash: dict[str, Floats]
    paid: tuple[Paid, ...]
    carried: tuple[Carried, ...]


def make_timeline(
    transactions: Sequence[Transaction],
    statements: Iterable[PositionStatement],
    days: Sequence[date],
) -> Timeline:
    """Return the timeline on rising ``days``; what happened between two days counts on the later.

    Where an account's cash is known, only deposits and withdrawals come from outside. Where it is
    not, the money of every purchase comes from outside and every sale and dividend leaves.
    """
    maker = _Maker(transactions, tuple(statements), days)
    maker.run()
    return maker.made()


class _Maker:
    def __init__(
        self,
        transactions: Sequence[Transaction],
        statements: Sequence[PositionStatement],
        days: Sequence[date],
    ) -> None:
        self._transactions, self._statements = transactions, statements
        self._days, self._last = [day.toordinal() for day in days], days[-1]
        keys = [
            (booked.account_id, booked.instrument_id)
            for booked in transactions
            if booked.instrument_id
        ]
        keys += [
            (found.account_id, line.instrument_id) for found in statements for line in found.lines
        ]
        self._columns = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        self._levels = Steps()
        self._moved: dict[tuple[int, int], float] = defaultdict(float)
        self._split: dict[tuple[int, int], float] = defaultdict(float)
        self._cash: dict[Key, Level] = defaultdict(Level)
        self._paid: list[Paid] = []
        self._held: dict[Key, Decimal] = defaultdict(Decimal)
        self._known = known_from(transactions, statements, self._last)
        self._pairs = pair_transfers(transactions)
        self._accounts = {booked.id: booked.account_id for booked in transactions}
        self._carried: list[Carried] = []

    def run(self) -> None:
        """Let every fact and statement happen, by day; a statement at the close of its day."""
        order = in_order(self._transactions, self._statements, self._pairs, self._last)
        events: list[tuple[date, int, Transaction | PositionStatement]]
        events = [(fact.day, 0, fact.booked) for fact in order]
        events += [
            (booked.trade_date, 0, booked)
            for booked in self._transactions
            if booked.kind not in HOLDING_KINDS and booked.trade_date <= self._last
        ]
        events += [
            (found.as_of, 1, found) for found in self._statements if found.as_of <= self._last
        ]
        for day, _, event in sorted(events, key=itemgetter(0, 1)):
            place = bisect_left(self._days, day.toordinal())
            if isinstance(event, PositionStatement):
                self._state(place, event)
            else:
                self._book(place, event)

    def _book(self, place: int, booked: Transaction) -> None:
        key = (booked.account_id, booked.instrument_id or "")
        column = self._columns.get(key, -1)
        units = booked.quantity or Decimal(0)
        if booked.kind in HOLDING_KINDS and column >= 0 and units:
            if booked.kind is Kind.SPLIT and min(self._held[key], self._held[key] + units) <= 0:
                return
            self._hold(place, key, self._held[key] + units)
            if booked.kind is Kind.SPLIT:
                self._split[place, column] += float(units)
        start = self._known.get(booked.account_id)
        inside = start is not None and (start == date.min or booked.trade_date > start)
        money = booked.net_cash
        if inside and money is not None:
            self._cash[booked.account_id, money.currency].add(place, float(money.amount))
        if booked.kind in {Kind.TRANSFER_IN, Kind.TRANSFER_OUT}:
            self._move(place, column, booked)
        elif booked.kind in {Kind.DEPOSIT, Kind.WITHDRAWAL}:
            if inside and money is not None:
                self._paid.append(Paid(place, -1, float(money.amount), money.currency))
        else:
            self._pay(place, column, booked, inside=inside)

    def _hold(self, place: int, key: Key, quantity: Decimal) -> None:
        self._held[key] = quantity
        self._levels.note(place, self._columns[key], float(quantity))

    def _move(self, place: int, column: int, booked: Transaction) -> None:
        if column < 0 or not booked.quantity:
            return
        other = self._pairs.get(booked.id)
        if other is None:
            self._moved[place, column] += float(booked.quantity)
        elif booked.kind is Kind.TRANSFER_OUT:
            arrived = self._columns[self._accounts[other], booked.instrument_id or ""]
            self._carried.append(Carried(place, column, arrived, -float(booked.quantity)))

    def _pay(self, place: int, column: int, booked: Transaction, *, inside: bool) -> None:
        """Note the money of a trade or an income; an exchange or a split brings none."""
        units = float(booked.quantity or 0)
        if booked.kind in _INCOME or booked.kind is Kind.CORPORATE_ACTION:
            money, units = _turned(booked.net_cash), 0.0
        elif booked.kind in {Kind.BUY, Kind.SELL}:
            money = traded(booked)
            if money is not None and booked.kind is Kind.SELL:
                money = -money
            if money is None and column >= 0:
                self._moved[place, column] += units
        else:
            money = None
        if money is not None and money.amount and not (inside and column < 0):
            self._paid.append(
                Paid(place, column, float(money.amount), money.currency, units, inside)
            )

    def _state(self, place: int, statement: PositionStatement) -> None:
        """Let a statement correct what is held; the correction came without money."""
        account = statement.account_id
        stated = {key: found.quantity for key, found in from_statement(statement).items()}
        known = {key[1] for key in self._held if key[0] == account}
        for instrument in sorted(known | set(stated)):
            key = (account, instrument)
            change = stated.get(instrument, Decimal(0)) - self._held[key]
            if change:
                self._hold(place, key, self._held[key] + change)
                self._moved[place, self._columns[key]] += float(change)
        if statement.cash and account in self._known:
            self._state_cash(place, statement)

    def _state_cash(self, place: int, statement: PositionStatement) -> None:
        told: dict[str, float] = defaultdict(float)
        for key in self._cash:
            if key[0] == statement.account_id:
                told[key[1]] = 0.0
        for balance in statement.cash:
            told[balance.currency] += float(balance.amount)
        for currency, amount in told.items():
            amounts = self._cash[statement.account_id, currency]
            change = amount - amounts.now
            amounts.add(place, change)
            self._paid.append(Paid(place, -1, change, currency))

    def made(self) -> Timeline:
        """Return the arrays."""
        cash: dict[str, Floats] = {}
        count = len(self._days)
        for (_, currency), amounts in self._cash.items():
            cash[currency] = cash.get(currency, 0.0) + amounts.laid_out(count)
        return Timeline(
            tuple(self._columns),
            self._levels.laid_out(count, len(self._columns)),
            dict(self._moved),
            dict(self._split),
            cash,
            tuple(self._paid),
            tuple(self._carried),
        )


def _turned(money: Money | None) -> Money | None:
    return None if money is None else -money
