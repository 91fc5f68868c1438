"""What a person tries out over the portfolio without touching it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from corridor_desktop.domain.money import ZERO


@dataclass(frozen=True, slots=True)
class Trade:
    """``quantity`` units are bought (+) or sold (-) in an account.

    ``price`` is per unit in the currency in which the instrument is quoted, ``None`` for the last
    close. ``fee`` is in the base currency.
    """

    instrument_id: str
    account_id: str
    quantity: Decimal
    price: Decimal | None = None
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Retag:
    """A share of a holding (basis points of its value) hangs on a theme from now on; 0 ends it."""

    instrument_id: str
    theme_id: str
    basis_points: int
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """A branch over the portfolio.

    ``deposits`` are amounts of the base currency by account id, negative for a withdrawal.
    ``prices`` are relative moves by instrument id (-0.1 = ten per cent down), ``rates`` relative
    moves of a currency against the base currency by ISO code. Prices and rates move first,
    trades happen at the moved prices.
    """

    trades: tuple[Trade, ...] = ()
    deposits: Mapping[str, Decimal] = field(default_factory=dict)
    retags: tuple[Retag, ...] = ()
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Tell whether nothing is changed."""
        parts = (self.trades, self.deposits, self.retags, self.prices, self.rates)
        return not any(parts)
