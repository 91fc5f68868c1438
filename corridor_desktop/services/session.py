"""The portfolio that is open, and the lock under which verbs take turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore


class Session:
    """At most one open portfolio; verbs from several threads take turns."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lock = RLock()
        self._store: PortfolioStore | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether a portfolio is open."""
        return self._store is not None

    @contextmanager
    def store(self) -> Iterator[PortfolioStore]:
        """Give the open portfolio to one verb at a time.

        Raises
        ------
        UsageTrouble
            No portfolio is open.
        """
        with self._lock:
            if self._store is None:
                raise UsageTrouble(
                    "nothing_open",
                    "No portfolio is open.",
                    "Open one, create one, or open the sample.",
                )
            yield self._store

    def replace(self, store: PortfolioStore | None) -> None:
        """Close what is open and take another portfolio, or none."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = store
