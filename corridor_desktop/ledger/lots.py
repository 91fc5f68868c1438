"""Open lots of one instrument in one account: what is left and what it cost.

Costs and lot quantities are exact fractions, because a third of a cost is no decimal; they become
decimals only when they leave this room.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import SourceRow
from corridor_desktop.ledger.book import Lot


@dataclass(frozen=True, slots=True)
class OpenLot:
    """Units bought together; ``cost`` is ``None`` when nobody said what they cost."""

    acquired: date
    quantity: Fraction
    cost: Fraction | None
    currency: str
    source: SourceRow

    def share(self, part: Fraction) -> OpenLot:
        """Return ``part`` (0 to 1) of the lot with its part of the cost."""
        cost = None if self.cost is None else self.cost * part
        return OpenLot(self.acquired, self.quantity * part, cost, self.currency, self.source)

    def closed(self) -> Lot:
        """Return the lot as decimals."""
        cost = None if self.cost is None else Money(decimal(self.cost), self.currency)
        return Lot(self.acquired, decimal(self.quantity), cost, self.source)

    def sold(self) -> Sold:
        """Return the lot as what a sale took."""
        return Sold(self.acquired, self.quantity, self.cost, self.currency)


@dataclass(frozen=True, slots=True)
class Sold:
    """Units that a sale took; ``acquired`` is ``None`` where many lots were averaged."""

    acquired: date | None
    quantity: Fraction
    cost: Fraction | None
    currency: str


def decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of 28 significant digits."""
    if value.denominator == 1:
        return +Decimal(value.numerator)
    return Decimal(value.numerator) / Decimal(value.denominator)


Lots = tuple[OpenLot, ...]


def scale(lots: Lots, factor: Fraction) -> Lots:
    """Split: quantities times ``factor``, costs untouched."""
    return tuple(replace(lot, quantity=lot.quantity * factor) for lot in lots)


def total_cost(lots: Lots) -> Money | None:
    """Return the cost of the lots; ``None`` when one is unknown or currencies differ."""
    currencies = {lot.currency for lot in lots}
    if len(currencies) != 1 or any(lot.cost is None for lot in lots):
        return None
    cost = sum((lot.cost for lot in lots if lot.cost is not None), Fraction(0))
    return Money(decimal(cost), currencies.pop())
