"""The currency of a market value: lists of holdings name one for the price, and often mean another.

Banks write what a holding is worth in the currency of the account, beside the currency in which
the security is traded. Units times price shows which one it is; else the user is asked once.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.doubt import Doubt
from corridor_desktop.importers.fields import CURRENCIES
from corridor_desktop.importers.table import Table, sign_of

_FACTORS: Final = (Decimal(1), Decimal("0.01"), Decimal("0.0001"))
_SLACK: Final = Decimal("0.03")
_SUBJECT: Final = "currency of the market value"
_CHOICES: Final = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "CAD", "AUD", "JPY", "KRW")


def worth_currency(
    table: Table,
    record: Record,
    quantity: Decimal,
    price: Decimal | None,
    value: Decimal,
    currency: str,
) -> str:
    """Return the currency of a market value, ``currency`` where the file leaves no doubt.

    Raises
    ------
    Doubt
        The row names the currency of the security only, and the figures do not show that the
        value is in it.
    """
    if not table.cell(record, "currency") or _named(table, record):
        return currency
    if price:
        made = abs(quantity) * price
        if any(abs(made * factor - abs(value)) <= abs(value) * _SLACK for factor in _FACTORS):
            return currency
    elif not _several(table):
        return currency
    told = table.answers.words.get(_SUBJECT, "").upper() or table.answers.account_currency
    if told in CURRENCIES:
        return told
    raise Doubt(
        "import.worth_currency",
        table.columns.title("market_value"),
        _SUBJECT,
        _CHOICES,
        value=value,
    )


def _named(table: Table, record: Record) -> bool:
    """Tell whether the cell, its header or a column of its own names the currency of the value."""
    place = table.spot(record, "market_value")
    if place is None:
        return True
    own = table.cell(record, "amount_currency")
    sign = sign_of(table.at(record, place))
    partner = table.at(record, table.columns.partner.get(place))
    return bool(own or sign or partner or table.columns.stated.get(place))


def _several(table: Table) -> bool:
    """Tell whether the rows name more than one currency."""
    known = table.memo.get("several_currencies")
    if known is None:
        named = {cell for row in table.records if (cell := table.cell(row, "currency"))}
        known = table.memo["several_currencies"] = len(named) > 1
    return bool(known)
