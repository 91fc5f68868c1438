"""State facts about an instrument; what nobody stated stays unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import AssetClass, Instrument, Listing

if TYPE_CHECKING:
    from corridor_desktop.domain.fetch import Facts

EDITABLE = (
    "name", "symbol", "listing_currency", "price_factor", "asset_class", "country",
    "economic_currency", "sector", "issuer", "multiplier", "analysts",
)  # fmt: skip

_ASSET_CLASSES = {
    "EQUITY": AssetClass.EQUITY,
    "ETF": AssetClass.FUND,
    "MUTUALFUND": AssetClass.FUND,
    "INDEX": AssetClass.INDEX,
    "CURRENCY": AssetClass.CURRENCY,
    "FUTURE": AssetClass.COMMODITY,
}


def edit_facts(instrument: Instrument, facts: Mapping[str, str], today: date) -> Instrument:
    """Return the instrument with the user's facts, given as text; empty text forgets a fact.

    Raises
    ------
    UsageTrouble
        A fact is not known here, or its value is none.
    """
    strange = sorted(set(facts) - set(EDITABLE))
    if strange:
        raise UsageTrouble("unknown_fact", f"There is no fact called {strange[0]!r}.")
    changes: dict[str, Any] = {}
    for key, raw in facts.items():
        if key not in {"symbol", "listing_currency", "price_factor"}:
            changes[key] = _read(key, raw.strip())
    changed = replace(instrument, **changes, facts_source="you", facts_date=today.isoformat())
    return replace(changed, listing=_listing(changed, facts))


def told_changes(before: Instrument, after: Instrument) -> str:
    """Return in words what changed of the facts that limits depend on, empty where none did."""
    names = ("asset_class", "country", "economic_currency", "sector", "issuer", "multiplier")
    parts = [
        f"{name.replace('_', ' ')}: {_said(getattr(before, name))} to {_said(getattr(after, name))}"
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]
    one, two = (thing.listing.symbol if thing.listing else None for thing in (before, after))
    if one is not None and one != two:
        parts.append(f"price symbol: {one} to {_said(two)}")
    return "; ".join(parts)


def _said(value: object) -> str:
    return "unknown" if value in {None, ""} else str(value)


def _listing(instrument: Instrument, facts: Mapping[str, str]) -> Listing | None:
    old = instrument.listing
    symbol = facts.get("symbol", old.symbol if old else "").strip()
    currency = facts.get("listing_currency", old.currency if old else "").strip().upper()
    if not symbol:
        return None
    same = old is not None and old.symbol == symbol
    factor = old.price_factor if old and same else Decimal(1)
    if "price_factor" in facts:
        factor = _number("price_factor", facts["price_factor"].strip() or "1")
    return Listing(symbol, currency, old.mic if old and same else "", factor)


def _read(key: str, raw: str) -> object:
    if key == "name":
        if not raw:
            raise UsageTrouble("empty_name", "A holding needs a name.")
        return raw
    if key == "asset_class":
        return AssetClass(raw) if raw else AssetClass.UNKNOWN
    if not raw:
        return Decimal(1) if key == "multiplier" else None
    if key == "country":
        return _code(raw, r"[A-Z]{2}", "a country", "two letters, like KR")
    if key == "economic_currency":
        return _code(raw, r"[A-Z]{3}", "a currency", "three letters, like KRW")
    if key == "multiplier":
        return _number(key, raw)
    if key == "analysts":
        return int(_number(key, raw))
    return raw


def _code(raw: str, pattern: str, what: str, shape: str) -> str:
    code = raw.upper()
    if not re.fullmatch(pattern, code):
        raise UsageTrouble("bad_fact", f"{raw!r} is not {what}.", f"Write {shape}.")
    return code


def _number(key: str, raw: str) -> Decimal:
    try:
        number = Decimal(raw.replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or (key != "multiplier" and number < 0):
        raise UsageTrouble("bad_fact", f"{raw!r} is not a number that fits here.")
    return number


def merge_facts(instrument: Instrument, facts: Facts) -> Instrument:
    """Return the instrument with what a price source says, where the user said nothing."""
    own = instrument.facts_source == "you"
    kind = _ASSET_CLASSES.get((facts.quote_type or "").upper(), AssetClass.UNKNOWN)
    keep_class = instrument.asset_class is not AssetClass.UNKNOWN
    return replace(
        instrument,
        asset_class=instrument.asset_class if keep_class else kind,
        country=instrument.country or country_code(facts.country),
        sector=instrument.sector or facts.sector,
        analysts=instrument.analysts if own and instrument.analysts is not None else facts.analysts,
        facts_source=instrument.facts_source if own else facts.source,
        facts_date=instrument.facts_date if own else facts.fetched_at.date().isoformat(),
    )


def country_code(country: str | None) -> str | None:
    """Return the two-letter code of a country as a price source or an issuer writes it."""
    if not country:
        return None
    if re.fullmatch(r"[A-Z]{2}", country):
        return country
    return _COUNTRIES.get(country.casefold())


_COUNTRIES = {
    "south korea": "KR", "korea, republic of": "KR", "korea (south)": "KR", "korea": "KR",
    "republic of korea": "KR", "대한민국": "KR", "russian federation": "RU",
    "united states": "US", "japan": "JP",
    "china": "CN", "hong kong": "HK", "taiwan": "TW", "singapore": "SG", "india": "IN",
    "germany": "DE", "france": "FR", "netherlands": "NL", "united kingdom": "GB",
    "switzerland": "CH", "ireland": "IE", "spain": "ES", "italy": "IT", "belgium": "BE",
    "luxembourg": "LU", "austria": "AT", "denmark": "DK", "sweden": "SE", "norway": "NO",
    "finland": "FI", "portugal": "PT", "poland": "PL", "czech republic": "CZ", "hungary": "HU",
    "greece": "GR", "turkey": "TR", "turkiye": "TR", "russia": "RU", "ukraine": "UA",
    "canada": "CA", "mexico": "MX", "brazil": "BR", "argentina": "AR", "chile": "CL",
    "australia": "AU", "new zealand": "NZ", "south africa": "ZA", "israel": "IL",
    "saudi arabia": "SA", "united arab emirates": "AE", "indonesia": "ID", "malaysia": "MY",
    "thailand": "TH", "vietnam": "VN", "philippines": "PH", "mongolia": "MN",
    "kazakhstan": "KZ", "bermuda": "BM", "cayman islands": "KY", "iceland": "IS",
}  # fmt: skip
