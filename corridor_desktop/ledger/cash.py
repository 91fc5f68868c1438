"""Cash balances, and when they can be known at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, PositionStatement, Transaction
from corridor_desktop.ledger.amounts import moves_cash
from corridor_desktop.ledger.book import CashBalance


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the facts add up to by account and currency; ``unclear`` accounts leave amounts out."""

    amounts: Mapping[tuple[str, str], Decimal]
    unclear: frozenset[str]

    @property
    def overdrawn(self) -> frozenset[str]:
        """Return the accounts with a balance below zero: something that came in is missing."""
        return frozenset(account for (account, _), amount in self.amounts.items() if amount < 0)


def accounts_with_cash(transactions: Iterable[Transaction]) -> frozenset[str]:
    """Return the accounts whose history tells where the cash came from.

    A list of trades without deposits cannot tell what is left in the account, so the sum of its
    amounts is no balance.
    """
    return frozenset(booked.account_id for booked in transactions if booked.kind is Kind.DEPOSIT)


def balances(
    transactions: Iterable[Transaction], statements: Iterable[PositionStatement], as_of: date
) -> tuple[CashBalance, ...]:
    """Return the cash of every account on ``as_of``, one balance per currency, zeros left out.

    A statement's balances start anew from its day. ``known`` is false for all currencies of an
    account whose history has no deposit, leaves out what a transaction moved, or ends below zero
    in any of them: a missing exchange makes the other side too large.
    """
    history, stated = list(transactions), list(statements)
    sums = _sum_up(history, _latest_with_cash(stated, as_of), as_of)
    known = known_from(history, stated, as_of)
    return tuple(
        CashBalance(account, Money(amount, currency), known=account in known)
        for (account, currency), amount in sorted(sums.amounts.items())
        if amount != 0
    )


def known_from(
    transactions: Iterable[Transaction], statements: Iterable[PositionStatement], as_of: date
) -> dict[str, date]:
    """Return the accounts whose cash is known on ``as_of``, and since the close of which day.

    ``date.min`` stands for the whole history; otherwise the day of the first statement of cash.
    """
    history = [booked for booked in transactions if booked.trade_date <= as_of]
    stated = [found for found in statements if found.cash and found.as_of <= as_of]
    latest = _latest_with_cash(stated, as_of)
    whole = _sum_up(history, {}, as_of)
    told = accounts_with_cash(history) - whole.unclear
    known = dict.fromkeys(told - whole.overdrawn - set(latest), date.min)
    for account in set(latest) - _sum_up(history, latest, as_of).unclear:
        first = min(found.as_of for found in stated if found.account_id == account)
        known[account] = date.min if account in told else first
    return known


def _sum_up(
    transactions: Iterable[Transaction], starts: Mapping[str, PositionStatement], as_of: date
) -> _Sums:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    unclear: set[str] = set()
    for account, statement in starts.items():
        for balance in statement.cash:
            sums[account, balance.currency] += balance.amount
    for booked in transactions:
        start = starts.get(booked.account_id)
        if booked.trade_date > as_of or (start and booked.trade_date <= start.as_of):
            continue
        if booked.net_cash is not None:
            sums[booked.account_id, booked.net_cash.currency] += booked.net_cash.amount
        elif moves_cash(booked):
            unclear.add(booked.account_id)
    return _Sums(sums, frozenset(unclear))


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
