"""The verbs of prices on the open portfolio."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FeedTrouble, UsageTrouble
from corridor_desktop.domain.fetch import FetchFailure
from corridor_desktop.domain.job import Quiet
from corridor_desktop.services import import_prices, manual_price, refresh_prices
from corridor_desktop.services.instrument_facts import merge_facts
from corridor_desktop.services.portfolio_file import load
from corridor_desktop.services.settings import setting
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.domain.fetch import Facts, FetchReport
    from corridor_desktop.domain.job import Job
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.import_prices import PriceImport
    from corridor_desktop.services.ports import PriceFeed
    from corridor_desktop.services.refresh_prices import PriceStatus
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore


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

    def series(self, symbol: str) -> PriceSeries | None:
        """Return the stored closes of a symbol."""
        with self._session.store() as store:
            return store.prices.get(symbol)

    def refresh(self, symbols: Sequence[str] | None = None, job: Job | None = None) -> FetchReport:
        """Ask the price source for each symbol by itself; closes are kept as they arrive.

        ``symbols`` of ``None`` means all that the portfolio needs. The file is only held while
        something is kept. What fails keeps its last good prices, and a stop keeps what came.

        Raises
        ------
        UsageTrouble
            No portfolio is open, its settings name no price source, or all its prices are
            simulated, as in the sample.
        FeedTrouble
            Another portfolio was opened meanwhile; the rest was not asked.
        FileTrouble
            The portfolio file could not be written.
        """
        today = self._session.clock.today()
        with self._session.store() as store:
            data = load(store, today)
        if setting(data.settings, "price_source") == "none":
            raise UsageTrouble(
                "no_price_source",
                "This portfolio takes its prices from files only. Nothing was asked.",
                "Import a price file, or choose a price source in Settings.",
            )
        feed = self._feed()
        wanted, left = refresh_prices.plan_fetch(data, symbols, feed.name, today)
        if symbols is None and left and not wanted:
            raise UsageTrouble(
                "simulated",
                "The prices of this portfolio are simulated; real ones are not mixed with them.",
                "Create a portfolio of your own to pull real prices.",
            )
        refused: list[FetchFailure] = []

        def keep(series: PriceSeries) -> None:
            refused.extend(self._keep(store, series))

        report = feed.fetch(wanted, job or Quiet(), keep)
        self._keep_facts(store, report.facts)
        out = {failure.symbol for failure in refused}
        return replace(
            report,
            series=tuple(series for series in report.series if series.symbol not in out),
            failures=(*left, *report.failures, *refused),
        )

    def _keep(self, meant: PortfolioStore, series: PriceSeries) -> tuple[FetchFailure, ...]:
        with self._session.store() as store:
            if store is not meant:
                raise FeedTrouble(
                    "other_portfolio",
                    "Another portfolio was opened, so the refresh of the first one ended. "
                    "What had arrived by then is kept in it.",
                )
            kept = store.prices.merge((series,))
        return tuple(
            FetchFailure(each.symbol, "not_mixed", say(each.refused), retry=False)
            for each in kept
            if each.refused is not None
        )

    def _keep_facts(self, meant: PortfolioStore, facts: Iterable[Facts]) -> None:
        by_symbol = {each.symbol: each for each in facts}
        if not by_symbol:
            return
        with self._session.store() as store:
            if store is not meant:
                return
            with store.together():
                for instrument in store.instruments.all().values():
                    found = by_symbol.get(instrument.listing.symbol) if instrument.listing else None
                    if found is not None:
                        store.instruments.keep(merge_facts(instrument, found))

    def import_file(
        self, path: Path, symbol: str | None = None, currency: str | None = None
    ) -> PriceImport:
        """Read a file of closing prices and merge it into what is stored for its symbol.

        Raises
        ------
        FileTrouble, FeedTrouble, UsageTrouble
            As ``import_prices.read_price_file``; also when stored prices are of another
            currency, unit or kind. Nothing was kept then.
        """
        clock = self._session.clock
        with self._session.store() as store:
            data = load(store, clock.today())
            found = import_prices.read_price_file(
                path, symbol, currency, data, clock.now(), clock.today()
            )
            _merge(store, found.series)
        return found

    def set_manual(self, instrument_id: str, on: date, price: Decimal, currency: str) -> None:
        """Keep a price that the user states for one day, in major units of a currency.

        Raises
        ------
        UsageTrouble
            No such holding, a day to come, or a price or currency that is none or does not fit.
        """
        clock = self._session.clock
        with self._session.store() as store, store.together():
            instrument = store.instruments.get(instrument_id)
            if instrument is None:
                raise UsageTrouble("unknown_holding", f"There is no holding {instrument_id!r}.")
            manual_price.check(on, price, currency, clock.today())
            listed = manual_price.listed(instrument, currency)
            if listed != instrument:
                store.instruments.keep(listed)
            stored = store.prices.get(listed.label)
            series = manual_price.series_of(listed, stored, on, price, currency, clock.now())
            _merge(store, series)


def _merge(store: PortfolioStore, series: PriceSeries) -> None:
    for kept in store.prices.merge((series,)):
        if kept.refused is not None:
            raise UsageTrouble("not_mixed", say(kept.refused))
