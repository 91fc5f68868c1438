"""What is held on a day: the result of booking every transaction up to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import SourceRow


@dataclass(frozen=True, slots=True)
class Lot:
    """Units bought together and not yet sold.

    ``cost`` is what is left of the price paid, fees and taxes included, in the currency paid;
    ``None`` when the statement never said (a transfer in without a price).
    """

    acquired: date
    quantity: Decimal
    cost: Money | None
    source: SourceRow


@dataclass(frozen=True, slots=True)
class Position:
    """Signed units of one instrument in one account, with the open lots behind them.

    ``origin`` is ``history`` or ``statement``; ``stated`` is the broker's own market value and
    its day, where a statement gave one. A negative quantity means that the history starts in the
    middle: it is shown, never hidden. ``split_factor`` is what booked splits made of one unit: the
    quantity divided by it changes with trades alone.
    """

    account_id: str
    instrument_id: str
    quantity: Decimal
    lots: tuple[Lot, ...] = ()
    origin: str = "history"
    stated: Money | None = None
    stated_on: date | None = None
    split_factor: Decimal = Decimal(1)

    @property
    def oversold(self) -> bool:
        """Tell whether more was sold than was ever recorded as bought."""
        return self.quantity < 0

    @property
    def stated_short(self) -> bool:
        """Tell whether the broker itself states units below zero: a short position."""
        return self.oversold and self.stated is not None and self.stated.amount < 0


@dataclass(frozen=True, slots=True)
class CashBalance:
    """Money in an account. ``known`` is false when transactions did not say what they moved."""

    account_id: str
    balance: Money
    known: bool = True


@dataclass(frozen=True, slots=True)
class Realised:
    """What a sale closed, its cost and what it brought, in the currencies of the trade.

    First in, first out: one for each lot with its day of purchase. Average cost: one for each
    currency of the costs, ``acquired`` is ``None``.
    """

    account_id: str
    instrument_id: str
    sold: date
    acquired: date | None
    quantity: Decimal
    cost: Money | None
    proceeds: Money | None


@dataclass(frozen=True, slots=True)
class Flow:
    """Money that entered (+) or left (-) the whole portfolio from outside, for returns."""

    day: date
    account_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class BookNote:
    """Something the booking noticed: ``oversold``, ``unknown_cost``, ``split_unclear`` ..."""

    message: Message
    account_id: str
    instrument_id: str | None = None
    source: SourceRow = SourceRow()


@dataclass(frozen=True, slots=True)
class Book:
    """Everything held on ``as_of``; positions with quantity zero are left out."""

    as_of: date
    positions: tuple[Position, ...]
    cash: tuple[CashBalance, ...]
    realised: tuple[Realised, ...] = ()
    notes: tuple[BookNote, ...] = ()
