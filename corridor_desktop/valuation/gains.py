"""Unrealised gain, and its two parts: the price's and the currency's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import FxRate
from corridor_desktop.ledger.book import Position
from corridor_desktop.market.market import Market


@dataclass(frozen=True, slots=True)
class Gain:
    """All in the base currency; every part is ``None`` when a cost or a rate is unknown."""

    cost: Money | None = None
    total: Money | None = None
    price: Money | None = None
    currency: Money | None = None


def gain_of(position: Position, local: Money, worth: Money, market: Market) -> Gain:
    """Return the gain of a priced position.

    The cost of each lot is taken at the rate of its own trade day. The price part is what the lot
    is worth at that day's rate less its cost; the currency part is the rest, so the two add up to
    the gain exactly.
    """
    base = worth.currency
    cost = price_part = Decimal(0)
    quantity = sum((lot.quantity for lot in position.lots), Decimal(0))
    if not position.lots or quantity == 0:
        return Gain()
    for lot in position.lots:
        if lot.cost is None:
            return Gain()
        paid_at = market.rate(lot.cost.currency, base, lot.acquired)
        then = market.rate(local.currency, base, lot.acquired)
        if not isinstance(paid_at, FxRate) or not isinstance(then, FxRate):
            return Gain()
        paid = lot.cost.amount * paid_at.rate
        cost += paid
        price_part += local.amount * lot.quantity / quantity * then.rate - paid
    total = worth.amount - cost
    return Gain(
        Money(cost, base),
        Money(total, base),
        Money(price_part, base),
        Money(total - price_part, base),
    )
