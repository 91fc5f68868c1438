"""Booked economic facts and broker statements of positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from corridor_desktop.domain.money import Money


class Kind(StrEnum):
    """What a transaction does; only the first six change how much of something is held."""

    BUY = "buy"
    SELL = "sell"
    TRANSFER_IN = "transfer_in"
    TRANSFER_OUT = "transfer_out"
    SPLIT = "split"
    CORPORATE_ACTION = "corporate_action"
    DIVIDEND = "dividend"
    INTEREST = "interest"
    TAX = "tax"
    FEE = "fee"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    FX = "fx"
    OTHER_CASH = "other_cash"


HOLDING_KINDS = frozenset(
    {Kind.BUY, Kind.SELL, Kind.TRANSFER_IN, Kind.TRANSFER_OUT, Kind.SPLIT, Kind.CORPORATE_ACTION}
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where a fact was read: SHA-256 of the file and its physical lines, counted from 1.

    ``digest`` is empty for something typed in by hand.
    """

    digest: str = ""
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One booked fact. Quantities and cash are signed: + into the account, - out of it.

    ``quantity`` is ``None`` for pure cash facts; for a split it is the number of units added
    (negative for a consolidation). ``price`` is per unit in ``currency`` major units (pence are
    already pounds). ``net_cash`` is what the cash balance moved by, ``None`` when the statement
    does not say. ``gross`` is unsigned. ``fx_rate`` is the broker's own rate, price currency to
    account currency, where stated. ``cost_from`` is set where units came out of those of another
    instrument (a spin-off): its id, and the fraction of its cost that they take with them.
    """

    id: str
    account_id: str
    kind: Kind
    trade_date: date
    instrument_id: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    currency: str = ""
    gross: Decimal | None = None
    fee: Money | None = None
    tax: Money | None = None
    net_cash: Money | None = None
    fx_rate: Decimal | None = None
    reference: str | None = None
    note: str = ""
    time: str | None = None
    batch_id: str | None = None
    source: SourceRow = SourceRow()
    cost_from: tuple[str, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class PositionLine:
    """What a broker says is held of one instrument; ``price`` and ``market_value`` as stated."""

    instrument_id: str
    quantity: Decimal
    price: Decimal | None = None
    market_value: Decimal | None = None
    cost_basis: Decimal | None = None
    currency: str = ""
    source: SourceRow = SourceRow()


@dataclass(frozen=True, slots=True)
class PositionStatement:
    """A snapshot: the holdings of one account at the close of ``as_of``, by the broker's word.

    It replaces the account's holdings from that day on and is never added to a history.
    ``cash`` holds the balances the statement gives, one per currency.
    """

    id: str
    account_id: str
    as_of: date
    lines: tuple[PositionLine, ...]
    cash: tuple[Money, ...] = ()
    batch_id: str | None = None
