"""Cash balances, and when they can be known at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import moves_cash
from corridor_desktop.ledger.book import CashBalance

_FUNDED_BY = {Kind.DEPOSIT}


def accounts_with_cash(transactions: Iterable[Transaction]) -> frozenset[str]:
    """Return the accounts whose history tells where the cash came from.

    A list of trades without deposits cannot tell what is left in the account, so the sum of its
    amounts is no balance.
    """
    return frozenset(booked.account_id for booked in transactions if booked.kind in _FUNDED_BY)


def balances(
    transactions: Iterable[Transaction], statements: Iterable[PositionStatement], as_of: date
) -> tuple[CashBalance, ...]:
    """Return the cash of every account on ``as_of``, one balance per currency, zeros left out.

    A statement's balances start anew from its day. ``known`` is false where the history has no
    deposit, leaves out what a transaction moved, or ends below zero.
    """
    history = [booked for booked in transactions if booked.trade_date <= as_of]
    funded = accounts_with_cash(history)
    latest = _latest_with_cash(statements, as_of)
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    unclear: set[str] = set()
    for account, statement in latest.items():
        for balance in statement.cash:
            sums[account, balance.currency] += balance.amount
    for booked in history:
        start = latest.get(booked.account_id)
        if start is not None and booked.trade_date <= start.as_of:
            continue
        if booked.net_cash is not None:
            sums[booked.account_id, booked.net_cash.currency] += booked.net_cash.amount
        elif moves_cash(booked):
            unclear.add(booked.account_id)
    return tuple(
        CashBalance(
            account,
            Money(amount, currency),
            known=account not in unclear
            and (account in latest or (account in funded and amount >= 0)),
        )
        for (account, currency), amount in sorted(sums.items())
        if amount != 0
    )


def _latest_with_cash(
    statements: Iterable[PositionStatement], as_of: date
) -> dict[str, PositionStatement]:
    latest: dict[str, PositionStatement] = {}
    for statement in statements:
        if statement.cash and statement.as_of <= as_of:
            known = latest.get(statement.account_id)
            if known is None or known.as_of <= statement.as_of:
                latest[statement.account_id] = statement
    return latest
