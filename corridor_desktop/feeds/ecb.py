"""The European Central Bank as a price source: exchange rates only, no key."""

from __future__ import annotations

from pathlib import Path

from corridor_desktop.feeds.ecb_rates import pair
from corridor_desktop.feeds.source_feed import Clock, Patience, Source, SourceFeed

ECB = Source("ecb", "ECB reference rates", covers=lambda symbol: pair(symbol) is not None)


class EcbFeed(SourceFeed):
    """Asks the European Central Bank for reference rates and crosses of them."""

    def __init__(self, clock: Clock, folder: Path, patience: Patience | None = None) -> None:
        super().__init__(ECB, clock, folder, patience)
