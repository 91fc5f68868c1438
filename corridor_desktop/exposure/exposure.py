"""Exposure along one dimension; slices and the untagged part always add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from corridor_desktop.domain.money import Money


class Dimension(StrEnum):
    """Along what exposure is measured."""

    THEME = "theme"
    DRIVER = "driver"
    COUNTRY = "country"
    CURRENCY = "currency"
    SECTOR = "sector"
    ASSET_CLASS = "asset-class"
    ACCOUNT = "account"
    HOLDING = "holding"
    MARKET = "market"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class Part:
    """What one holding (or cash balance) contributes to a slice.

    ``held_id`` is the fund of the account that it is inside of, empty for what is held itself.
    """

    instrument_id: str
    account_id: str
    label: str
    value: Decimal
    held_id: str = ""

    @property
    def holding(self) -> str:
        """Return the instrument that the account itself holds, empty for cash."""
        return self.held_id or self.instrument_id


@dataclass(frozen=True, slots=True)
class Slice:
    """One part along the dimension. ``value`` is signed, in the base currency; ``weight`` is a
    fraction of the priced total. ``gross`` sums the absolute values behind it."""

    key: str
    label: str
    value: Decimal
    gross: Decimal
    weight: float
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """Slices by falling absolute value, then what nobody labelled.

    ``net`` = sum of all slices + untagged; with multipliers of 1 it equals the priced total.
    ``hhi`` is the sum of squared shares of gross exposure (untagged left out of the sum but not
    of the base), ``effective_number`` its inverse; both ``None`` when there is nothing to share.
    """

    by: Dimension
    as_of: date
    total: Money
    slices: tuple[Slice, ...]
    untagged: Slice
    net: Decimal
    gross: Decimal
    hhi: float | None
    effective_number: float | None

    def weight(self, key: str) -> float:
        """Return the weight of a slice, 0.0 when nothing is in it."""
        return next((part.weight for part in self.slices if part.key == key), 0.0)


@dataclass(frozen=True, slots=True)
class History:
    """The same dimension through time: ``values[i][j]`` is slice ``keys[j]`` on ``days[i]``.

    The last key is ``untagged``. Values are in the base currency.
    """

    by: Dimension
    base: str
    days: tuple[date, ...]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[tuple[Decimal, ...], ...]
    coverage: tuple[float, ...]
