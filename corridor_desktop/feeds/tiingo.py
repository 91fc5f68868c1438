"""Tiingo as a price source: shares and funds listed in the United States, with a key."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from corridor_desktop.feeds.source_feed import Clock, Patience, Source, SourceFeed

_SYMBOL = re.compile(r"[A-Z]{1,5}(?:-[A-Z]{1,2})?")

TIINGO = Source(
    "tiingo", "Tiingo", covers=lambda symbol: bool(_SYMBOL.fullmatch(symbol)), needs_key=True
)


class TiingoFeed(SourceFeed):
    """Asks Tiingo with the user's own key, read by ``key`` once a fetch."""

    def __init__(
        self,
        clock: Clock,
        folder: Path,
        key: Callable[[], str | None],
        patience: Patience | None = None,
    ) -> None:
        super().__init__(TIINGO, clock, folder, patience, key)
