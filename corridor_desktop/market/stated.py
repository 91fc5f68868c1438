"""Prices that brokers stated in position statements, for holdings no price source has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.prices import STATED, PricePoint
from corridor_desktop.domain.transaction import Kind, PositionLine, PositionStatement, Transaction
from corridor_desktop.market.units import SUBUNITS, major_currency


@dataclass(frozen=True, slots=True)
class StatedPrices:
    """Prices by instrument id in rising order of their day, one a day.

    ``splits`` are the days on which an instrument's units changed their meaning: a price stated
    before such a day says nothing about the units held after it.
    """

    points: Mapping[str, Sequence[PricePoint]] = field(default_factory=dict)
    splits: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def at(self, instrument_id: str, as_of: date, max_age: int) -> PricePoint | None:
        """Return the last price stated on or before ``as_of``, ``None`` where none holds."""
        before = [one for one in self.points.get(instrument_id, ()) if one.session <= as_of]
        if not before or before[-1].age(as_of) > max_age:
            return None
        split = any(before[-1].session < day <= as_of for day in self.splits.get(instrument_id, ()))
        return None if split else before[-1]


def stated_prices(
    statements: Iterable[PositionStatement], transactions: Iterable[Transaction]
) -> StatedPrices:
    """Return what statements say one unit was worth: the stated value over the stated units.

    The value is what the broker adds up, so it wins over the price beside it, which may be in
    hundredths or a percentage. Lines without a value, and short ones, state nothing.
    """
    days: dict[str, dict[date, PricePoint]] = defaultdict(dict)
    for statement in statements:
        for line in statement.lines:
            price = _unit_value(line)
            if price is not None:
                currency = major_currency(line.currency)
                point = PricePoint(price, currency, statement.as_of, STATED)
                days[line.instrument_id][statement.as_of] = point
    splits: dict[str, set[date]] = defaultdict(set)
    for booked in transactions:
        if booked.kind is Kind.SPLIT and booked.instrument_id:
            splits[booked.instrument_id].add(booked.trade_date)
    return StatedPrices(
        {key: tuple(found[day] for day in sorted(found)) for key, found in days.items()},
        {key: frozenset(found) for key, found in splits.items()},
    )


def _unit_value(line: PositionLine) -> Decimal | None:
    value = line.market_value
    if value is None or value <= 0 or line.quantity <= 0 or not line.currency:
        return None
    if line.price is not None and line.price * line.quantity == value:
        unit = line.price
    else:
        unit = value / line.quantity
    return unit * Decimal("0.01") if line.currency in SUBUNITS else unit
