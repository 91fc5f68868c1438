"""Transfers between own accounts: the two sides find each other, so that lots travel along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from corridor_desktop.domain.transaction import Kind, Transaction

WITHIN_DAYS = 14
"""How far apart the two sides of a transfer may be booked."""


def pair_transfers(transactions: Iterable[Transaction]) -> Mapping[str, str]:
    """Return for each transfer that came from an own account the id of its other side.

    Two sides fit when instrument and quantity are equal, the accounts differ, and the days are
    at most two weeks apart; the nearest day wins. Keys are both sides.
    """
    outs: dict[tuple[str | None, Decimal], list[Transaction]] = defaultdict(list)
    ins: list[Transaction] = []
    for booked in transactions:
        if booked.kind is Kind.TRANSFER_OUT and booked.quantity:
            outs[booked.instrument_id, -booked.quantity].append(booked)
        elif booked.kind is Kind.TRANSFER_IN and booked.quantity:
            ins.append(booked)
    pairs: dict[str, str] = {}
    for arrived in ins:
        if arrived.quantity is None:
            continue
        candidates = outs[arrived.instrument_id, arrived.quantity]
        fitting = [left for left in candidates if _fits(left, arrived) and left.id not in pairs]
        if fitting:
            left = min(fitting, key=lambda other: _days(other, arrived))
            pairs[left.id], pairs[arrived.id] = arrived.id, left.id
    return pairs


def _days(one: Transaction, other: Transaction) -> int:
    return abs((one.trade_date - other.trade_date).days)


def _fits(left: Transaction, arrived: Transaction) -> bool:
    return left.account_id != arrived.account_id and _days(left, arrived) <= WITHIN_DAYS
