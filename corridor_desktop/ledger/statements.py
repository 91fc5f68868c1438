"""Position statements: what a broker said is held, as a starting point for the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import PositionLine, PositionStatement
from corridor_desktop.ledger.lots import Lots, OpenLot


@dataclass(frozen=True, slots=True)
class Stated:
    """What a statement says of one instrument, its lines added up."""

    quantity: Decimal
    lots: Lots
    market_value: Money | None


def latest_statements(
    statements: Iterable[PositionStatement], as_of: date
) -> dict[str, PositionStatement]:
    """Return the last statement on or before ``as_of`` of each account; later imports win."""
    latest: dict[str, PositionStatement] = {}
    for statement in statements:
        if statement.as_of <= as_of:
            known = latest.get(statement.account_id)
            if known is None or known.as_of <= statement.as_of:
                latest[statement.account_id] = statement
    return latest


def from_statement(statement: PositionStatement) -> dict[str, Stated]:
    """Return the holdings of a statement by instrument id."""
    found: dict[str, Stated] = {}
    for line in statement.lines:
        lot = _lot(line, statement.as_of)
        value = None if line.market_value is None else Money(line.market_value, line.currency)
        before = found.get(line.instrument_id)
        if before is None:
            found[line.instrument_id] = Stated(line.quantity, (lot,), value)
        else:
            found[line.instrument_id] = Stated(
                before.quantity + line.quantity,
                (*before.lots, lot),
                _sum(before.market_value, value),
            )
    return {key: replace(stated, lots=_long(stated)) for key, stated in found.items()}


def _lot(line: PositionLine, as_of: date) -> OpenLot:
    cost = None if line.cost_basis is None else Fraction(line.cost_basis)
    return OpenLot(as_of, Fraction(line.quantity), cost, line.currency, line.source)


def _long(stated: Stated) -> Lots:
    """Return lots that add up to what is held; beside a short line no cost can be told apart."""
    if all(lot.quantity > 0 for lot in stated.lots):
        return stated.lots
    if stated.quantity <= 0:
        return ()
    return (replace(stated.lots[0], quantity=Fraction(stated.quantity), cost=None),)


def _sum(one: Money | None, other: Money | None) -> Money | None:
    if one is None or other is None or one.currency != other.currency:
        return None
    return one + other
