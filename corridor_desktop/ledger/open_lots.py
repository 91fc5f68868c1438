"""The open lots of one holding while it is booked: sales at the front, purchases at the end.

A sale costs the lots that it closes and no more. At average cost a sale takes the same part of
every lot, so the lots keep their figures and one common factor says what is left of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.account import CostMethod
from corridor_desktop.ledger.lots import Lots, OpenLot, Sold

# Averages multiply fractions without end; beyond this they are rounded, far below any cent.
_SIGNIFICANT_BITS = 512
# Below this a common factor is multiplied out, so that lots bought later stay of human size.
_SMALL = Fraction(1, 2**64)


@dataclass(slots=True)
class _Pool:
    """Units of one currency whose cost is known, or of all whose cost is not."""

    quantity: Fraction = Fraction(0)
    cost: Fraction | None = None

    def add(self, lot: OpenLot) -> None:
        self.quantity += lot.quantity
        if lot.cost is not None:
            self.cost = (self.cost or Fraction(0)) + lot.cost

    def take(self, part: Fraction, currency: str) -> Sold:
        taken = self.quantity * part
        cost = None if self.cost is None else self.cost * part
        self.quantity = _rounded(self.quantity - taken)
        if self.cost is not None and cost is not None:
            self.cost = _rounded(self.cost - cost)
        return Sold(None, taken, cost, currency)


class OpenLots:
    """Open lots in the order of purchase, changed in place."""

    __slots__ = ("_left", "_lots", "_pools")

    def __init__(self, lots: Iterable[OpenLot] = ()) -> None:
        self._lots: deque[OpenLot] = deque(lots)
        self._left: Fraction = Fraction(1)
        self._pools: dict[tuple[str, bool], _Pool] | None = None

    def __iter__(self) -> Iterator[OpenLot]:
        """Yield the lots with what is left of them."""
        if self._left == 1:
            return iter(self._lots)
        return (lot.share(self._left) for lot in self._lots)

    def add(self, lots: Lots) -> None:
        """Put lots behind those that are here."""
        for lot in lots:
            if self._pools is not None:
                self._pool(lot).add(lot)
            self._lots.append(lot if self._left == 1 else lot.share(1 / self._left))

    def take(self, quantity: Decimal | Fraction, method: CostMethod) -> Lots:
        """Take ``quantity`` (0 or more) out and return it lot by lot.

        FIFO takes the oldest lots; average takes the same part of every lot, so that the cost
        taken is total cost x quantity / held. What exceeds the lots is not taken.
        """
        if method is not CostMethod.AVERAGE:
            return self._take_first(Fraction(quantity))
        part = self._part(quantity)
        taken = tuple(lot.share(part) for lot in self)
        self._shrink(part)
        self._pools = None
        return taken

    def sell(self, quantity: Decimal | Fraction, method: CostMethod) -> tuple[Sold, ...]:
        """Take ``quantity`` out as ``take`` does; at average cost return one sum per currency."""
        if method is not CostMethod.AVERAGE:
            return tuple(lot.sold() for lot in self.take(quantity, method))
        part = self._part(quantity)
        if not part:
            return ()
        pools = self._pools_now()
        sold = tuple(pool.take(part, currency) for (currency, _), pool in pools.items())
        self._shrink(part)
        return sold

    def _part(self, quantity: Decimal | Fraction) -> Fraction:
        """Return the part of all lots that ``quantity`` is, at most 1."""
        held = sum((pool.quantity for pool in self._pools_now().values()), Fraction(0))
        return min(Fraction(quantity) / held, Fraction(1)) if held else Fraction(0)

    def _take_first(self, wanted: Fraction) -> Lots:
        self._settle()
        removed: list[OpenLot] = []
        while wanted and self._lots:
            lot = self._lots[0]
            if wanted < lot.quantity:
                part = wanted / lot.quantity
                removed.append(lot.share(part))
                self._lots[0] = lot.share(1 - part)
                break
            removed.append(self._lots.popleft())
            wanted -= lot.quantity
        return tuple(removed)

    def _shrink(self, part: Fraction) -> None:
        if part == 1:
            self._lots.clear()
            self._left, self._pools = Fraction(1), None
            return
        self._left = _rounded(self._left * (1 - part))
        if self._left < _SMALL:
            self._multiply_out()

    def _settle(self) -> None:
        """Prepare for a change that the common factor and the pools know nothing of."""
        self._multiply_out()
        self._pools = None

    def _multiply_out(self) -> None:
        if self._left != 1:
            self._lots = deque(self)
            self._left = Fraction(1)

    def _pools_now(self) -> dict[tuple[str, bool], _Pool]:
        if self._pools is None:
            self._pools = {}
            for lot in self:
                self._pool(lot).add(lot)
        return self._pools

    def _pool(self, lot: OpenLot) -> _Pool:
        pools = self._pools if self._pools is not None else {}
        return pools.setdefault((lot.currency, lot.cost is None), _Pool())


def _rounded(value: Fraction) -> Fraction:
    if value.denominator.bit_length() <= _SIGNIFICANT_BITS:
        return value
    above, below = value.numerator, value.denominator
    shift = _SIGNIFICANT_BITS + max(below.bit_length() - above.bit_length(), 0)
    return Fraction((above << shift) // below, 1 << shift)
