"""What the book was worth in one currency on one day, and what could not be priced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.prices import FxRate, PricePoint
from corridor_desktop.ledger.book import Position


@dataclass(frozen=True, slots=True)
class Line:
    """A priced position.

    ``value`` is in the base currency, ``local_value`` in the price's; ``weight`` is the fraction
    of the priced total (1 = all of it). ``cost_basis`` is in the base currency at the rate of
    each lot's own trade day, ``None`` when any lot's cost or rate is unknown; ``gain`` =
    ``price_gain`` + ``currency_gain``. ``simulated`` marks an invented price. ``stale_days`` is
    the age of the close in calendar days. ``through`` are the ids of the funds in which it is
    held, the nearest first; empty for what the account itself holds.
    """

    instrument: Instrument
    account: Account
    position: Position
    price: PricePoint
    fx: FxRate
    local_value: Money
    value: Money
    weight: float
    cost_basis: Money | None
    gain: Money | None
    price_gain: Money | None = None
    currency_gain: Money | None = None
    stale_days: int = 0
    simulated: bool = False
    through: tuple[str, ...] = ()

    @property
    def exposure(self) -> Decimal:
        """Return signed value x multiplier in the base currency: what moves with the market."""
        return self.value.amount * self.instrument.multiplier


@dataclass(frozen=True, slots=True)
class CashLine:
    """A cash balance in the base currency."""

    account: Account
    balance: Money
    fx: FxRate
    value: Money
    weight: float


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A holding without a value; it counts in no total. ``label`` is what the user calls it.

    ``stated`` is the broker's own figure, shown beside the reason and never summed.
    ``split_factor`` is that of the position, ``None`` for cash.
    """

    label: str
    account: Account
    instrument: Instrument | None
    quantity: Decimal | None
    reason: Message
    last_seen: date | None = None
    stated: Money | None = None
    split_factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Valuation:
    """One day's worth.

    ``total`` = priced holdings + cash; ``coverage`` is the fraction of holdings (by their best
    known size: cost or stated value where there is one, else by count) that is priced, 1 when
    nothing is held.
    """

    as_of: date
    base: str
    lines: tuple[Line, ...]
    cash: tuple[CashLine, ...]
    unpriced: tuple[Unpriced, ...]
    total: Money
    cash_total: Money
    coverage: float

    @property
    def oldest_price(self) -> date | None:
        """Return the session of the oldest price used."""
        return min((line.price.session for line in self.lines), default=None)

    @property
    def simulated(self) -> bool:
        """Tell whether any price is invented."""
        return any(line.simulated for line in self.lines)
