"""What a fund holds, as its issuer or a price source says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Constituent:
    """One holding of a fund; ``weight`` is a signed fraction of the fund (0.05 is 5 %).

    What the file does not say is empty; ``country`` and ``sector`` are as the issuer writes them.
    """

    name: str
    weight: Decimal
    ticker: str = ""
    isin: str = ""
    country: str = ""
    sector: str = ""
    currency: str = ""
    asset_class: str = ""


@dataclass(frozen=True, slots=True)
class FundHoldings:
    """The constituents of a fund on a day; ``as_of`` is ``None`` where the file names none."""

    as_of: date | None
    source: str
    parts: tuple[Constituent, ...]

    @property
    def named(self) -> Decimal:
        """Return the fraction of the fund that its constituents add up to."""
        return sum((part.weight for part in self.parts), Decimal(0))

    @property
    def residual(self) -> Decimal:
        """Return the fraction that no constituent accounts for; below zero with leverage."""
        return 1 - self.named
