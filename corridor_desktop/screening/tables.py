"""Lists with a header: the EU's and the UK's CSV, and OpenSanctions' securities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from corridor_desktop.screening.cells import cut, day, loose_rows, named_rows, once, simple
from corridor_desktop.screening.entry import Content, Kind, Listed
from corridor_desktop.screening.identifiers import isins_in, leis_in

_KINDS = {
    "p": Kind.INDIVIDUAL,
    "person": Kind.INDIVIDUAL,
    "individual": Kind.INDIVIDUAL,
    "ship": Kind.VESSEL,
    "vessel": Kind.VESSEL,
}
_HEADER_WITHIN = 25


@dataclass(slots=True)
class _Gathered:
    """One entry while its rows are gathered."""

    main: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    kind: Kind = Kind.ENTITY
    programs: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def listed(self, number: str) -> Listed:
        said = " ".join(once(self.said))
        return Listed(
            number,
            once([*self.main, *self.other]),
            self.kind,
            once(self.programs),
            once(self.countries),
            isins_in(said),
            leis_in(said),
        )


def header_of(table: Sequence[Sequence[str]], *wanted: str) -> int | None:
    """Return where the row is that has all the ``wanted`` columns, ``None``: nowhere near."""
    for place, row in enumerate(table[:_HEADER_WITHIN]):
        if set(wanted) <= {simple(cell) for cell in row}:
            return place
    return None


def read_european(name: str, text: str) -> Content | None:
    """Return the EU's list out of its semicolon-separated file; ``None``: it is another file.

    One entry takes many rows, held together by its logical number. Cells are sometimes opened
    with a stray quotation mark; the reading in which more rows have all their columns is taken.
    """
    table = _better(loose_rows(text, ";"), loose_rows(text, ";", quoted=False))
    place = header_of(table, "entitylogicalid", "namealiaswholename")
    if place is None:
        return None
    found: dict[str, _Gathered] = {}
    dated = next((day(cell) for row in table[:place] for cell in row if day(cell)), None)
    count = 0
    for row in named_rows(name, table, place):
        number = row["entitylogicalid"]
        count += 1
        dated = dated or day(row.get("filegenerationdate", ""))
        if number:
            _add_european(found.setdefault(number, _Gathered()), row)
    return _content(name, "eu", found, dated, count)


def _add_european(entry: _Gathered, row: Mapping[str, str]) -> None:
    parts = [row.get(f"namealias{part}name", "") for part in ("first", "middle", "last")]
    entry.main.append(row["namealiaswholename"] or " ".join(part for part in parts if part))
    kind = row.get("entitysubjecttypeclassificationcode") or row.get("entitysubjecttype", "")
    entry.kind = _KINDS.get(kind.casefold(), Kind.ENTITY)
    entry.programs.append(row.get("entityregulationprogramme", ""))
    for column in ("addresscountryiso2code", "citizenshipcountryiso2code"):
        entry.countries.append(row.get(column, "").replace("00", ""))
    entry.said += [row.get("identificationnumber", ""), row.get("entityremark", "")]


def read_british(name: str, table: Sequence[Sequence[str]]) -> Content | None:
    """Return the UK's list; ``None``: it is another file.

    A line with the day of the report may stand above the header. The family name or the name of
    a body is in ``Name 6``, given names are in ``Name 1`` to ``Name 5``.
    """
    key = "uniqueid"
    place = header_of(table, key, "name6")
    if place is None:
        key = "groupid"  # the list of the Treasury, which the present one replaced in 2026
        place = header_of(table, key, "name6")
    if place is None:
        return None
    found: dict[str, _Gathered] = {}
    dated = next((day(cell) for row in table[:place] for cell in _words_after_colon(row)), None)
    newest = None
    count = 0
    for row in named_rows(name, table, place):
        count += 1
        updated = day(row.get("lastupdated", ""))
        newest = max(filter(None, (newest, updated)), default=None)
        if row[key]:
            _add_british(found.setdefault(row[key], _Gathered()), row)
    return _content(name, "uk", found, dated or newest, count)


def _add_british(entry: _Gathered, row: Mapping[str, str]) -> None:
    parts = [row.get(f"name{place}", "") for place in (1, 2, 3, 4, 5, 6)]
    whole = " ".join(part for part in parts if part and part != "0")
    kind = row.get("nametype", row.get("aliastype", "")).casefold()
    (entry.main if kind.startswith("primary") or not kind else entry.other).append(whole)
    entry.other.append(row.get("namenonlatinscript", ""))
    word = row.get("individualentityship") or row.get("entitytype") or row.get("grouptype", "")
    entry.kind = _KINDS.get(word.casefold(), Kind.ENTITY)
    entry.programs.append(row.get("regimename") or row.get("regime", ""))
    entry.countries.append(row.get("addresscountry") or row.get("country", ""))
    entry.said.append(row.get("otherinformation", ""))


def read_securities(name: str, table: Sequence[Sequence[str]]) -> Content | None:
    """Return OpenSanctions' securities; ``None``: it is another file.

    Issuers that are on no sanctions list and under no investment ban are left out.
    """
    place = header_of(table, "caption", "isins", "sanctioned")
    if place is None:
        return None
    found = []
    count = 0
    for row in named_rows(name, table, place):
        count += 1
        flags = [
            words
            for column, words in (
                ("sanctioned", "on at least one sanctions list"),
                ("eo14071", "under the US ban on new investment in Russia (EO 14071)"),
            )
            if row.get(column, "").casefold() in {"t", "true", "1", "yes"}
        ]
        if flags:
            found.append(_security(row, " and ".join(flags)))
    if not count:
        raise cut(name, "it has a header and nothing else")
    return Content("opensanctions", tuple(found), rows=count)


def _security(row: Mapping[str, str], note: str) -> Listed:
    return Listed(
        row.get("id", ""),
        once([row["caption"], *_split(row.get("aliases", ""))]),
        programs=once(_split(row.get("riskdatasets") or row.get("datasets", ""))),
        countries=once(code.upper() for code in _split(row.get("countries", ""))),
        isins=isins_in(row["isins"]),
        leis=leis_in(row.get("lei", "") or row.get("leicode", "")),
        tickers=(),
        note=note,
    )


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")]


def _content(
    name: str, role: str, found: Mapping[str, _Gathered], dated: date | None, count: int
) -> Content:
    listed = tuple(
        entry for key, gathered in found.items() if (entry := gathered.listed(key)).names
    )
    if not listed:
        raise cut(name, "it has a header and nothing else")
    return Content(role, listed, dated=dated, rows=count)


def _better(one: list[list[str]], other: list[list[str]]) -> list[list[str]]:
    def whole(table: list[list[str]]) -> int:
        width = max((len(row) for row in table[:_HEADER_WITHIN]), default=0)
        return sum(len(row) == width for row in table)

    return one if whole(one) >= whole(other) else other


def _words_after_colon(row: Iterable[str]) -> list[str]:
    return [part for cell in row for part in (cell, cell.rpartition(":")[2]) if day(part)]


READERS: tuple[Callable[[str, Sequence[Sequence[str]]], Content | None], ...] = (
    read_british,
    read_securities,
)
"""What is tried in turn on a comma-separated file with a header."""
