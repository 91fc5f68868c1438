"""Progress and cancellation, without Qt, so that every stage can offer both."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from corridor_desktop.domain.errors import Cancelled


class Job(Protocol):
    """What a long stage is given."""

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Report ``fraction`` (0 to 1) done; raise ``Cancelled`` when the user stopped it."""


class Quiet:
    """A job nobody watches and nobody cancels."""

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a longer job, which begins at ``start`` and takes ``span`` of it (both 0 to 1)."""

    whole: Job
    start: float
    span: float

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Report to the whole job; raise ``Cancelled`` as it does."""
        self.whole.checkpoint(self.start + self.span * fraction, text)


@dataclass(slots=True)
class Rising:
    """A job whose fraction never falls, though more work shows up on the way."""

    whole: Job
    highest: float = 0.0

    def checkpoint(self, fraction: float, text: str = "") -> None:
        """Report to the whole job; raise ``Cancelled`` as it does."""
        self.highest = max(self.highest, fraction)
        self.whole.checkpoint(self.highest, text)


@dataclass(slots=True)
class CancelToken:
    """Set from the thread that cancels, read at every checkpoint."""

    _event: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Ask the job to stop at its next checkpoint."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Tell whether the job was asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` when asked to stop."""
        if self._event.is_set():
            raise Cancelled
