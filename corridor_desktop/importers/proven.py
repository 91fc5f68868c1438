"""Trades that prove themselves: units times price, with the stated costs, make the amount.

Where that holds to the cent, only the words of a row are left to decide, and those were found out
once. Such rows are most of a long history; a few look-ups read them. Any other row goes the long
way through ``rows``. What is read here is what the long way would have made of the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Final

from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.amounts import cash_currency, fits, price_currency
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import CanonicalRow, Identity, StatementKind
from corridor_desktop.importers.doubt import Doubt
from corridor_desktop.importers.fields import NUMERIC
from corridor_desktop.importers.rows import reference_of, time_of
from corridor_desktop.importers.sense import Sense, is_bare, kept, key_of_words, word_places
from corridor_desktop.importers.table import Table

_CENT: Final = Decimal("0.011")
_COSTS: Final = 3 * _CENT
"""Costs from here on cannot be mistaken for a rounding of the amount."""
_NEEDED: Final = ("date", "quantity", "price", "amount")
_OPTIONAL: Final = ("gross", "fee", "tax", "fx_rate")
_KINDS: Final = {"buy": Kind.BUY, "sell": Kind.SELL, "trade": None}
_NOTHING: Final = Decimal(0)
_KEPT: Final = 5_000
_MOST: Final = 20_000


class _LongWayError(Exception):
    """The row does not prove itself."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How rows with the same words are read; ``kind`` is ``None`` where the sign decides."""

    instrument: Identity
    account: str
    kind: Kind | None
    currency: str
    fee_currency: str
    tax_currency: str


class ProvenRows:
    """The short way through one table. Made by ``proven_rows``."""

    def __init__(self, table: Table) -> None:
        places = table.columns.places
        self._table = table
        self._date, self._quantity, self._price, self._amount = (
            places[name][0] for name in _NEEDED
        )
        self._gross, self._fee, self._tax, self._rate = (
            places[name][0] if name in places else None for name in _OPTIONAL
        )
        self._optional = tuple(places[name][0] for name in _OPTIONAL if name in places)
        words = word_places(table) or ()
        self._words = itemgetter(*words, *words[:1])  # two at least: then it makes a tuple
        self._width = max(*words, *(place for found in places.values() for place in found)) + 1
        self._has_time, self._has_reference = table.has("time"), table.has("reference")
        self._ways: dict[tuple[object, ...], _Way | None] = {}
        self._figures: dict[str, Decimal] = {}
        self._costs: dict[tuple[str, str, str], Money] = {}

    def read(self, record: Record) -> CanonicalRow | None:
        """Return the fact of a row, ``None`` where it does not prove itself."""
        if len(record.cells) < self._width:
            return None
        way = self._ways.get(self._key(record.cells))
        if way is None:
            return None
        try:
            return self._read(record, way)
        except _LongWayError:
            return None

    def learn(self, record: Record) -> None:
        """Find out whether rows with the words of this one, just read, can take the short way."""
        if len(record.cells) >= self._width and len(self._ways) < _MOST:
            key = self._key(record.cells)
            if key not in self._ways:
                self._ways[key] = _way_of(self._table, record)

    def _key(self, cells: list[str]) -> tuple[object, ...]:
        """Return the words, and which of the optional figures are there."""
        return self._words(cells), *[not cells[place] for place in self._optional]

    def _read(self, record: Record, way: _Way) -> CanonicalRow:
        table, cells, known = self._table, record.cells, self._figures
        moment = table.days[cells[self._date]]
        day = moment.under(table.order)
        quantity = known.get(text := cells[self._quantity]) or self._figure(text)
        price = known.get(text := cells[self._price]) or self._figure(text)
        amount = known.get(text := cells[self._amount]) or self._figure(text)
        if day is None or (moment.doubtful and not table.order) or price <= 0:
            raise _LongWayError
        kind = way.kind or (Kind.BUY if quantity > 0 else Kind.SELL)
        self._must_fit_signs(kind, quantity, amount)
        units, paid = abs(quantity), abs(amount)
        made = price * units
        gross = self._gross_of(cells, made)
        fee = self._cost(cells, self._fee, way.fee_currency, table.layout.fee_sign)
        tax = self._cost(cells, self._tax, way.tax_currency, table.layout.tax_sign)
        self._must_be_proven(kind, paid, made, gross, fee, tax, way.currency)
        buying = kind is Kind.BUY
        return CanonicalRow(
            lines=record.lines,
            kind=kind,
            date=day,
            instrument=way.instrument,
            time=moment.time or (time_of(table, record) if self._has_time else None),
            quantity=units if buying else -units,
            price=price,
            currency=way.currency,
            gross=gross,
            fee=fee,
            tax=tax,
            net_cash=Money(-paid if buying else paid, way.currency),
            reference=reference_of(table, record) if self._has_reference else None,
            fx_rate=self._rate_of(cells),
            account=way.account,
        )

    def _figure(self, text: str) -> Decimal:
        """Return a number that can be read in one way only."""
        if not is_bare(text):
            raise _LongWayError
        found = self._table.numbers[text]
        if found.point is None or (not found.clear and found.point != found.comma):
            raise _LongWayError
        if len(self._figures) < _KEPT:
            self._figures[text] = found.point
        return found.point

    def _must_fit_signs(self, kind: Kind, quantity: Decimal, amount: Decimal) -> None:
        """A minus may turn a trade round; the long way knows when to ask."""
        buying = kind is Kind.BUY
        turned = amount < 0 if not buying else amount > 0
        if not quantity or not amount or (buying and quantity < 0):
            raise _LongWayError
        if turned and (self._table.layout.strict or not buying or self._table.signed):
            raise _LongWayError

    def _gross_of(self, cells: list[str], made: Decimal) -> Decimal:
        if self._gross is None or not cells[self._gross]:
            return made
        stated = abs(self._figure(cells[self._gross]))
        if not stated or abs(stated - made) > _CENT:
            raise _LongWayError
        return stated

    def _cost(self, cells: list[str], place: int | None, currency: str, sign: str) -> Money | None:
        if place is None:
            return None
        key = (cells[place], currency, sign)
        known = self._costs.get(key)
        if known is None:
            value = self._figure(cells[place]) if cells[place] else _NOTHING
            value = -value if sign == "negative" else abs(value) if sign == "either" else value
            known = Money(value, currency)
            if len(self._costs) < _KEPT:
                self._costs[key] = known
        return known

    def _rate_of(self, cells: list[str]) -> Decimal | None:
        if self._rate is None or not cells[self._rate]:
            return None
        return self._figure(cells[self._rate])

    def _must_be_proven(
        self,
        kind: Kind,
        paid: Decimal,
        made: Decimal,
        gross: Decimal,
        fee: Money | None,
        tax: Money | None,
        currency: str,
    ) -> None:
        """The amount is the gross, or the gross with costs that are surely more than rounding."""
        costs = _NOTHING
        for part in (fee, tax):
            if part is not None and part.amount:
                if part.amount < 0 or part.currency != currency:
                    raise _LongWayError
                costs += part.amount
        expected = gross + costs if kind is Kind.BUY else gross - costs
        if abs(paid - expected) > _CENT:
            raise _LongWayError
        if costs and (
            costs < _COSTS or self._table.layout.amount_is == "gross" or not fits(made, paid, fee)
        ):
            raise _LongWayError


