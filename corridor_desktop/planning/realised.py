"""What a hypothetical sale would realise, lot by lot, by the owner's cost method."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.domain.money import Money
from corridor_desktop.ledger.book import Position
from corridor_desktop.ledger.lots import OpenLot, decimal
from corridor_desktop.ledger.open_lots import OpenLots


def realised(
    position: Position, quantity: Decimal, price: Money, method: CostMethod
) -> Money | None:
    """Return the gain (+) or loss (-) of selling ``quantity`` units (positive) at ``price`` each.

    In the currency of the price, before fees and taxes. ``None`` when the cost of a lot that
    would be sold is not known, was paid in another currency, or the lots hold too few units.
    """
    lots = tuple(
        OpenLot(
            lot.acquired,
            Fraction(lot.quantity),
            None if lot.cost is None else Fraction(lot.cost.amount),
            price.currency if lot.cost is None else lot.cost.currency,
            lot.source,
        )
        for lot in position.lots
    )
    sold = OpenLots(lots).sell(quantity, method)
    if sum((lot.quantity for lot in sold), Fraction(0)) < Fraction(quantity):
        return None
    cost = Fraction(0)
    for lot in sold:
        if lot.cost is None or lot.currency != price.currency:
            return None
        cost += lot.cost
    return Money(decimal(Fraction(quantity) * Fraction(price.amount) - cost), price.currency)
