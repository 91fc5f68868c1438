"""The verbs of prices on the open portfolio."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FeedTrouble, UsageTrouble
from corridor_desktop.domain.fetch import FetchFailure
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.message import Message
from corridor_desktop.market.repairs import repaired
from corridor_desktop.services import (
    import_prices,
    manual_price,
    price_faults,
    price_sources,
    refresh_prices,
)
from corridor_desktop.services.edit_price import PricePiece
from corridor_desktop.services.fund_desk import keep_parts
from corridor_desktop.services.instrument_facts import merge_facts
from corridor_desktop.services.portfolio_file import load
from corridor_desktop.services.settings import setting
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.domain.fetch import Facts, FetchReport, Wanted
    from corridor_desktop.domain.job import Job
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.import_prices import PriceImport
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.services.ports import PriceFeed
    from corridor_desktop.services.price_faults import FoundFault
    from corridor_desktop.services.refresh_prices import PriceStatus
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.merging import Kept
    from corridor_desktop.store.portfolio import PortfolioStore


_BEGUN = "refresh_begun"
"""The setting that holds when an unfinished refresh began."""


class PriceDesk:
    """Pull prices, read price files, see what is stored and how old it is."""

    def __init__(
        self,
        session: Session,
        feed: Callable[[], PriceFeed],
        further: Mapping[str, Callable[[], PriceFeed]] | None = None,
    ) -> None:
        self._session = session
        self._makers = {price_sources.YAHOO: feed, **(further or {})}

    def status(self) -> tuple[PriceStatus, ...]:
        """Return age and source of every stored series, and what is wanted but absent."""
        today = self._session.clock.today()
        with self._session.store() as store:
            data, record = load(store, today), price_faults.gather(store)
        faults = price_faults.price_faults(record, refresh_prices.needed_symbols(data), today)
        return refresh_prices.price_status(data, today, faults)

    def faults(self) -> tuple[FoundFault, ...]:
        """Return what looks wrong in the stored prices, open faults of needed symbols first."""
        today = self._session.clock.today()
        with self._session.store() as store:
            data, record = load(store, today), price_faults.gather(store)
        return price_faults.price_faults(record, refresh_prices.needed_symbols(data), today)

    def decide(self, key: str, *, accept: bool) -> None:
        """Accept the repair of a fault, or dismiss the fault; both can be taken back.

        Raises
        ------
        UsageTrouble
            There is no such fault, or it offers no repair.
        """
        decision = price_faults.decide(
            self.faults(), key, accept=accept, at=self._session.clock.now()
        )
        with self._session.store() as store:
            store.price_record.decide(decision)

    def reopen(self, key: str) -> None:
        """Take a decision about a fault back. Raises UsageTrouble when there is none."""
        with self._session.store() as store:
            if not store.price_record.reopen(key):
                raise UsageTrouble("no_decision", f"Nothing was decided about {key!r}.")

    def series(self, symbol: str) -> PriceSeries | None:
        """Return the closes of a symbol as they are used: stored ones, with accepted repairs."""
        with self._session.store() as store:
            found = store.prices.get(symbol)
            repairs = price_faults.accepted_repairs(store.price_record.decisions())
        return None if found is None else repaired(found, repairs)

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
        names = price_sources.chain(data.settings, "")
        facts_from = self._feed(names[0]).name
        wanted, left = refresh_prices.plan_fetch(data, symbols, facts_from, today)
        if symbols is None and left and not wanted:
            raise UsageTrouble(
                "simulated",
                "The prices of this portfolio are simulated; real ones are not mixed with them.",
                "Create a portfolio of your own to pull real prices.",
            )
        if symbols is None:
            wanted = self._take_up(store, data, wanted)
        report, refused = self._fetch(store, data, wanted, job or Quiet())
        self._keep_facts(store, report.facts)
        if symbols is None and not _was_cut_short(report):
            self._end_refresh(store)
        out = {failure.symbol for failure in refused}
        return replace(
            report,
            series=tuple(series for series in report.series if series.symbol not in out),
            failures=(*left, *report.failures, *refused),
        )

    def _feed(self, name: str) -> PriceFeed:
        maker = self._makers.get(name)
        if maker is None:
            raise UsageTrouble("unknown_source", f"There is no price source called {name!r} here.")
        return maker()

    def _take_up(
        self, store: PortfolioStore, data: PortfolioData, wanted: tuple[Wanted, ...]
    ) -> tuple[Wanted, ...]:
        """Return what an unfinished refresh left, and note that this one has begun."""
        now = self._session.clock.now()
        begun = data.settings.get(_BEGUN)
        left = refresh_prices.still_to_ask(wanted, data, begun, now)
        if len(left) == len(wanted):
            with self._session.store():
                store.settings.keep(_BEGUN, now.isoformat())
        return left

    def _end_refresh(self, meant: PortfolioStore) -> None:
        with self._session.store() as store:
            if store is meant:
                store.settings.remove(_BEGUN)

    def _fetch(
        self, store: PortfolioStore, data: PortfolioData, wanted: Sequence[Wanted], job: Job
    ) -> tuple[FetchReport, list[FetchFailure]]:
        refused: list[FetchFailure] = []
        with self._session.store():
            anew = price_faults.to_ask_anew(store.price_record.decisions())
            stored = {each.symbol: store.prices.get(each.symbol) for each in wanted}

        def since(symbol: str, source: str) -> date | None:
            return None if symbol in anew else refresh_prices.since(stored[symbol], source)

        def keep(series: PriceSeries) -> None:
            refused.extend(self._keep(store, series, anew.get(series.symbol, [])))

        sources = price_sources.Sources(self._feed, since)
        report = sources.fetch(
            wanted, lambda symbol: price_sources.chain(data.settings, symbol), job, keep
        )
        return report, refused

    def _keep(
        self, meant: PortfolioStore, series: PriceSeries, anew: Sequence[str]
    ) -> tuple[FetchFailure, ...]:
        with self._session.store() as store:
            if store is not meant:
                raise FeedTrouble(
                    "other_portfolio",
                    "Another portfolio was opened, so the refresh of the first one ended. "
                    "What had arrived by then is kept in it.",
                )
            with store.together():
                if anew and len(series):
                    store.prices.remove(series.symbol)
                    for key in anew:
                        store.price_record.reopen(key)
                kept = store.prices.merge((series,), checked=True)
        return tuple(
            FetchFailure(each.symbol, _code(each), say(each.refused), retry=False)
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
            instruments = store.instruments.all()
            with store.together():
                keep_parts(store, instruments.values(), by_symbol)
                for instrument in instruments.values():
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
            stored = store.prices.get(listed.label)
            series = manual_price.series_of(listed, stored, on, price, currency, clock.now())
            words = Message.of("edits.price", name=instrument.name, day=on.isoformat())
            with self._session.edits.step(store, words, PricePiece(instrument_id, on)):
                if listed != instrument:
                    store.instruments.keep(listed)
                _merge(store, series)


def _code(kept: Kept) -> str:
    return "restated" if kept.differences else "not_mixed"


def _was_cut_short(report: FetchReport) -> bool:
    """Tell whether asking again soon can bring what is missing."""
    return report.cancelled or any(failure.retry for failure in report.failures)


def _merge(store: PortfolioStore, series: PriceSeries) -> None:
    for kept in store.prices.merge((series,)):
        if kept.refused is not None:
            raise UsageTrouble("not_mixed", say(kept.refused))
