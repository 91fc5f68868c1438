"""The verbs of funds: bring a list of holdings, see what is known, compare two funds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.exposure.look_through import FundOverlap, Index, overlap
from corridor_desktop.importers.fund_holdings import HoldingsFile, read_holdings
from corridor_desktop.services.import_prices import content_of
from corridor_desktop.services.instrument_facts import country_code
from corridor_desktop.services.tag_holdings import find_instrument

if TYPE_CHECKING:
    from corridor_desktop.domain.fetch import Facts
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore

LARGEST = "largest constituents"
"""Marks a list that a price source gave: its head only. A file of the issuer is never replaced."""


@dataclass(frozen=True, slots=True)
class FundStatus:
    """A fund whose holdings are known. ``known`` counts constituents that the portfolio names."""

    fund: Instrument
    as_of: date | None
    source: str
    count: int
    named: Decimal
    residual: Decimal
    known: int


@dataclass(frozen=True, slots=True)
class FundPair:
    """Two held funds and the fraction that is the same in both; ``largest`` names what."""

    one: str
    other: str
    shared: Decimal
    largest: tuple[str, ...]


def fund_pairs(
    held: Iterable[Instrument], lists: Mapping[str, FundHoldings]
) -> tuple[FundPair, ...]:
    """Return what each two of the held funds share, the most first; those that share nothing too.

    Both lists have to be known.
    """
    funds = {thing.id: thing for thing in held if thing.id in lists}
    found = []
    for one, other in combinations(sorted(funds.values(), key=lambda thing: thing.name), 2):
        shared = overlap(lists[one.id], lists[other.id], most=3)
        names = tuple(name for name, _, _ in shared.parts)
        found.append(FundPair(one.name, other.name, shared.fraction, names))
    return tuple(sorted(found, key=lambda pair: (-pair.shared, pair.one, pair.other)))


def fund_status(
    instruments: Mapping[str, Instrument], lists: Mapping[str, FundHoldings]
) -> tuple[FundStatus, ...]:
    """Return what is known of each fund's holdings, by the name of the fund."""
    index = Index(instruments.values())
    found = [
        FundStatus(
            instruments[key], each.as_of, each.source, len(each.parts), each.named,
            each.residual, sum(1 for part in each.parts if index.find(part) is not None),
        )
        for key, each in lists.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.fund.name))


class FundDesk:
    """Keep what funds hold, so that exposure can be seen through them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def import_file(self, path: Path, fund: str) -> HoldingsFile:
        """Read a holdings file and keep it for the fund that a person calls ``fund``.

        Raises
        ------
        UsageTrouble
            No holding, or more than one, is called so.
        FileTrouble, StatementTrouble
            The file cannot be read, or is no list of holdings.
        """
        found = read_holdings(content_of(path), path.name)
        plain = replace(found.holdings, parts=tuple(map(_with_codes, found.holdings.parts)))
        with self._session.store() as store:
            thing = find_instrument(store.instruments.all(), fund)
            with store.together():
                store.funds.keep(thing.id, plain)
                if thing.asset_class is AssetClass.UNKNOWN:
                    store.instruments.keep(replace(thing, asset_class=AssetClass.FUND))
        return replace(found, holdings=plain)

    def status(self) -> tuple[FundStatus, ...]:
        """Return every fund whose holdings are known, by name."""
        with self._session.store() as store:
            return fund_status(store.instruments.all(), store.funds.all())

    def overlap(self, one: str, other: str) -> FundOverlap:
        """Return what two funds share. Raises UsageTrouble when a list of holdings is missing."""
        with self._session.store() as store:
            instruments, lists = store.instruments.all(), store.funds.all()
        return overlap(_list_of(instruments, lists, one), _list_of(instruments, lists, other))

    def forget(self, fund: str) -> None:
        """Forget what a fund holds. Raises UsageTrouble when nothing is known."""
        with self._session.store() as store:
            thing = find_instrument(store.instruments.all(), fund)
            if not store.funds.remove(thing.id):
                raise _unknown(thing.name)


def _list_of(
    instruments: Mapping[str, Instrument], lists: Mapping[str, FundHoldings], name: str
) -> FundHoldings:
    thing = find_instrument(instruments, name)
    if thing.id not in lists:
        raise _unknown(thing.name)
    return lists[thing.id]


def _unknown(name: str) -> UsageTrouble:
    return UsageTrouble(
        "unknown_holdings",
        f"It is not known what {name} holds.",
        "Import the list of holdings from its issuer first.",
    )


def _with_codes(part: Constituent) -> Constituent:
    return replace(part, country=country_code(part.country) or part.country)


def keep_parts(
    store: PortfolioStore, instruments: Iterable[Instrument], facts: Mapping[str, Facts]
) -> None:
    """Keep the constituents that a price source named, where the issuer's list is absent."""
    for thing in instruments:
        found = facts.get(thing.listing.symbol) if thing.listing else None
        if found is None or not found.parts:
            continue
        known = store.funds.source_of(thing.id)
        if known is not None and LARGEST not in known[0]:
            continue
        parts = tuple(Constituent(each.name, each.weight, each.symbol) for each in found.parts)
        store.funds.keep(thing.id, FundHoldings(
            found.fetched_at.date(), f"{found.source}, {LARGEST}", parts
        ))  # fmt: skip
