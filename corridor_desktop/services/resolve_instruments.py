"""Which instrument a statement means: found by its ids, by a remembered choice, or made anew."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor_desktop.domain.instrument import Instrument, Listing
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import key_of, propose_symbols, valid_isin
from corridor_desktop.services.theme_pack import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corridor_desktop.importers.contract import Identity
    from corridor_desktop.store.portfolio import PortfolioStore

Name = tuple[str, str]
_KOREA = {"XKRX", "XKOS"}
# Some brokers put a bond's nine-place id where a ticker belongs; no price source lists it.
_CUSIP = re.compile(r"(?=.*[0-9])[0-9A-Z]{9}")


class Resolver:
    """Resolves every distinct identity of a file once, inside one import.

    ``choices`` maps an identity key to the instrument id that the user chose for it.
    """

    def __init__(
        self, store: PortfolioStore, batch_id: str, choices: Mapping[str, str] | None = None
    ) -> None:
        self._store = store
        self._batch_id = batch_id
        self._choices = choices or {}
        self._known: dict[str, str] = {}
        self._all = store.instruments.all()

    def resolve(self, identity: Identity, currency: str) -> str | None:
        """Return the id of the instrument, made when nothing like it is known.

        ``None`` when the file names nothing.
        """
        key = key_of(identity, currency)
        if not key:
            return None
        if key not in self._known:
            self._known[key] = self._find(key, identity, currency)
        return self._known[key]

    def _find(self, key: str, identity: Identity, currency: str) -> str:
        chosen = self._choices.get(key)
        found = chosen if chosen in self._all else self._remembered(identity, currency)
        if found is None:
            found = self._make(identity, currency)
        else:
            self._complete(found, identity, currency)
        for kind, value in names(identity, currency):
            self._store.instruments.remember(
                kind, value, found, chosen=found == chosen, batch_id=self._batch_id
            )
        return found

    def _remembered(self, identity: Identity, currency: str) -> str | None:
        for kind, value in names(identity, currency):
            found = self._store.instruments.find(kind, value)
            if found is not None and found in self._all and self._fits(found, identity):
                return found
        return None

    def _fits(self, instrument_id: str, identity: Identity) -> bool:
        """Tell whether two valid ISINs do not contradict each other."""
        known = self._all[instrument_id].isin
        return not (known and identity.isin and known != identity.isin)

    def _complete(self, instrument_id: str, identity: Identity, currency: str) -> None:
        """Add what this file knows and the instrument does not."""
        old = self._all[instrument_id]
        new = replace(
            old,
            isin=old.isin or _isin(identity),
            ticker=old.ticker or identity.symbol,
            listing=old.listing or listing_of(identity, currency),
        )
        if new != old:
            self._keep(new)

    def _make(self, identity: Identity, currency: str) -> str:
        made = Instrument(
            id=self._free_id(identity, currency),
            name=identity.name or identity.label,
            isin=_isin(identity),
            ticker=identity.symbol,
            other_ids=tuple(
                (kind, value)
                for kind in ("wkn", "sedol", "cusip")
                if (value := getattr(identity, kind))
            ),
            listing=listing_of(identity, currency),
        )
        self._keep(made)
        return made.id

    def _keep(self, instrument: Instrument) -> None:
        self._store.instruments.keep(instrument, self._batch_id)
        self._all[instrument.id] = instrument

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


def names(identity: Identity, currency: str) -> Iterator[Name]:
    """Yield every name of an identity, the surest first; a bare name only when it stands alone.

    The order is ISIN, WKN, SEDOL, CUSIP, code at a market, ticker in a currency, name.
    """
    if identity.isin:
        yield "isin", identity.isin
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


def listing_of(identity: Identity, currency: str) -> Listing | None:
    """Return where it trades by the price source's symbol, ``None`` when that is not certain.

    The theme pack knows the listing of its own rows; a code at a known market gives one symbol.
    Two possible symbols are no ground to choose one.
    """
    asked = Instrument("", "", isin=_isin(identity), ticker=identity.symbol)
    rows = suggest((asked,)).get("", ())
    known = {(row.symbol, row.mic) for row in rows if row.symbol}
    if len(known) == 1:
        symbol, mic = known.pop()
        return Listing(symbol, "KRW" if mic in _KOREA else currency, mic)
    if identity.symbol and _CUSIP.fullmatch(identity.symbol):
        return None
    proposed = propose_symbols(identity, currency)
    return Listing(proposed[0], currency) if len(proposed) == 1 and currency else None
