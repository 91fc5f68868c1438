"""What a thing cost on a day, and what a currency was worth: the look-ups the stages use."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import FxRate, Missing, PricePoint, PriceSeries


class Market(Protocol):
    """Prices and rates as of a day; never a guess, never a fill beyond the stated age."""

    def price(self, instrument: Instrument, as_of: date) -> PricePoint | Missing:
        """Return the last close on or before ``as_of``, as traded then, in major units.

        ``Missing.reason``: no_listing, no_prices, not_yet_listed, too_old, unknown_currency.
        """

    def rate(self, base: str, quote: str, as_of: date) -> FxRate | Missing:
        """Return how many ``quote`` one ``base`` was worth: direct, inverse, or over one hop."""

    def series(self, symbol: str) -> PriceSeries | None:
        """Return the stored series of a price-source symbol."""
