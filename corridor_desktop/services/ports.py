"""What the verbs need from outside, as protocols; the composition root supplies them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from corridor_desktop.domain.job import Job
from corridor_desktop.domain.prices import PriceSeries


class Clock(Protocol):
    """Where the time comes from; tests stop it."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def today(self) -> date:
        """Return the user's local calendar day."""


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """Why one symbol brought no prices.

    ``code``: offline, rate_limited, unknown_symbol, delisted, tls, changed_format, timeout,
    server, too_old. ``sentence`` is for the user. ``retry`` tells whether trying later can help.
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


class PriceFeed(Protocol):
    """A source of daily closes."""

    name: str

    def fetch(
        self,
        wanted: Sequence[Wanted],
        job: Job,
        received: Callable[[PriceSeries], None] | None = None,
    ) -> FetchReport:
        """Fetch each symbol by itself; one failure never spoils another.

        ``received`` is called as each series arrives, so that a stop loses nothing.
        """


class Secrets(Protocol):
    """The system keyring, or a session-only stand-in."""

    def get(self, name: str) -> str | None:
        """Return a secret, ``None`` when there is none. Raises SecretTrouble."""

    def set(self, name: str, value: str) -> None:
        """Keep a secret. Raises SecretTrouble."""

    def delete(self, name: str) -> None:
        """Forget a secret; silently fine when there is none. Raises SecretTrouble."""


class SeriesSink(Protocol):
    """Where fetched series are kept."""

    def keep(self, series: Iterable[PriceSeries]) -> None:
        """Merge each series into what is stored for its symbol."""
