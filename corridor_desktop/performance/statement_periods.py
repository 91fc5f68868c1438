"""The return between statements, where there are no daily values: Modified Dietz, chained."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import traded
from corridor_desktop.ledger.statements import from_statement
from corridor_desktop.performance.time_weighted import modified_dietz

Convert = Callable[[Money, date], float | None]
"""Money on a day in the base currency, ``None`` without a rate."""
Flow = tuple[date, float]


@dataclass(frozen=True, slots=True)
class Period:
    """From one statement to the next: stated values, net money in, and the return."""

    start: date
    end: date
    start_value: float
    end_value: float
    flows: float
    value: float


@dataclass(frozen=True, slots=True)
class Dietz:
    """``value`` is the return of all periods multiplied, ``None`` with the reason ``why``."""

    value: float | None
    periods: tuple[Period, ...] = ()
    why: Message | None = None


def link_statements(
    statements: Sequence[PositionStatement], transactions: Sequence[Transaction], convert: Convert
) -> Dietz:
    """Chain Modified Dietz over the days on which every account with statements has one.

    A statement that gives cash holds the account's money: then deposits and withdrawals are the
    flows. Without, the money of purchases comes in and that of sales and income goes out.
    """
    accounts = {found.account_id for found in statements}
    by_day: dict[date, dict[str, PositionStatement]] = {}
    for found in statements:
        by_day.setdefault(found.as_of, {})[found.account_id] = found
    whole = {day: held for day, held in sorted(by_day.items()) if set(held) == accounts}
    if len(whole) < 2:
        return Dietz(None, why=Message.of("performance.one_statement"))
    values = {day: _value(held, convert) for day, held in whole.items()}
    if any(value is None for value in values.values()):
        return Dietz(None, why=Message.of("performance.unvalued_statement"))
    days = list(whole)
    periods: list[Period] = []
    for start, end in pairwise(days):
        flows = _flows(whole[start], whole[end], transactions, start, end, convert)
        before, after = values[start], values[end]
        value = None
        if flows is not None and before is not None and after is not None:
            value = modified_dietz(before, after, start, end, flows)
        if flows is None or value is None or before is None or after is None:
            return Dietz(None, tuple(periods), Message.of("performance.unclear_flows", day=end))
        money = math.fsum(amount for _, amount in flows)
        periods.append(Period(start, end, before, after, money, value))
    return Dietz(math.prod(1 + period.value for period in periods) - 1, tuple(periods))


def _value(held: dict[str, PositionStatement], convert: Convert) -> float | None:
    """Return the stated value of all accounts together; ``None`` where a line has none."""
    total = 0.0
    for statement in held.values():
        stated = [line.market_value for line in from_statement(statement).values()]
        for money in (*stated, *statement.cash):
            worth = None if money is None else convert(money, statement.as_of)
            if worth is None:
                return None
            total += worth
    return total


def _flows(
    before: dict[str, PositionStatement],
    after: dict[str, PositionStatement],
    transactions: Sequence[Transaction],
    start: date,
    end: date,
    convert: Convert,
) -> list[Flow] | None:
    flows: list[Flow] = []
    for booked in transactions:
        if booked.account_id not in after or not start < booked.trade_date <= end:
            continue
        account = booked.account_id
        inside = bool(before[account].cash and after[account].cash)
        money = _crossing(booked, inside=inside)
        if money is None:
            return None
        worth = convert(money, booked.trade_date) if money.amount else 0.0
        if worth is None:
            return None
        flows.append((booked.trade_date, worth))
    return flows


def _crossing(booked: Transaction, *, inside: bool) -> Money | None:
    """Return what came from outside (+) or went there (-); ``None`` when that is not known."""
    nothing = Money(Decimal(0), booked.currency)
    if booked.kind in {Kind.TRANSFER_IN, Kind.TRANSFER_OUT}:
        return None
    if booked.kind in {Kind.DEPOSIT, Kind.WITHDRAWAL}:
        return booked.net_cash if inside else nothing
    if inside or booked.kind is Kind.SPLIT:
        return nothing
    if booked.kind is Kind.BUY:
        return traded(booked)
    if booked.kind is Kind.SELL:
        money = traded(booked)
        return None if money is None else -money
    return nothing if booked.net_cash is None else -booked.net_cash


def describe_dietz(found: Dietz) -> Message | None:
    """Say the return between statements, or why there is none."""
    if found.value is None:
        return found.why
    return Message.of(
        "performance.between_statements",
        value=f"{found.value * 100:+.1f} %".replace("-", "\u2212"),
        start=found.periods[0].start.isoformat(),
        end=found.periods[-1].end.isoformat(),
        count=len(found.periods),
    )
