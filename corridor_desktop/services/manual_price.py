"""A price that the user states by hand, for what no source lists."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.market.units import unit_factor
from corridor_desktop.services.refresh_prices import OWN_MARK

SOURCE = "stated by you"


def check(on: date, price: Decimal, currency: str, today: date) -> None:
    """Raise UsageTrouble when the day is to come or the price or currency is none."""
    if on > today:
        raise UsageTrouble("future_price", f"{on} has not been yet.")
    if not price.is_finite() or price <= 0:
        raise UsageTrouble("bad_price", "A price is a number above zero.")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise UsageTrouble(
            "bad_currency", f"{currency!r} is not a currency.", "Write three letters, like KRW."
        )


def listed(instrument: Instrument, currency: str) -> Instrument:
    """Return the instrument with a listing; one without gets a name that no source knows."""
    if instrument.listing is not None:
        return instrument
    return replace(instrument, listing=Listing(f"OWN{OWN_MARK}{instrument.id}", currency))


def series_of(
    instrument: Instrument,
    stored: PriceSeries | None,
    on: date,
    price: Decimal,
    currency: str,
    now: datetime,
) -> PriceSeries:
    """Return the stated price as a series of one close, in the unit of what is stored already.

    ``price`` is in major units of ``currency``; a series quoted in pence takes pence.
    """
    empty = PriceSeries(instrument.label, currency, array("i"), array("d"))
    like = stored if stored is not None else empty
    quoted = price / unit_factor(instrument, like)
    known = stored.source if stored is not None and len(stored) else ""
    mixed = known if SOURCE in known else f"{known} and {SOURCE}"
    return replace(
        like,
        currency=currency,
        days=array("i", [on.toordinal()]),
        closes=array("d", [float(quoted)]),
        splits=(),
        source=mixed if known else SOURCE,
        fetched_at=now,
    )
