"""The stored series as a market: prices as they traded then, rates with their path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import Basis, FxRate, Missing, PricePoint, PriceSeries, exact
from corridor_desktop.market.fx import Rates
from corridor_desktop.market.stated import StatedPrices
from corridor_desktop.market.units import major_currency, unit_factor

MAX_AGE = 400
"""Calendar days after which a close says nothing any more; younger ones show their age."""


class PriceTable:
    """Look-ups over stored series, then over what statements say. Implements ``market.Market``."""

    def __init__(
        self,
        series: Mapping[str, PriceSeries],
        max_age: int = MAX_AGE,
        stated: StatedPrices | None = None,
    ) -> None:
        self._series = series
        self._max_age = max_age
        self._stated = stated or StatedPrices()
        self._rates = Rates(series, max_age)

    def series(self, symbol: str) -> PriceSeries | None:
        """Return the stored series of a symbol."""
        return self._series.get(symbol)

    def rate(self, base: str, quote: str, as_of: date) -> FxRate | Missing:
        """Return how many ``quote`` one ``base`` was worth."""
        return self._rates.rate(base, quote, as_of)

    def price(self, instrument: Instrument, as_of: date) -> PricePoint | Missing:
        """Return the last close on or before ``as_of``, for units as held then, in major units.

        Where no stored close holds, what a broker's statement said holds instead.
        """
        found = self._close(instrument, as_of)
        if isinstance(found, PricePoint):
            return found
        return self._stated.at(instrument.id, as_of, self._max_age) or found

    def _close(self, instrument: Instrument, as_of: date) -> PricePoint | Missing:
        if instrument.listing is None:
            return Missing("no_listing")
        series = self._series.get(instrument.listing.symbol)
        if series is None or not len(series):
            return Missing("no_prices")
        place = series.index_at(as_of)
        if place < 0:
            return Missing("not_yet_listed", series.first)
        session = date.fromordinal(series.days[place])
        if (as_of - session).days > self._max_age:
            return Missing("too_old", session)
        currency = price_currency(instrument, series)
        if not currency:
            return Missing("unknown_currency", session)
        factor = unit_factor(instrument, series) * split_factor(series, as_of)
        price = exact(series.closes[place]) * factor
        return PricePoint(price, currency, session, series.source, series.fetched_at)


def price_currency(instrument: Instrument, series: PriceSeries) -> str:
    """Return the currency of a close in major units; the series' own word wins."""
    listed = instrument.listing.currency if instrument.listing else ""
    return major_currency(series.currency or listed)


def split_factor(series: PriceSeries, as_of: date) -> Decimal:
    """Return what turns a split-adjusted close into the price of one unit as held on ``as_of``.

    Splits count from the day that is looked at, not from the session of the close: an old close
    still stands for the units that are held now.
    """
    factor = Decimal(1)
    if series.basis is Basis.SPLIT_ADJUSTED:
        for split in series.splits:
            if split.session > as_of:
                factor *= split.ratio
    return factor
