"""What the verbs need from outside, as protocols; the composition root supplies them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from corridor_desktop.domain.fetch import FetchReport, Wanted
from corridor_desktop.domain.job import Job
from corridor_desktop.domain.prices import PriceSeries


class Clock(Protocol):
    """Where the time comes from; tests stop it."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""

    def today(self) -> date:
        """Return the user's local calendar day."""


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
