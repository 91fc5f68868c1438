"""What is held, as the statistics see it: weights, price tracks, trading hours, prior beliefs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.stress.hours import is_korean, is_near
from corridor_desktop.stress.returns import Rates, Track, convert, major, read_track, share_sessions
from corridor_desktop.valuation.valuation import Valuation

_STEADY = {AssetClass.BOND, AssetClass.COMMODITY, AssetClass.CURRENCY, AssetClass.CASH}
CASH = "cash:"


@dataclass(frozen=True, slots=True, eq=False)
class Stake:
    """One thing whose price moves the portfolio.

    ``weight`` is its signed share of the priced total. ``base`` and ``local`` are its closes in
    the investor's and in its own currency on the same sessions (``None`` with ``why``); ``full``
    reaches back to the first stored close. ``near`` tells that its market closes within about an
    hour of Seoul. ``prior_world`` and ``prior_korea`` are the betas believed before any data.
    """

    key: str
    label: str
    weight: float
    near: bool
    prior_world: float
    prior_korea: float
    base: Track | None
    local: Track | None
    full: Track | None
    simulated: bool = False
    why: Message | None = None

    @property
    def is_cash(self) -> bool:
        """Tell whether this is a balance in a foreign currency."""
        return self.key.startswith(CASH)


def believe(instrument: Instrument) -> tuple[float, float]:
    """Return the world and Korea-origin betas believed before data, times the multiplier.

    Measured on index pairs 2003-2022: Korea 1 and 1, other Asian hours 0.75 and 0.7, elsewhere
    0.6 and 0.3; bonds, commodities and currencies 0.
    """
    if instrument.asset_class in _STEADY:
        return 0.0, 0.0
    listing = instrument.listing
    symbol, market = ("", "") if listing is None else (listing.symbol, listing.mic)
    factor = float(instrument.multiplier)
    if is_korean(symbol, market):
        return factor, factor
    if is_near(symbol, market):
        return 0.75 * factor, 0.7 * factor
    return 0.6 * factor, 0.3 * factor


def gather_stakes(
    valuation: Valuation,
    series: Mapping[str, PriceSeries],
    rates: Rates,
    base: str,
    start: date,
    as_of: date,
) -> tuple[Stake, ...]:
    """Return one stake per instrument held and per foreign currency, in the order of the lines.

    A price's own history already carries its leverage, so weights are plain values; the exposure
    multiplier only enters the prior beliefs.
    """
    total = float(valuation.total.amount)
    worth: dict[str, float] = {}
    held: dict[str, Instrument] = {}
    for line in valuation.lines:
        key = line.instrument.id
        held[key] = line.instrument
        worth[key] = worth.get(key, 0.0) + float(line.value.amount)
    stakes = [
        _stake(thing, worth[key] / total, series, rates, base, start, as_of)
        for key, thing in held.items()
    ]
    money: dict[str, float] = {}
    for cash in valuation.cash:
        currency = major(cash.balance.currency)
        if currency != major(base):
            money[currency] = money.get(currency, 0.0) + float(cash.value.amount)
    stakes += [
        _cash(currency, value / total, rates, base, start, as_of)
        for currency, value in money.items()
        if value
    ]
    return tuple(stakes)


def _stake(
    thing: Instrument,
    weight: float,
    series: Mapping[str, PriceSeries],
    rates: Rates,
    base: str,
    start: date,
    as_of: date,
) -> Stake:
    world, korea = believe(thing)
    listing = thing.listing
    symbol = listing.symbol if listing is not None else ""
    near = is_near(symbol, listing.mic if listing is not None else "")
    found = series.get(symbol)
    if found is None or not len(found):
        why = Message.of("stress.no_prices", holding=thing.label)
        return Stake(thing.id, thing.label, weight, near, world, korea, None, None, None, why=why)
    currency = found.currency or (listing.currency if listing is not None else "")
    own = read_track(found).within(None, as_of)
    full = convert(own, currency, base, rates)
    if full is None:
        why = Message.of(
            "stress.no_rate", holding=thing.label, currency=major(currency), base=major(base)
        )
        return Stake(thing.id, thing.label, weight, near, world, korea, None, None, None, why=why)
    _, local, _ = share_sessions(own, full)
    return Stake(
        thing.id,
        thing.label,
        weight,
        near,
        world,
        korea,
        full.within(start, as_of),
        Track(full.days, local).within(start, as_of),
        full,
        simulated=found.simulated,
    )


def _cash(currency: str, weight: float, rates: Rates, base: str, start: date, as_of: date) -> Stake:
    full = rates.track(currency, base)
    key = CASH + currency
    if full is None:
        why = Message.of("stress.no_rate", holding=currency, currency=currency, base=major(base))
        return Stake(key, currency, weight, False, 0.0, 0.0, None, None, None, why=why)
    full = full.within(None, as_of)
    part = full.within(start, as_of)
    still = Track(part.days, part.closes * 0 + 1)
    return Stake(key, currency, weight, False, 0.0, 0.0, part, still, full)
