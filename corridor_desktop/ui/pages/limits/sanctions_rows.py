"""Sanctions lists and what was met on them, as table rows. Similar names are never red."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.message import Message
from corridor_desktop.screening.screen import Hit, Match
from corridor_desktop.services.list_shelf import Kept, notes
from corridor_desktop.services.screen_holdings import Screened, Screening, told
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list on the shelf, seen today."""

    kept: Kept
    today: date

    @property
    def said(self) -> str:
        """Return what has to be said beside it."""
        return " ".join(say(note) for note in notes(self.kept, self.today))


@dataclass(frozen=True, slots=True)
class HitRow:
    """One thing that met one entry."""

    screened: Screened
    hit: Hit
    lists: Mapping[str, Kept]

    @property
    def source(self) -> Kept | None:
        """Return the list."""
        return self.lists.get(self.hit.role)


_WORDS = {
    Match.IDENTIFIER: "on a list",
    Match.SAME_NAME: "same name",
    Match.SIMILAR_NAME: "similar, probably not",
}
_ORDER = list(Match)


def hit_rows(screening: Screening, *, similar: bool) -> tuple[HitRow, ...]:
    """Return what was met; similar names only where they are asked for."""
    lists = {kept.role: kept for kept in screening.lists}
    return tuple(
        HitRow(screened, hit, lists)
        for screened in screening.screened
        for hit in screened.hits
        if similar or hit.match is not Match.SIMILAR_NAME
    )


def summary(screening: Screening) -> str:
    """Return what was met in one sentence; no hit is never called clear."""
    if not screening.lists:
        return say(Message.of("screening.no_lists"))
    count, close = len(screening.to_check), len(screening.similar)
    words = say(Message.of("screening.none"))
    if count:
        verb = "meets" if count == 1 else "meet"
        words = f"{count} of {len(screening.screened)} {verb} a list and should be checked."
    if close:
        many = "names are" if close > 1 else "name is"
        words += f" {close} further {many} similar to a listed one, and probably not the same."
    return words


def _tell(row: HitRow) -> str:
    return say(told(row.hit, row.lists))


def _places(row: HitRow) -> str:
    return ", ".join(row.hit.listed.countries) or "not stated"


LIST_COLUMNS: tuple[Column[ListRow], ...] = (
    Column("title", "List", lambda r: r.kept.title, lambda r: r.kept.title,
           lambda r: f"{r.kept.title} ({r.kept.name})", width=330),
    Column("dated", "Of", lambda r: r.kept.dated,
           lambda r: fmt.day(date.fromisoformat(r.kept.dated)), width=104),
    Column("age", "Age", lambda r: float(r.kept.age(r.today)),
           lambda r: f"{r.kept.age(r.today)} days", numeric=True,
           tone=lambda r: "warning" if r.kept.stale(r.today) else "", width=72),
    Column("entries", "Entries", lambda r: float(r.kept.entries),
           lambda r: fmt.count(r.kept.entries), numeric=True, width=72),
    Column("said", "To know", lambda r: r.said, lambda r: r.said, lambda r: r.said, width=300),
)  # fmt: skip

HIT_COLUMNS: tuple[Column[HitRow], ...] = (
    Column("holding", "Holding", lambda r: r.screened.name, lambda r: r.screened.name, _tell,
           width=170),
    Column("match", "Met", lambda r: float(_ORDER.index(r.hit.match)),
           lambda r: _WORDS[r.hit.match], _tell,
           tone=lambda r: "muted" if r.hit.match is Match.SIMILAR_NAME else "warning", width=158),
    Column("on", "By", lambda r: r.hit.on, lambda r: r.hit.on, _tell, width=130),
    Column("listed", "Entry", lambda r: r.hit.listed.name, lambda r: r.hit.listed.name, _tell,
           width=210),
    Column("countries", "Country of the entry", _places, _places, width=136),
    Column("programs", "Programme", lambda r: ", ".join(r.hit.listed.programs),
           lambda r: ", ".join(r.hit.listed.programs), width=126),
    Column("list", "List", lambda r: r.hit.role,
           lambda r: r.source.title if r.source else r.hit.role, _tell, width=120),
)  # fmt: skip


def hit_key(row: HitRow) -> str:
    """Return what names a hit."""
    return f"{row.screened.key}|{row.hit.role}|{row.hit.listed.id}"
