"""Instruments (the thing) and listings (where it trades and in which unit it is quoted)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ONE = Decimal(1)


class AssetClass(StrEnum):
    """What kind of claim an instrument is."""

    EQUITY = "equity"
    FUND = "fund"
    BOND = "bond"
    CASH = "cash"
    COMMODITY = "commodity"
    INDEX = "index"
    CURRENCY = "currency"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Listing:
    """Where an instrument trades.

    ``symbol`` is the price source's own symbol (``005930.KS``), ``mic`` the ISO 10383 market,
    ``currency`` the ISO code in which it is settled, ``price_factor`` what one quoted unit is
    worth in that currency (pence: 0.01; a bond per 100: 0.01; a fund per 10,000 units: 0.0001).
    """

    symbol: str
    currency: str
    mic: str = ""
    price_factor: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Instrument:
    """A thing that can be held. Facts that nobody has stated are ``None``, never a guess.

    ``id`` is unique inside one portfolio file. ``ticker`` is the code as the broker wrote it.
    ``issuer`` groups common, preferred and depositary shares of one body. ``multiplier`` is the
    exposure per unit of value (-2 for a double inverse fund). ``country`` is ISO 3166 alpha-2 of
    risk, ``economic_currency`` the currency whose fall hurts. ``analysts`` is how many analysts
    were counted by ``facts_source`` on ``facts_date`` (ISO date).
    """

    id: str
    name: str
    isin: str | None = None
    ticker: str | None = None
    other_ids: tuple[tuple[str, str], ...] = ()
    listing: Listing | None = None
    asset_class: AssetClass = AssetClass.UNKNOWN
    country: str | None = None
    economic_currency: str | None = None
    sector: str | None = None
    issuer: str | None = None
    multiplier: Decimal = ONE
    analysts: int | None = None
    facts_source: str | None = None
    facts_date: str | None = None

    @property
    def label(self) -> str:
        """Return the shortest text by which the user knows it."""
        if self.listing is not None:
            return self.listing.symbol
        return self.ticker or self.isin or self.name

    @property
    def issuer_key(self) -> str:
        """Return the issuer group, or the instrument itself when no group was stated."""
        return self.issuer or self.id
