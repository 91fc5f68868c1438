"""Korea Exchange as a price source: the latest closes of Korean listings, with a key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from corridor_desktop.feeds.krx_prices import place
from corridor_desktop.feeds.source_feed import Clock, Patience, Source, SourceFeed

KRX = Source(
    "krx", "Korea Exchange", covers=lambda symbol: place(symbol) is not None, needs_key=True
)
_SLOW = Patience(symbol=60.0)
"""The first symbol of a market asks for every day; the others find them read."""


class KrxFeed(SourceFeed):
    """Asks Korea Exchange with the user's own key, read by ``key`` once a fetch."""

    def __init__(
        self,
        clock: Clock,
        folder: Path,
        key: Callable[[], str | None],
        patience: Patience | None = None,
    ) -> None:
        super().__init__(KRX, clock, folder, patience or _SLOW, key)
