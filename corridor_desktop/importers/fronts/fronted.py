"""What a front end hands on: tables of text cells, and how they were found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor_desktop.importers.cells import Record, Sheet
from corridor_desktop.importers.contract import Classification


@dataclass(frozen=True, slots=True)
class Fronted:
    """``sheets`` share one count of lines; ``encoding`` is ``None`` where the file has none.

    A file of classes alone has no sheet; ``physical`` counts its lines then.
    """

    sheets: tuple[Sheet, ...]
    encoding: str | None
    evidence: str
    classifications: tuple[Classification, ...] = ()
    physical: int = 0


def sheet_of(
    header: Sequence[str], rows: Iterable[tuple[Sequence[int], Sequence[str]]], physical: int
) -> Sheet:
    """Return a table whose rows know their lines; every other line is structure.

    Line 1 holds the header in name only: no such file has one.
    """
    records = [Record((1,), list(header))]
    taken = {1}
    for lines, cells in rows:
        own = tuple(line for line in lines if line not in taken)
        taken.update(own)
        if own:
            records.append(Record(own, [cell.strip() for cell in cells]))
    rest = tuple(line for line in range(1, physical + 1) if line not in taken)
    if rest:
        records.append(Record(rest, [""] * len(header)))
    return Sheet(records, physical, "", "")
