"""Daily closes from Yahoo Finance, through yfinance in a worker process."""

from __future__ import annotations

from pathlib import Path

from corridor_desktop.feeds.source_feed import Clock, Patience, Source, SourceFeed

SOURCE = "Yahoo Finance"
YAHOO = Source("yahoo", SOURCE, covers=bool)


class YahooFeed(SourceFeed):
    """Asks Yahoo Finance, which needs no key and lists nearly everything."""

    def __init__(self, clock: Clock, folder: Path, patience: Patience | None = None) -> None:
        super().__init__(YAHOO, clock, folder, patience)
