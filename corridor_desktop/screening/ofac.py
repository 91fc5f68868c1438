"""OFAC's comma-separated files: the SDN list, the consolidated one, and their companions.

None has a header. Nothing is written as ``-0- `` with a trailing blank, several programmes as
``DPRK2] [DPRK3`` without the outer brackets, entities have nothing as their type, and the last
line is one byte 0x1A. There is no date inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corridor_desktop.domain.message import Message
from corridor_desktop.screening.cells import END_OF_FILE, cut, once, strange
from corridor_desktop.screening.entry import Content, Extra, Kind, Listed
from corridor_desktop.screening.identifiers import isins_in, leis_in, tickers_in

MAIN, ALT, ADD, COMMENTS = 12, 5, 6, 2
"""How many columns each file has."""

_NOTHING = "-0-"
_WEAK_ALIAS = re.compile(r"a\.k\.a\.\s+'([^']+)'")
_BETWEEN = re.compile(r"\]\s*\[")
_KINDS = {
    "": Kind.ENTITY,
    "individual": Kind.INDIVIDUAL,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
_NOT_SDN = re.compile(r"NS-|CMIC|SSI|561-|FSE-|BPI-|EO13662|DIRECTIVE")


def fits(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows look like one of OFAC's files: a number first, a known width."""
    head = [row for row in table[:20] if len(row) > 1]
    widths = {len(row) for row in head}
    known = bool(widths & {MAIN, ALT, ADD, COMMENTS})
    return bool(head) and known and all(row[0].isdigit() for row in head)


def read(name: str, table: Sequence[Sequence[str]], text: str) -> Content:
    """Return what one of OFAC's files holds.

    Raises
    ------
    ListTrouble
        ``cut_list``: a row has fewer columns than the file's others; ``not_a_list``.
    """
    width = max(len(row) for row in table[:50])
    clean = [[_cell(cell) for cell in row] for row in table]
    for number, row in enumerate(clean, start=1):
        if len(row) < width:
            raise cut(name, f"row {number} has {len(row)} of {width} columns")
        if len(row) > width or not row[0].isdigit():
            raise strange(name, f"row {number} is not built like the others")
    if _unfinished(text):
        raise cut(name, f"its last row, {len(clean)}, is not finished")
    notes = () if END_OF_FILE in text[-8:] else (Message.of("screening.no_end_mark"),)
    consolidated = "cons" in name.casefold()
    if width == MAIN:
        listed = tuple(_listed(row) for row in clean)
        consolidated = consolidated or _mostly_not_sdn(listed)
        role = "ofac_cons" if consolidated else "ofac_sdn"
        return Content(role, listed, rows=len(clean), notes=notes)
    prefix = "ofac_cons" if consolidated else "ofac"
    part, extras = _extras(name, width, clean)
    return Content(f"{prefix}_{part}", extras=extras, rows=len(clean), notes=notes)


def joined(main: Content, companions: Sequence[Content]) -> tuple[Listed, ...]:
    """Return the entries of the main file with what its companions add.

    Remarks that overflow are cut in the middle of a word and go on in the comments file, so the
    identifiers are looked for in both together.
    """
    extras: dict[str, list[Extra]] = {}
    for content in companions:
        for extra in content.extras:
            extras.setdefault(extra.id, []).append(extra)
    return tuple(_join(listed, extras.get(listed.id, [])) for listed in main.listed)


def _join(listed: Listed, extras: Sequence[Extra]) -> Listed:
    if not extras:
        return listed
    remarks = listed.note + "".join(extra.remarks for extra in extras)
    names = [*listed.names, *(name for extra in extras for name in extra.names)]
    return Listed(
        listed.id,
        once([*names, *_WEAK_ALIAS.findall(remarks)]),
        listed.kind,
        listed.programs,
        once([*listed.countries, *(found for extra in extras for found in extra.countries)]),
        isins_in(remarks),
        leis_in(remarks),
        tickers_in(remarks),
        remarks,
    )


def _listed(row: Sequence[str]) -> Listed:
    remarks = row[11]
    return Listed(
        row[0],
        once([row[1], *_WEAK_ALIAS.findall(remarks)]),
        _KINDS.get(row[2].casefold(), Kind.ENTITY),
        once(_BETWEEN.sub("|", row[3]).strip("[] ").split("|")),
        once([row[9]]),
        isins_in(remarks),
        leis_in(remarks),
        tickers_in(remarks),
        remarks,
    )


def _extras(name: str, width: int, table: Sequence[Sequence[str]]) -> tuple[str, tuple[Extra, ...]]:
    if width == ALT:
        return "alt", tuple(Extra(row[0], names=once([row[3]])) for row in table)
    if width == ADD:
        return "add", tuple(Extra(row[0], countries=once([row[4]])) for row in table)
    if width == COMMENTS:
        return "comments", tuple(Extra(row[0], remarks=row[1]) for row in table)
    raise strange(name, f"it has {width} columns")


def _mostly_not_sdn(listed: Sequence[Listed]) -> bool:
    """Tell the consolidated file from the SDN list where the file's name does not."""
    marked = sum(any(_NOT_SDN.search(word) for word in found.programs) for found in listed)
    return marked > len(listed) / 2


def _unfinished(text: str) -> bool:
    """Tell whether the last line neither ends nor could have ended where it stops."""
    if text.endswith(("\n", "\r", END_OF_FILE)):
        return False
    return not text.rstrip(" ").endswith(('"', _NOTHING))


def _cell(cell: str) -> str:
    return "" if cell == _NOTHING else cell
