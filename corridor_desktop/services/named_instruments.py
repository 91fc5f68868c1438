"""The distinct instruments of a file: what each is taken for, by what evidence, and what to ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.identity import (
    currency_of,
    home_symbols,
    key_of,
    propose_symbols,
    valid_isin,
)
from corridor_desktop.services import krx_names
from corridor_desktop.services.resolve_instruments import (
    LATER,
    SYMBOL,
    Known,
    chosen_listing,
    listing_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corridor_desktop.importers.contract import CanonicalRow, Identity, PositionRow

_EMPTY = Known({}, {}, {})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that makes sense; ``value`` is what ``Answers.instruments`` takes."""

    value: str
    text: Message


@dataclass(frozen=True, slots=True)
class Named:
    """One distinct instrument of a file.

    ``key`` is the key of its answer and ``lines`` the rows that name it. ``symbol`` is the price
    symbol it would have, empty while nobody has stated one; ``how`` says by what evidence.
    ``doubtful`` asks for a look: no symbol, or a name that the book has for another ISIN.
    """

    key: str
    identity: Identity
    currency: str
    lines: tuple[int, ...]
    symbol: str
    how: Message
    instrument_id: str | None = None
    doubtful: bool = False
    candidates: tuple[Candidate, ...] = ()


def name_instruments(
    rows: Iterable[CanonicalRow | PositionRow],
    choices: Mapping[str, str],
    known: Known | None = None,
) -> tuple[Named, ...]:
    """Return every distinct instrument, those that ask for a look first, then as in the file."""
    book = known or _EMPTY
    lines: dict[tuple[Identity, str], list[int]] = defaultdict(list)
    for row in rows:
        if not row.instrument.empty:
            lines[row.instrument, row.currency].extend(row.lines)
    first: dict[str, tuple[Identity, str]] = {}
    told: dict[str, list[int]] = defaultdict(list)
    for (identity, currency), places in lines.items():
        key = key_of(identity, currency)
        first.setdefault(key, (identity, currency))
        told[key] += places
    twins = _twins(first)
    found = [
        _named(key, *pair, tuple(told[key]), choices.get(key, ""), book, twins.get(key, ()))
        for key, pair in first.items()
    ]
    return tuple(sorted(found, key=lambda each: not each.doubtful))


def _twins(first: Mapping[str, tuple[Identity, str]]) -> dict[str, tuple[str, ...]]:
    """Return keys of one file that share a code but not the ISIN: an ISIN may have changed."""
    by_code: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, (identity, currency) in first.items():
        if identity.symbol and identity.isin:
            by_code[identity.symbol.upper(), currency].append(key)
    return {key: tuple(keys[:place]) for keys in by_code.values() for place, key in enumerate(keys)}


def _named(
    key: str,
    identity: Identity,
    currency: str,
    lines: tuple[int, ...],
    choice: str,
    book: Known,
    twins: tuple[str, ...],
) -> Named:
    instrument_id = book.find(identity, currency)
    symbol, how = _evidence(identity, currency, instrument_id, book)
    other = None if instrument_id else book.contradicted(identity, currency)
    doubtful = not symbol or other is not None or bool(twins)
    candidates = _candidates(identity, currency, other, twins, book) if doubtful else ()
    if choice:
        listing = chosen_listing(choice, currency)
        thing = book.instruments.get(choice)
        chosen = thing.listing if thing is not None else listing
        symbol = chosen.symbol if chosen is not None else symbol
        how = Message.of("import.instrument_later" if choice == LATER else "import.instrument_you")
        doubtful = False
    return Named(key, identity, currency, lines, symbol, how, instrument_id, doubtful, candidates)


def _evidence(
    identity: Identity, currency: str, instrument_id: str | None, book: Known
) -> tuple[str, Message]:
    """Return the price symbol and why it is that one."""
    thing = book.instruments.get(instrument_id) if instrument_id else None
    if thing is not None and thing.listing is not None:
        return thing.listing.symbol, Message.of("import.instrument_known", name=thing.name)
    listing = listing_of(identity, currency)
    korean = krx_names.find(identity, currency)
    if listing is not None and korean is not None:
        return listing.symbol, Message.of("import.instrument_krx", day=krx_names.AS_OF)
    if listing is not None:
        return listing.symbol, Message.of("import.instrument_code")
    if identity.isin and not valid_isin(identity.isin):
        return "", Message.of("import.isin_check_digit", isin=identity.isin)
    return "", Message.of("import.instrument_open")


def _candidates(
    identity: Identity, currency: str, other: str | None, twins: tuple[str, ...], book: Known
) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    if other is not None:
        text = Message.of("import.same_as", name=book.instruments[other].name)
        found[other] = Candidate(other, text)
    for twin in twins:
        found[twin] = Candidate(twin, Message.of("import.same_as", name=twin.partition(":")[2]))
    for symbol in (*propose_symbols(identity, currency), *home_symbols(identity)):
        money = currency_of(symbol, currency)
        text = Message.of("import.candidate_symbol", symbol=symbol, currency=money)
        found.setdefault(symbol, Candidate(f"{SYMBOL}{symbol}", text))
    return tuple(found.values())
