"""The smallest fix as arithmetic: what may be traded, what has to hold, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asset:
    """One holding in one account.

    ``price`` is the base-currency value of one unit, ``quantity`` what is held. ``whole`` allows
    whole units only. ``sellable``/``buyable`` tell what may be traded, ``most`` how many units
    may be held afterwards at most (``None``: any number).
    """

    instrument_id: str
    account_id: str
    price: float
    quantity: float
    whole: bool = True
    sellable: bool = True
    buyable: bool = True
    most: float | None = None

    @property
    def value(self) -> float:
        """Return the value held, in the base currency."""
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Share:
    """``sum(weights x values) + sum(cash x cash balances) + fixed <= level x total``.

    ``weights`` are per unit of value by asset place, ``cash`` by account id: both in fractions.
    The total is that after the trades: existing cash that is deployed leaves it as it is, fees
    and withdrawals lower it, deposits raise it. ``name`` is (limit, subject). ``goal`` is the
    level that has to be met where ``level`` was moved to leave room for rounding.
    """

    name: tuple[str, str]
    weights: Mapping[int, float]
    level: float
    cash: Mapping[str, float] = field(default_factory=dict)
    fixed: float = 0.0
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The effective number of groups, ``(sum g)^2 / sum g^2``, is at least ``level``.

    ``groups`` maps a group to the weight per unit of value of each asset in it.
    """

    name: tuple[str, str]
    groups: Mapping[str, Mapping[int, float]]
    level: float
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Large:
    """The groups above ``edge`` of the total make up at most ``level`` of it together."""

    name: tuple[str, str]
    groups: Mapping[str, Mapping[int, float]]
    edge: float
    level: float
    goal: float | None = None


Row = Share | Spread | Large


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the programme needs. Money is in the base currency.

    ``cash`` is the known cash by account after deposits, ``total`` the portfolio's value after
    them. A trade costs ``fee`` plus ``fee_rate`` of its value; it is worth at least ``smallest``.
    """

    assets: tuple[Asset, ...]
    rows: tuple[Row, ...]
    cash: Mapping[str, float]
    total: float
    fee: float = 0.0
    fee_rate: float = 0.0
    smallest: float = 0.0


@dataclass(frozen=True, slots=True)
class Solution:
    """``units`` are signed by asset place. ``status`` is optimal, gap or infeasible.

    ``gap`` is how much smaller the answer might still be at most, as a fraction of it: in the
    number of trades while that is not proven, else in turnover. ``conflicts`` names limits that
    cannot hold together: with any one of them left out the rest could hold.
    """

    status: str
    units: Mapping[int, float] = field(default_factory=dict)
    gap: float = 0.0
    conflicts: tuple[tuple[str, str], ...] = ()
