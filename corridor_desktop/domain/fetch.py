"""What is asked of a price source, and what it answers: series, facts, failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from corridor_desktop.domain.prices import PriceSeries


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """Why one symbol brought no prices.

    ``code``: offline, rate_limited, unknown_symbol, delisted, tls, changed_format, timeout,
    server, stopped (the helper process ended), simulated or not_mixed (what is stored is of
    another kind). ``sentence`` is for the user. ``retry`` tells whether trying later can help.
    """

    symbol: str
    code: str
    sentence: str
    retry: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says about an instrument; ``None`` is unknown, never zero."""

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
