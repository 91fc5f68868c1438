"""Holdings held against the lists on the shelf, and one name held against another."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.instrument import AssetClass, Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.screening import names
from corridor_desktop.screening.entry import Content
from corridor_desktop.screening.identifiers import exchange_ticker
from corridor_desktop.screening.read import assemble
from corridor_desktop.screening.screen import Hit, Match, Register, Subject
from corridor_desktop.services import list_shelf
from corridor_desktop.services.list_shelf import Kept

_NOT_SCREENED = frozenset({AssetClass.CASH, AssetClass.CURRENCY, AssetClass.INDEX})


@dataclass(frozen=True, slots=True)
class Screened:
    """What one thing met on the lists; nothing met is no clearance."""

    key: str
    label: str
    name: str
    country: str | None
    hits: tuple[Hit, ...]

    @property
    def strongest(self) -> Match | None:
        """Return how it met the lists at most, ``None`` for not at all."""
        return min((hit.match for hit in self.hits), key=list(Match).index, default=None)


@dataclass(frozen=True, slots=True)
class Screening:
    """One screening: which lists, of which days, and what was met, strongest first."""

    lists: tuple[Kept, ...]
    screened: tuple[Screened, ...]
    today: date

    @property
    def to_check(self) -> tuple[Screened, ...]:
        """Return what met a list by identifier or by the very same name."""
        return tuple(
            found
            for found in self.screened
            if found.strongest in {Match.IDENTIFIER, Match.SAME_NAME}
        )

    @property
    def similar(self) -> tuple[Screened, ...]:
        """Return what met nothing but similar names."""
        return tuple(found for found in self.screened if found.strongest is Match.SIMILAR_NAME)

    @property
    def stale(self) -> tuple[Kept, ...]:
        """Return the lists that are older than a week."""
        return tuple(kept for kept in self.lists if kept.stale(self.today))


def screen(things: Iterable[Instrument], today: date) -> Screening:
    """Hold instruments against every list on the shelf. Raises ListTrouble or FileTrouble."""
    lists = list_shelf.shelf()
    register = _register(list_shelf.contents())
    found = [
        Screened(thing.id, thing.label, thing.name, thing.country, register.screen(subject(thing)))
        for thing in things
        if thing.asset_class not in _NOT_SCREENED
    ]
    order = [*Match, None]
    found.sort(key=lambda each: (order.index(each.strongest), each.name.casefold()))
    return Screening(lists, tuple(found), today)


def screen_one(subject: Subject, today: date) -> Screening:
    """Hold one name or identifier against every list on the shelf."""
    register = _register(list_shelf.contents())
    shown = next(iter((*subject.names, *subject.isins, *subject.leis, *subject.tickers)), "")
    one = Screened(subject.key, shown, shown, subject.country, register.screen(subject))
    return Screening(list_shelf.shelf(), (one,), today)


def subject(thing: Instrument) -> Subject:
    """Return what is looked for of an instrument: its identifiers, its name, its issuer."""
    symbols = [thing.listing.symbol if thing.listing else "", thing.ticker or ""]
    tickers = [found for symbol in symbols if symbol and (found := exchange_ticker(symbol))]
    other = {value.upper() for kind, value in thing.other_ids if kind.casefold() == "lei"}
    issuer = [thing.issuer] if thing.issuer and thing.issuer != thing.id else []
    return Subject(
        thing.id,
        tuple(dict.fromkeys([thing.name, *issuer])),
        (thing.isin.upper(),) if thing.isin else (),
        tuple(sorted(other)),
        tuple(dict.fromkeys(tickers)),
        thing.country,
    )


def told(hit: Hit, kept: Mapping[str, Kept]) -> Message:
    """Return a hit as a message: what was met, where, of which day, and that it proves nothing."""
    listed = hit.listed
    source = kept.get(hit.role)
    return Message.of(
        f"screening.{hit.match}",
        on=hit.on,
        name=listed.name,
        id=listed.id,
        programs=", ".join(listed.programs) or "no programme stated",
        countries=", ".join(listed.countries) or "not stated",
        list=source.title if source else hit.role,
        day=source.dated if source else "",
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and how alike they are; ``same`` from the likeness at which they are similar."""

    one: str
    other: str
    likeness: float
    labelled: bool | None = None

    @property
    def same(self) -> bool:
        """Tell whether the two names are alike enough to be shown together."""
        return self.likeness >= names.SIMILAR


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of names with, where they are labelled, how often the likeness was right."""

    pairs: tuple[Pair, ...]
    precision: float | None
    recall: float | None
    f1: float | None


def compare(path: Path) -> Compared:
    """Hold the two names of every row of a CSV file against each other.

    The columns are ``name1`` and ``name2``; ``is_match`` (True or False) is optional.

    Raises
    ------
    UsageTrouble
        The file is missing or has no such columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageTrouble("no_pairs", f"{path.name} cannot be read as CSV.") from error
    if not cells or not {"name1", "name2"} <= set(cells[0]):
        raise UsageTrouble("no_pairs", f"{path.name} has no columns name1 and name2.")
    pairs = tuple(_pair(row) for row in cells)
    return Compared(pairs, *_quality(pairs))


def _pair(row: Mapping[str, str]) -> Pair:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    one, other = row["name1"] or "", row["name2"] or ""
    labelled = words.get((row.get("is_match") or "").strip().casefold())
    return Pair(one, other, names.likeness(one, other), labelled)


def _quality(pairs: Iterable[Pair]) -> tuple[float | None, float | None, float | None]:
    labelled = [pair for pair in pairs if pair.labelled is not None]
    right = sum(pair.same and pair.labelled is True for pair in labelled)
    said = sum(pair.same for pair in labelled)
    true = sum(pair.labelled is True for pair in labelled)
    precision = right / said if said else None
    recall = right / true if true else None
    return precision, recall, 2 * right / (said + true) if said + true else None


_registers: dict[tuple[tuple[str, int], ...], Register] = {}


def _register(files: Mapping[str, Content]) -> Register:
    """Return the index over the lists; the last one is kept, because it takes a moment."""
    key = tuple((role, id(content)) for role, content in files.items())
    if key not in _registers:
        _registers.clear()
        _registers[key] = Register(assemble(files))
    return _registers[key]
