"""Which instrument a statement means: found by its ids, by a remembered choice, or made anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import (
    currency_of,
    key_of,
    propose_symbols,
    valid_isin,
)
from corridor_desktop.services import krx_names
from corridor_desktop.services.theme_pack import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corridor_desktop.importers.contract import Identity
    from corridor_desktop.store.portfolio import PortfolioStore

Name = tuple[str, str]
LATER: Final = "later"
"""The answer that leaves an instrument without a price symbol for now."""
SYMBOL: Final = "symbol:"
"""What an answer begins with that names a price symbol, with a currency behind ``@`` if need be."""

_KOREA = {"XKRX", "XKOS"}
# Some brokers put a bond's nine-place id where a ticker belongs; no price source lists it.
_CUSIP = re.compile(r"(?=.*[0-9])[0-9A-Z]{9}")


@dataclass(frozen=True, slots=True)
class Known:
    """What the book knows by name: aliases, instruments by id, and ids by price symbol."""

    aliases: Mapping[Name, str]
    instruments: Mapping[str, Instrument]
    by_symbol: Mapping[str, str]

    @classmethod
    def of(cls, store: PortfolioStore) -> Known:
        """Read it from the open portfolio."""
        instruments = store.instruments.all()
        return cls(
            {(each.kind, each.value): each.instrument_id for each in store.instruments.aliases()},
            instruments,
            {thing.listing.symbol: key for key, thing in instruments.items() if thing.listing},
        )

    def find(self, identity: Identity, currency: str) -> str | None:
        """Return the id of an instrument that the book already has under one of these names.

        A weaker name does not count when the ISINs contradict each other: an ISIN may have
        changed, or a ticker passed on, and only the user can tell.
        """
        for kind, value in names(identity, currency):
            found = self.aliases.get((kind, value))
            if found in self.instruments and (kind == "isin" or self._fits(found, identity)):
                return found
        listing = listing_of(identity, currency)
        found = self.by_symbol.get(listing.symbol) if listing else None
        return found if found is not None and self._fits(found, identity) else None

    def contradicted(self, identity: Identity, currency: str) -> str | None:
        """Return the instrument that has a name of this one, but another ISIN."""
        for kind, value in names(identity, currency):
            found = self.aliases.get((kind, value))
            if found in self.instruments and kind != "isin" and not self._fits(found, identity):
                return found
        return None

    def _fits(self, instrument_id: str | None, identity: Identity) -> bool:
        known = self.instruments[instrument_id].isin if instrument_id else None
        return not (known and identity.isin and known != identity.isin)


class Resolver:
    """Resolves every distinct identity of a file once, inside one import.

    ``choices`` maps an identity key to what the user chose for it: the id of an instrument of the
    book, the key of another instrument of the file, a price symbol (``symbol:005930.KS``), or
    ``later``.
    """

    def __init__(
        self, store: PortfolioStore, batch_id: str, choices: Mapping[str, str] | None = None
    ) -> None:
        self._store = store
        self._batch_id = batch_id
        self._choices = choices or {}
        self._done: dict[str, str] = {}
        self._seen: dict[tuple[Identity, str], str | None] = {}
        known = Known.of(store)
        self._aliases = dict(known.aliases)
        self._all = dict(known.instruments)
        self._symbols = dict(known.by_symbol)
        self._known = Known(self._aliases, self._all, self._symbols)

    def resolve(self, identity: Identity, currency: str) -> str | None:
        """Return the id of the instrument, made when nothing like it is known.

        ``None`` when the file names nothing.
        """
        pair = identity, currency
        if pair not in self._seen:
            key = key_of(identity, currency)
            self._seen[pair] = self._resolve(key, identity, currency) if key else None
        return self._seen[pair]

    def _resolve(self, key: str, identity: Identity, currency: str) -> str:
        if key not in self._done:
            self._done[key] = self._find(key, identity, currency)
        return self._done[key]

    def _find(self, key: str, identity: Identity, currency: str) -> str:
        chosen = self._choices.get(key, "")
        same = chosen if chosen in self._all else self._done.get(chosen)
        listing = chosen_listing(chosen, currency)
        found = same or self._known.find(identity, currency)
        if found is None and listing is not None:
            found = self._symbols.get(listing.symbol)
        if found is None:
            found = self._make(identity, currency, listing)
        else:
            self._complete(found, identity, currency, listing)
        decided = same is not None or listing is not None
        for kind, value in names(identity, currency):
            self._aliases[kind, value] = found
            self._store.instruments.remember(
                kind, value, found, chosen=decided, batch_id=self._batch_id
            )
        return found

    def _complete(
        self, instrument_id: str, identity: Identity, currency: str, listing: Listing | None
    ) -> None:
        """Add what this file knows and the instrument does not; a chosen listing wins."""
        old = self._all[instrument_id]
        full = krx_names.completed(identity, currency)
        new = replace(
            old,
            isin=old.isin or _isin(full),
            ticker=old.ticker or full.symbol,
            listing=listing or old.listing or listing_of(identity, currency),
        )
        if new != old:
            self._keep(new)

    def _make(self, identity: Identity, currency: str, listing: Listing | None) -> str:
        full = krx_names.completed(identity, currency)
        made = Instrument(
            id=self._free_id(identity, currency),
            name=identity.name or identity.label,
            isin=_isin(full),
            ticker=full.symbol,
            other_ids=tuple(
                (kind, value)
                for kind in ("wkn", "sedol", "cusip")
                if (value := getattr(identity, kind))
            ),
            listing=listing or listing_of(identity, currency),
        )
        self._keep(made)
        return made.id

    def _keep(self, instrument: Instrument) -> None:
        self._store.instruments.keep(instrument, self._batch_id)
        self._all[instrument.id] = instrument
        if instrument.listing is not None:
            self._symbols.setdefault(instrument.listing.symbol, instrument.id)

    def _free_id(self, identity: Identity, currency: str) -> str:
        stem = identity.isin or identity.symbol or identity.wkn or identity.cusip or ""
        if not identity.isin and identity.symbol:
            stem = f"{identity.symbol}-{currency}" if currency else identity.symbol
        stem = re.sub(r"\s+", "-", (stem or identity.label).strip())
        number, free = 1, stem
        while free in self._all:
            number += 1
            free = f"{stem}-{number}"
        return free


def _isin(identity: Identity) -> str | None:
    return identity.isin if identity.isin and valid_isin(identity.isin) else None


def chosen_listing(choice: str, currency: str) -> Listing | None:
    """Return the listing that an answer names, ``None`` when it names none.

    Without a currency of its own it is the one that the symbol's exchange settles in.
    """
    if not choice.startswith(SYMBOL):
        return None
    symbol, _, stated = choice.removeprefix(SYMBOL).strip().partition("@")
    symbol = symbol.strip().upper()
    money = stated.strip().upper() or currency_of(symbol, currency)
    return Listing(symbol, money) if symbol and money else None


def names(identity: Identity, currency: str) -> Iterator[Name]:
    """Yield every name of an identity, the surest first; a bare name only when it stands alone.

    The order is ISIN, WKN, SEDOL, CUSIP, code at a market, ticker in a currency, name. What the
    table of the Korea Exchange knows for certain counts as written in the file.
    """
    full = krx_names.completed(identity, currency)
    if full.isin:
        yield "isin", full.isin
    for kind in ("wkn", "sedol", "cusip"):
        value = getattr(identity, kind)
        if value:
            yield kind, value.upper()
    if identity.symbol and identity.market:
        yield "code", f"{identity.symbol.upper()}@{fold(identity.market)}"
    elif identity.symbol:
        yield "ticker", f"{identity.symbol.upper()}@{currency}"
    elif identity.name and not identity.isin:
        yield "name", fold(identity.name)


@cache
def listing_of(identity: Identity, currency: str) -> Listing | None:
    """Return where it trades by the price source's symbol, ``None`` when that is not certain.

    The theme pack and the table of the Korea Exchange know the listings of their own rows; a code
    at a known market gives one symbol. Two possible symbols are no ground to choose one.
    """
    asked = Instrument("", "", isin=_isin(identity), ticker=identity.symbol)
    rows = suggest((asked,)).get("", ())
    known = {(row.symbol, row.mic) for row in rows if row.symbol}
    if len(known) == 1:
        symbol, mic = known.pop()
        return Listing(symbol, "KRW" if mic in _KOREA else currency, mic)
    korean = krx_names.find(identity, currency)
    if korean is not None:
        return Listing(korean.symbol, "KRW") if korean.symbol else None
    if identity.symbol and _CUSIP.fullmatch(identity.symbol):
        return None
    proposed = propose_symbols(identity, currency)
    return Listing(proposed[0], currency) if len(proposed) == 1 and currency else None
