"""Which prices a portfolio needs, what is stored of them, and pulling what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from corridor_desktop.domain.fetch import FetchFailure, Wanted
from corridor_desktop.domain.instrument import AssetClass
from corridor_desktop.domain.transaction import Transaction
from corridor_desktop.market.units import major_currency
from corridor_desktop.services.settings import setting

if TYPE_CHECKING:
    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.portfolio_data import PortfolioData
    from corridor_desktop.services.price_faults import FoundFault

OVERLAP = timedelta(days=10)
"""How far before the last stored session is asked again: late corrections and splits show there."""
FACTS_AGE = timedelta(days=30)
"""How long facts of a price source are not asked again."""
RESUMED_WITHIN = timedelta(hours=1)
"""How long a refresh that was stopped, or ended with the program, is taken up where it was."""
OWN_MARK = ":"
"""No symbol of a price source holds a colon; symbols with one are priced by hand."""

# Quoted by the market as so many dollars for one unit; all others as units for one dollar.
_DOLLARS_FOR_ONE = {"EUR", "GBP", "AUD", "NZD"}


@dataclass(frozen=True, slots=True)
class PriceStatus:
    """What is stored of one symbol, and what for. ``n`` 0: wanted, but nothing is stored.

    ``age_days`` counts calendar days from the last session to today. ``day_change`` is the
    fraction between the last two closes, ``None`` with fewer. ``open_faults`` waits for decisions.
    """

    symbol: str
    used_for: str
    n: int
    first: date | None
    last: date | None
    age_days: int | None
    source: str
    fetched_at: datetime | None
    currency: str
    simulated: bool
    day_change: float | None = None
    open_faults: int = 0


def price_status(
    data: PortfolioData, today: date, faults: Iterable[FoundFault] = ()
) -> tuple[PriceStatus, ...]:
    """Return every symbol that is needed, stored or not, then what is stored beyond that."""
    waiting = Counter(found.fault.symbol for found in faults if found.is_open)
    needs = needed_symbols(data)
    unused = dict.fromkeys(sorted(set(data.series) - set(needs)), "not used now")
    return tuple(
        _status(symbol, used_for, data.series.get(symbol), today, waiting[symbol])
        for symbol, used_for in {**needs, **unused}.items()
    )


def _status(
    symbol: str, used_for: str, series: PriceSeries | None, today: date, waiting: int
) -> PriceStatus:
    if series is None:
        return PriceStatus(symbol, used_for, 0, None, None, None, "", None, "", simulated=False)
    return PriceStatus(
        symbol,
        used_for,
        len(series),
        series.first,
        series.last,
        max((today - series.last).days, 0) if series.last else None,
        series.source,
        series.fetched_at,
        series.currency,
        series.simulated,
        series.day_change,
        waiting,
    )


def needed_symbols(data: PortfolioData) -> dict[str, str]:
    """Return each symbol that a review looks up and what for, the most important first.

    These are the benchmark, a world index, rates to the base currency, and every listing that
    was ever held: the past is valued too.
    """
    benchmark = setting(data.settings, "benchmark")
    needs = {benchmark: "benchmark of the stress test"} if benchmark else {}
    world = _world_index(data.series)
    needs.setdefault(world, "world market, beside the benchmark")
    for currency in _currencies(data):
        symbol = rate_symbol(currency, data.series)
        needs.setdefault(symbol, f"exchange rate of {currency}")
    for instrument in booked_instruments(data):
        if instrument.listing is not None and instrument.listing.symbol:
            symbol = instrument.listing.symbol
            names = needs.get(symbol)
            needs[symbol] = f"{names}, {instrument.name}" if names else instrument.name
    return needs


def _world_index(stored: Mapping[str, PriceSeries]) -> str:
    from corridor_desktop.stress.stress import PROXIES

    return next((symbol for symbol in PROXIES if symbol in stored), PROXIES[0])


def rate_symbol(currency: str, stored: Iterable[str] = ()) -> str:
    """Return the pair symbol that ties a currency to the dollar, the stored spelling if any."""
    usual = f"{currency}USD=X" if currency in _DOLLARS_FOR_ONE else f"{currency}=X"
    spellings = (usual, f"{currency}=X", f"USD{currency}=X", f"{currency}USD=X")
    known = set(stored)
    return next((spelling for spelling in spellings if spelling in known), usual)


def booked_instruments(data: PortfolioData) -> tuple[Instrument, ...]:
    """Return every instrument that some transaction or statement names, in file order."""
    named = {booked.instrument_id for booked in data.transactions}
    named |= {line.instrument_id for each in data.statements for line in each.lines}
    return tuple(found for key, found in data.instruments.items() if key in named)


def _currencies(data: PortfolioData) -> tuple[str, ...]:
    """Return the currencies that must be tied to the dollar to reach the base currency."""
    found = {major_currency(code) for code in _mentioned(data) if code}
    if found <= {data.base}:
        return ()
    return tuple(sorted((found | {data.base}) - {"USD"}))


def _mentioned(data: PortfolioData) -> Iterator[str]:
    for booked in data.transactions:
        yield from _of_transaction(booked)
    for statement in data.statements:
        yield from (money.currency for money in statement.cash)
        yield from (line.currency for line in statement.lines)
    for instrument in booked_instruments(data):
        if instrument.listing is not None:
            yield instrument.listing.currency


def _of_transaction(booked: Transaction) -> Iterator[str]:
    yield booked.currency
    yield from (money.currency for money in (booked.fee, booked.tax, booked.net_cash) if money)


def plan_fetch(
    data: PortfolioData, symbols: Sequence[str] | None, source: str, today: date
) -> tuple[tuple[Wanted, ...], tuple[FetchFailure, ...]]:
    """Return what to ask, and what must not be asked; ``source`` is whose facts are due.

    Symbols of ``None`` mean all that are needed. Simulated series and such priced by hand are
    left alone. From when to ask is decided for each source, see ``since``.
    """
    asked = [symbol.strip().upper() for symbol in symbols or ()]
    chosen = list(dict.fromkeys(filter(None, asked))) if symbols else list(needed_symbols(data))
    facts = _facts_due(data, source, today)
    wanted: list[Wanted] = []
    left: list[FetchFailure] = []
    for symbol in chosen:
        stored = data.series.get(symbol)
        if stored is not None and stored.simulated:
            left.append(simulated(symbol))
        elif OWN_MARK not in symbol:
            wanted.append(Wanted(symbol, facts=symbol in facts))
    return tuple(wanted), tuple(left)


def still_to_ask(
    wanted: Sequence[Wanted], data: PortfolioData, begun: str | None, now: datetime
) -> tuple[Wanted, ...]:
    """Return what an unfinished refresh left over; everything where there is none.

    ``begun`` is when the refresh began that was stopped, or ended with the program; after
    ``RESUMED_WITHIN`` it is not taken up again.
    """
    start = _instant(begun)
    if start is None or not start <= now <= start + RESUMED_WITHIN:
        return tuple(wanted)

    def arrived(each: Wanted) -> bool:
        stored = data.series.get(each.symbol)
        fetched = stored.fetched_at if stored is not None else None
        return fetched is not None and fetched >= start

    left = tuple(each for each in wanted if not arrived(each))
    return left or tuple(wanted)


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def simulated(symbol: str) -> FetchFailure:
    """Return why a simulated series is not refreshed."""
    sentence = f"The stored prices of {symbol} are simulated; real ones are not mixed with them."
    return FetchFailure(symbol, "simulated", sentence, retry=False)


def since(stored: PriceSeries | None, source: str) -> date | None:
    """Return from when to ask a source: with an overlap where it brought some of the closes.

    A source that brought none is asked for everything, so that its closes can be held against
    what is stored.
    """
    if stored is None or stored.last is None or source not in stored.source.split(" and "):
        return None
    return stored.last - OVERLAP


def _facts_due(data: PortfolioData, source: str, today: date) -> set[str]:
    return {
        instrument.listing.symbol
        for instrument in booked_instruments(data)
        if instrument.listing is not None and _is_due(instrument, source, today)
    }


def _is_due(instrument: Instrument, source: str, today: date) -> bool:
    if instrument.facts_source == "you":
        followed = {AssetClass.EQUITY, AssetClass.UNKNOWN}
        return instrument.analysts is None and instrument.asset_class in followed
    if instrument.facts_source != source or instrument.facts_date is None:
        return True
    return date.fromisoformat(instrument.facts_date) + FACTS_AGE <= today
