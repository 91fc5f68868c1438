"""A price stated by hand, taken back: the close of one day, the other days stay."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore


@dataclass(frozen=True, slots=True)
class PriceState:
    """The close of one day in the unit of its series, with its source and its instrument.

    ``like`` is the series without its closes, for the case that it has to be made again.
    """

    close: float | None
    source: str
    instrument: Instrument | None
    like: PriceSeries | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PricePiece:
    """The close of an instrument on one day."""

    instrument_id: str
    on: date

    def look(self, store: PortfolioStore, clock: Clock) -> PriceState:
        """Return the close of the day, ``None`` in it where there is none."""
        thing = store.instruments.get(self.instrument_id)
        series = store.prices.get(thing.label) if thing is not None else None
        if series is None:
            return PriceState(None, "", thing)
        like = replace(series, days=array("i"), closes=array("d"))
        return PriceState(_closes(series).get(self.on.toordinal()), series.source, thing, like)

    def put(self, store: PortfolioStore, state: PriceState, clock: Clock) -> None:
        """Write the close of that day, or take it out. Raises UsageTrouble."""
        now, target = self.look(store, clock).instrument, state.instrument
        if target is None or now is None:
            raise UsageTrouble("unknown_holding", "The holding is no longer there.")
        series = store.prices.get(now.label)
        closes = _closes(series)
        closes.pop(self.on.toordinal(), None)
        if state.close is not None:
            closes[self.on.toordinal()] = state.close
        like = state.like if state.like is not None else series
        with store.together():
            store.instruments.keep(target)
            if like is None or not closes:
                store.prices.remove(now.label)
                return
            days = sorted(closes)
            kept = array("d", [closes[day] for day in days])
            store.prices.put(
                replace(like, days=array("i", days), closes=kept, fetched_at=clock.now())
            )


def _closes(series: PriceSeries | None) -> dict[int, float]:
    if series is None:
        return {}
    return dict(zip(series.days, series.closes, strict=True))
