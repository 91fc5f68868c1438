"""The verbs of listings through time: another symbol, a merger, a spin-off, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import Listing
from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.domain.message import Message
from corridor_desktop.services import listing_changes
from corridor_desktop.services.edit_pieces import ListingPiece
from corridor_desktop.services.tag_holdings import find_instrument

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore


class ListingDesk:
    """State what became of a listing. Quantities in the statements stay as they were booked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[ListingChange, ...]:
        """Return every stated change, the oldest first."""
        with self._session.store() as store:
            return store.listing_changes.all()

    def rename(self, holding: str, symbol: str, day: date) -> ListingChange:
        """State that a holding trades under another symbol from a day on.

        Its stored closes under the old symbol stay and are used for the days before; statements
        may call it by either name. Raises UsageTrouble.
        """
        with self._session.store() as store, store.together():
            thing = find_instrument(store.instruments.all(), holding)
            if thing.listing is None:
                raise UsageTrouble(
                    "no_symbol", f"{thing.name} has no price symbol yet.", "State one first."
                )
            old, new = thing.listing, symbol.strip().upper()
            change = ListingChange(thing.id, day, ChangeKind.RENAMED, old.symbol, new)
            listing_changes.check(change, self._session.clock.today())
            with self._step(store, thing):
                store.listing_changes.keep(change)
                listing = Listing(new, old.currency, old.mic, old.price_factor)
                store.instruments.keep(replace(thing, listing=listing))
                store.instruments.remember("ticker", new.partition(".")[0], thing.id, chosen=True)
        return change

    def new_isin(self, holding: str, isin: str) -> None:
        """State that a holding has another ISIN now; statements may use either.

        Raises
        ------
        UsageTrouble
            No such holding, or what was given is no ISIN.
        """
        from corridor_desktop.importers.identity import valid_isin

        clean = isin.strip().upper()
        if not valid_isin(clean):
            raise UsageTrouble("bad_isin", f"{isin!r} is no ISIN: its check digit does not fit.")
        with self._session.store() as store, store.together():
            thing = find_instrument(store.instruments.all(), holding)
            with self._step(store, thing):
                if thing.isin:
                    store.instruments.remember("isin", thing.isin, thing.id, chosen=True)
                store.instruments.remember("isin", clean, thing.id, chosen=True)
                store.instruments.keep(replace(thing, isin=clean))

    def merge(self, holding: str, into: str, day: date, ratio: Decimal) -> ListingChange:
        """State that each unit of a holding became ``ratio`` units of another. UsageTrouble."""
        return self._exchange(ChangeKind.MERGED, holding, into, day, ratio, Decimal(0))

    def spin_off(
        self, holding: str, into: str, day: date, ratio: Decimal, cost_share: Decimal
    ) -> ListingChange:
        """State that each unit brought ``ratio`` units of another beside it. UsageTrouble."""
        return self._exchange(ChangeKind.SPUN_OFF, holding, into, day, ratio, cost_share)

    def _exchange(
        self, kind: ChangeKind, holding: str, into: str, day: date, ratio: Decimal,
        cost_share: Decimal,
    ) -> ListingChange:  # fmt: skip
        with self._session.store() as store:
            known = store.instruments.all()
            thing, other = find_instrument(known, holding), find_instrument(known, into)
            change = ListingChange(
                thing.id, day, kind, into=other.id, ratio=ratio, cost_share=cost_share
            )
            listing_changes.check(change, self._session.clock.today())
            with self._step(store, thing):
                store.listing_changes.keep(change)
        return change

    def take_back(self, holding: str, day: date) -> None:
        """Take back what was stated of a holding and day. Raises UsageTrouble without any."""
        with self._session.store() as store, store.together():
            thing = find_instrument(store.instruments.all(), holding)
            former = [
                each
                for each in store.listing_changes.all()
                if each.instrument_id == thing.id and each.day == day
            ]
            if not former:
                raise UsageTrouble(
                    "no_change", f"Nothing was stated of {thing.name} and {day.isoformat()}."
                )
            with self._step(store, thing):
                store.listing_changes.remove(thing.id, day)
                for each in former:
                    if each.kind is ChangeKind.RENAMED and thing.listing is not None:
                        listing = replace(thing.listing, symbol=each.before)
                        store.instruments.keep(replace(thing, listing=listing))

    def _step(self, store: PortfolioStore, thing: Instrument) -> AbstractContextManager[None]:
        words = Message.of("edits.listing", name=thing.name)
        return self._session.edits.step(store, words, ListingPiece(thing.id))
