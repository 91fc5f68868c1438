"""The verbs of prices on the open portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.job import Quiet
from corridor_desktop.services import import_prices, refresh_prices
from corridor_desktop.services.portfolio_file import load
from corridor_desktop.services.settings import setting

if TYPE_CHECKING:
    from corridor_desktop.domain.job import Job
    from corridor_desktop.services.import_prices import PriceImport
    from corridor_desktop.services.ports import FetchReport, PriceFeed
    from corridor_desktop.services.refresh_prices import PriceStatus
    from corridor_desktop.services.session import Session


class PriceDesk:
    """Pull prices, read price files, see what is stored and how old it is."""

    def __init__(self, session: Session, feed: Callable[[], PriceFeed]) -> None:
        self._session = session
        self._feed = feed

    def status(self) -> tuple[PriceStatus, ...]:
        """Return age and source of every stored series, and what is wanted but absent."""
        clock = self._session.clock
        with self._session.store() as store:
            data = load(store, clock.today())
        return refresh_prices.price_status(data, clock.today())