def proven_rows(table: Table) -> ProvenRows | None:
    """Return the short way through a table, ``None`` where its columns leave more to decide."""
    places, layout = table.columns.places, table.layout
    figures = [name for name in NUMERIC if name in places]
    alone = all(len(places[name]) == 1 for name in ("date", *figures) if name in places)
    if (
        not alone
        or not word_places(table)
        or not {*_NEEDED} <= {*places}
        or not {*figures} <= {*_NEEDED, *_OPTIONAL}
        or layout.kind is StatementKind.POSITIONS
        or layout.factor
        or table.answers.rows
    ):
        return None
    return ProvenRows(table)


def _way_of(table: Table, record: Record) -> _Way | None:
    key = key_of_words(table, record)
    sense = kept(table, key) if key is not None else None
    figures = (record.cells[place] for place in _figure_places(table))
    if sense is None or not all(is_bare(cell) or not cell for cell in figures):
        return None
    if sense.kind not in _KINDS or sense.prose or sense.instrument.empty:
        return None
    try:
        return _way_with(table, record, sense)
    except Doubt:
        return None


def _way_with(table: Table, record: Record, sense: Sense) -> _Way | None:
    currency, unit = price_currency(table, record, sense)
    cash, cash_unit = cash_currency(table, record, sense)
    if unit != 1 or cash_unit != 1 or (currency and cash and currency != cash):
        return None
    _, fee = table.sums(record, "fee")
    _, tax = table.sums(record, "tax")
    paid_in = currency or cash
    return _Way(
        sense.instrument, sense.account, _KINDS[sense.kind], paid_in, fee or paid_in, tax or paid_in
    )


def _figure_places(table: Table) -> list[int]:
    places = table.columns.places
    return [places[name][0] for name in (*_NEEDED[1:], *_OPTIONAL) if name in places]
