"""Quoted units: pence and other hundredths become the currency itself, exactly once."""

from __future__ import annotations

from decimal import Decimal

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.prices import PriceSeries

_HUNDREDTH = Decimal("0.01")

# Case matters: GBp is pence, GBP is pounds.
SUBUNITS = {
    "GBp": "GBP",
    "GBX": "GBP",
    "ILA": "ILS",
    "USX": "USD",
    "ZAc": "ZAR",
    "ZAC": "ZAR",
}


def major_currency(unit: str) -> str:
    """Return the ISO code of the currency that a quoted unit belongs to."""
    return SUBUNITS.get(unit, unit)


def unit_factor(instrument: Instrument, series: PriceSeries) -> Decimal:
    """Return what one quoted unit is worth in the currency.

    The series' own word wins: a listing that repeats the hundredth is not applied again.
    """
    listed = instrument.listing.price_factor if instrument.listing else Decimal(1)
    if series.unit in SUBUNITS or series.currency in SUBUNITS:
        return _HUNDREDTH if listed in {Decimal(1), _HUNDREDTH} else _HUNDREDTH * listed
    return listed
