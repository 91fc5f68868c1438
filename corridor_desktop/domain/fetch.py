"""What is asked of a price source, and what it answers: series, facts, failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from corridor_desktop.domain.prices import PriceSeries


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """Why one symbol brought no prices.

    ``code``: offline, rate_limited, unknown_symbol, delisted, tls, changed_format, timeout,
    server, stopped (the helper process ended), no_key, key_refused, keyring, not_covered,
    simulated, not_mixed (what is stored is of another kind) or restated (it differs from what is
    stored). ``sentence`` is for the user. ``retry`` tells whether trying later can help.
    """

    symbol: str
    code: str
    sentence: str
    retry: bool


@dataclass(frozen=True, slots=True)
class HeldPart:
    """A constituent of a fund as a source names it; ``weight`` is a fraction of one."""

    symbol: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says about an instrument; ``None`` is unknown, never zero.

    ``parts`` are a fund's largest constituents, as far as the source names them.
    """

    symbol: str
    source: str
    fetched_at: datetime
    name: str | None = None
    currency: str | None = None
    quote_type: str | None = None
    exchange: str | None = None
    country: str | None = None
    sector: str | None = None
    analysts: int | None = None
    parts: tuple[HeldPart, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What a refresh brought: series, facts, failures, and whether it was stopped early."""

    series: tuple[PriceSeries, ...]
    failures: tuple[FetchFailure, ...]
    facts: tuple[Facts, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A symbol to fetch, from ``since`` on (``None``: all there is). ``facts``: ask those too."""

    symbol: str
    since: date | None = None
    facts: bool = False
