"""The real clock; everything else is told the time."""

from __future__ import annotations

from datetime import UTC, date, datetime


class SystemClock:
    """The computer's clock. Implements ``services.ports.Clock``."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that may ask

    def today(self) -> date:
        """Return the calendar day where the user is."""
        return self.now().astimezone().date()
