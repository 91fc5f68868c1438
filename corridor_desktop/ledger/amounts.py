"""What a trade cost or brought, from what the statement says."""

from __future__ import annotations

from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind, Transaction

_MOVES_CASH = frozenset(Kind) - {Kind.SPLIT, Kind.TRANSFER_IN, Kind.TRANSFER_OUT}


def traded(booked: Transaction) -> Money | None:
    """Return the positive amount of money behind a trade, fees and taxes included.

    For a purchase it is what was paid, for a sale what was received. The statement's own net
    amount wins; otherwise gross (or quantity x price) with the costs of the same currency.
    ``None`` when the statement says neither; a transfer at no price has an unknown cost.
    """
    if booked.net_cash is not None and booked.net_cash.amount != 0:
        return Money(abs(booked.net_cash.amount), booked.net_cash.currency)
    gross = booked.gross
    if gross is None and booked.price is not None and booked.quantity is not None:
        gross = abs(booked.quantity) * booked.price
    moved = booked.kind in {Kind.TRANSFER_IN, Kind.TRANSFER_OUT}
    if gross is None or (moved and gross == 0):
        return None if moved else booked.net_cash
    costs = sum(
        (
            cost.amount
            for cost in (booked.fee, booked.tax)
            if cost is not None and cost.currency == booked.currency
        ),
        Decimal(0),
    )
    incoming = booked.quantity is not None and booked.quantity > 0
    return Money(gross + costs if incoming else gross - costs, booked.currency)


def moves_cash(booked: Transaction) -> bool:
    """Tell whether a transaction should have moved a cash balance."""
    if booked.kind is Kind.CORPORATE_ACTION:
        return booked.net_cash is not None
    return booked.kind in _MOVES_CASH
