"""Position statements: what a broker said is held, as a starting point for the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import PositionStatement
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
        cost = None if line.cost_basis is None else Fraction(line.cost_basis)
        lot = OpenLot(statement.as_of, Fraction(line.quantity), cost, line.currency, line.source)
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
    return found


def _sum(one: Money | None, other: Money | None) -> Money | None:
    if one is None or other is None or one.currency != other.currency:
        return None
    return one + other
