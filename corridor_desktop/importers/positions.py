"""Rows of a snapshot: what is held, what is cash, and the day it was true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import IGNORE, CashRow, Identity, PositionRow
from corridor_desktop.importers.dates import day
from corridor_desktop.importers.doubt import Doubt, Skip
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.instruments import instrument_of
from corridor_desktop.importers.rows import mask
from corridor_desktop.importers.table import Table
from corridor_desktop.importers.words import must_be_security, skip_rules
from corridor_desktop.importers.worth import worth_currency

_CASH: Final = re.compile(
    r"^(?:[a-z]{3} )?\$?(cash( & cash investments| and cash investments| balance"
    r"| & cash equivalents|usd|eur|gbp|chf)?|\$cash|core\*\*|barmittel|liquiditat|kasse|geldmarkt"
    r"|efectivo|liquidites|especes|contanti|예수금|현금|現金|现金|flatex .*bankaccount"
    r"|flatex .*cash.*|cash & cash fund.*|cash available|available cash|cash account"
    r"|(?:eur|usd|gbp|chf|sek|nok|dkk|cad|aud) cash|verrechnungskonto|kontantkonto|likvida medel"
    r"|kontanter|disponibel likvid|saldo liquido|liquidita|geldrekening|vrije ruimte"
    r"|liquiditeiten|kontant|likvider|likviditet|kassa|kateinen|liquidez|saldo en cuenta)"
    r"(?: [a-z]{3})?$"
)
_SWEEP: Final = re.compile(r"^[A-Z]{4}X\*\*$")
_PENDING: Final = re.compile(r"^pending activity")
_AS_OF: Final = re.compile(
    r"(?:as of|as at|valuation as at|stand(?: vom)?|per|datum|date|fecha|기준일자?"
    r"|작성일|조회일자?|作成日)[\s:,]*(.*)",
    re.IGNORECASE,
)
_DAY_TEXT: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|"
    r"[A-Za-z]{3,9}[- ]\d{1,2},? ?-?\d{4}|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{4}|"
    r"\d{4}년\s*\d{1,2}월\s*\d{1,2}일|(?<!\d)20\d{6}(?!\d)"
)
_FILE_DAY: Final = re.compile(r"(?<!\d)(20\d{2}-\d{2}-\d{2}|20\d{2}_\d{2}_\d{2}|20\d{6})(?!\d)")


def read_position(table: Table, record: Record, as_of: date | None) -> PositionRow | CashRow:
    """Return what a row says is held.

    Raises
    ------
    Doubt
        The user has to say something first.
    Skip
        The row is no holding.
    """
    if table.answers.rows.get(record.lines[0]) == IGNORE:
        raise Skip("import.skip_by_you")
    skip_rules(table, record)
    must_be_security(table, record)
    instrument = instrument_of(table, record, {})
    stated = _stated_day(table, record) or as_of
    cash = _cash(table, record, instrument, stated)
    if cash is not None:
        return cash
    values = table.values(record)
    quantity = values.get("quantity")
    if quantity is None:
        raise Doubt("import.missing_quantity", table.columns.title("quantity"), "")
    if quantity == 0:
        raise Skip("import.skip_nothing_held")
    if instrument.empty:
        raise Doubt("import.no_instrument", table.columns.title("symbol"), "")
    return _held(table, record, instrument, stated, values, quantity)


def _held(
    table: Table,
    record: Record,
    instrument: Identity,
    stated: date | None,
    values: dict[str, Decimal | None],
    quantity: Decimal,
) -> PositionRow:
    price_currency, unit = table.currency(record, "price")
    name = next((n for n in ("market_value", "amount") if table.has(n)), "price")
    value_currency, value_unit = table.currency(record, name)
    value = values.get("market_value")
    price = values.get("price")
    price = abs(price) / unit if price is not None else None
    if table.layout.general and value:
        value_currency = worth_currency(
            table, record, quantity, price, value / value_unit, value_currency
        )
    currency = value_currency if value is not None else price_currency
    cost = values.get("cost_basis")
    unit_cost = values.get("unit_cost")
    if cost is None and unit_cost is not None:
        cost = abs(unit_cost * quantity)
    value = value / value_unit if value is not None else None
    if table.layout.general and price_currency and currency != price_currency:
        cost = None  # nothing says in which of the two it stands
    if price is not None and price_currency and currency and price_currency != currency:
        price = None
    return PositionRow(
        lines=record.lines,
        as_of=stated,
        instrument=instrument,
        quantity=quantity,
        price=_scaled(price, quantity, value),
        market_value=value,
        cost_basis=cost,
        currency=currency or price_currency,
        account=mask(table.cell(record, "account") or table.title),
    )


def _scaled(price: Decimal | None, quantity: Decimal, value: Decimal | None) -> Decimal | None:
    """Return the price per unit; a price per 100 or per 10,000 shows in the market value."""
    if not price or not value:
        return price
    for factor in (Decimal(1), Decimal("0.01"), Decimal("0.0001")):
        if abs(abs(price * factor * quantity) - abs(value)) <= abs(value) / 200:
            return price * factor
    return price


def _stated_day(table: Table, record: Record) -> date | None:
    for name in ("as_of", "date"):
        if table.has(name):
            found = table.day(record, name).under(table.order)
            if found is not None:
                return found
    return None


def _cash(
    table: Table, record: Record, instrument: Identity, stated: date | None
) -> CashRow | None:
    words = [fold(text) for text in (instrument.symbol, instrument.name) if text]
    words += [fold(table.cell(record, "asset"))] if not words else []
    if any(_PENDING.match(word) for word in words):
        raise Skip("import.skip_pending", word=instrument.label)
    sweep = bool(instrument.symbol and _SWEEP.match(instrument.symbol))
    if not sweep and not any(_CASH.match(word) for word in words):
        return None
    values = table.values(record)
    name = next((n for n in ("market_value", "amount", "quantity") if values.get(n)), "quantity")
    amount = values.get(name)
    if amount is None:
        raise Skip("import.skip_cash_balance", word=instrument.label)
    currency, unit = table.currency(record, "market_value" if name == "quantity" else name)
    account = mask(table.cell(record, "account") or table.title)
    return CashRow(record.lines, stated, Money(amount / unit, currency), account)


def find_day(notes: Iterable[str], file_name: str, order: str) -> tuple[date, str] | None:
    """Return the day of a snapshot from its titles, footers or file name, and where it stood."""
    listed = list(notes)
    for note in listed:
        match = _AS_OF.search(note)
        if match:
            found = _only_day(match[1], order)
            if found is not None:
                return found, note.strip()
    for note in listed:
        found = _only_day(note, order)
        if found is not None:
            return found, note.strip()
    match = _FILE_DAY.search(file_name)
    if match:
        found = day(match[1].replace("_", "-")).under("")
        return (found, file_name) if found else None
    return None


def _only_day(text: str, order: str) -> date | None:
    found: set[date] = set()
    for match in _DAY_TEXT.finditer(text):
        read = day(match[0])
        if read.bad or (read.doubtful and not order):
            return None
        value = read.under(order)
        if value is not None:
            found.add(value)
    return found.pop() if len(found) == 1 else None


def note_texts(records: Sequence[Record]) -> list[str]:
    """Return the prose of title and footer records."""
    return [" ".join(cell.strip() for cell in record.cells if cell.strip()) for record in records]
