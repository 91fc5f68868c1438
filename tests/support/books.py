"""Short ways to say what was booked, stated and quoted, with invented values."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from corridor_desktop.domain.account import Account, CostMethod
from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.transaction import (
    Kind,
    PositionLine,
    PositionStatement,
    SourceRow,
    Transaction,
)
from corridor_desktop.ledger.book import Book
from corridor_desktop.ledger.booking import book

AT = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
START = date(2026, 1, 5)  # a Monday
QUAY = Account("a", "Quay broker", currency="EUR")
PIER = Account("b", "Pier broker", currency="EUR")
NET = {Kind.BUY: -1, Kind.SELL: 1, Kind.DEPOSIT: 1, Kind.DIVIDEND: 1, Kind.WITHDRAWAL: -1}

_numbers = count(1)


def day(number: int) -> date:
    """Return the day ``number`` days after a certain Monday."""
    return START + timedelta(days=number)


def fact(
    kind: Kind,
    on: int,
    quantity: str | None = None,
    cash: str | None = None,
    account: str = "a",
    thing: str | None = "x",
    currency: str = "EUR",
    price: str | None = None,
) -> Transaction:
    """Return a booked fact; ``cash`` is given unsigned and signed by the kind."""
    number = next(_numbers)
    net = None if cash is None else Money(Decimal(cash) * NET.get(kind, 1), currency)
    return Transaction(
        id=f"t{number}",
        account_id=account,
        kind=kind,
        trade_date=day(on),
        instrument_id=thing if quantity is not None or kind is Kind.DIVIDEND else None,
        quantity=None if quantity is None else Decimal(quantity),
        price=None if price is None else Decimal(price),
        currency=currency,
        net_cash=net,
        source=SourceRow("", (number,)),
    )


def buy(on: int, quantity: str, cash: str | None = None, **more: str) -> Transaction:
    """Return a purchase; ``cash`` is what it cost, fees included."""
    return fact(Kind.BUY, on, quantity, cash, **more)


def sell(on: int, quantity: str, cash: str | None = None, **more: str) -> Transaction:
    """Return a sale of ``quantity`` (given positive)."""
    return fact(Kind.SELL, on, f"-{quantity}", cash, **more)


def stated(
    on: int,
    lines: Mapping[str, str],
    cash: Sequence[Money] = (),
    account: str = "a",
    costs: Mapping[str, str] | None = None,
) -> PositionStatement:
    """Return a statement of quantities by instrument."""
    known = costs or {}
    return PositionStatement(
        f"s{next(_numbers)}",
        account,
        day(on),
        tuple(
            PositionLine(
                thing,
                Decimal(quantity),
                cost_basis=Decimal(known[thing]) if thing in known else None,
                currency="EUR",
            )
            for thing, quantity in lines.items()
        ),
        tuple(cash),
    )


def booked(
    transactions: Sequence[Transaction],
    statements: Sequence[PositionStatement] = (),
    method: CostMethod = CostMethod.FIFO,
    on: int = 1000,
) -> Book:
    """Return the book of both accounts."""
    return book(transactions, statements, (QUAY, PIER), method, day(on))


def held(found: Book) -> dict[tuple[str, str], Any]:
    """Return quantities by account and instrument."""
    return {(one.account_id, one.instrument_id): one.quantity for one in found.positions}


def costs(found: Book, account: str = "a", thing: str = "x") -> list[Any]:
    """Return the cost of each open lot."""
    return [
        None if lot.cost is None else lot.cost.amount
        for one in found.positions
        if (one.account_id, one.instrument_id) == (account, thing)
        for lot in one.lots
    ]


def quoted(symbol: str, closes: Mapping[int, float], currency: str = "EUR") -> PriceSeries:
    """Return closes by day number."""
    days = array("i", [day(number).toordinal() for number in sorted(closes)])
    values = array("d", [closes[number] for number in sorted(closes)])
    return PriceSeries(symbol, currency, days, values, source="invented", fetched_at=AT)


def named(name: str, currency: str = "EUR", **more: Any) -> Instrument:
    """Return an instrument that is listed under its name in capitals."""
    return Instrument(name, f"Thing {name}", listing=Listing(name.upper(), currency), **more)
