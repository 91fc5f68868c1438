"""The portfolio that is open, and the lock under which verbs take turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.host.presence import Holder, Presence, announce, holders
from corridor_desktop.services.edit_history import EditHistory

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore


class Session:
    """At most one open portfolio; verbs from several threads take turns."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.edits = EditHistory(clock)
        self._lock = RLock()
        self._store: PortfolioStore | None = None
        self._presence: Presence | None = None

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
        """Close what is open and take another portfolio, or none.

        While one is open a note beside it tells other windows and computers.
        """
        with self._lock:
            if self._store is not None:
                self._store.close()
            if self._presence is not None:
                self._presence.leave()
            self._store, self._presence = store, None
            self.edits.clear()
            if store is not None and not store.read_only:
                self._presence = announce(store.path, self.clock.now())

    def others(self) -> tuple[Holder, ...]:
        """Return who else has the open portfolio open."""
        with self._lock:
            if self._store is None:
                return ()
            mine = None if self._presence is None else self._presence.note
            return holders(self._store.path, mine)
