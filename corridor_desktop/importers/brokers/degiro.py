"""DEGIRO account ledger: a long order id may run on into a line of its own."""

from __future__ import annotations

from collections.abc import Sequence

from corridor_desktop.importers.arranged import Arranged
from corridor_desktop.importers.cells import Record


def arrange(records: Sequence[Record]) -> Arranged:
    """Return the rows with a run-on line joined to the row above it."""
    rows: list[Record] = []
    for record in records[1:]:
        if rows and _runs_on(rows[-1], record):
            above = rows[-1]
            place = next(i for i, cell in enumerate(record.cells) if cell.strip())
            cells = list(above.cells)
            cells += [""] * (place + 1 - len(cells))
            cells[place] += record.cells[place]
            rows[-1] = Record((*above.lines, *record.lines), cells)
        else:
            rows.append(record)
    return Arranged(records[0].cells, tuple(rows), (records[0],))


def _runs_on(above: Record, record: Record) -> bool:
    if record.filled != 1:
        return False
    place = next(i for i, cell in enumerate(record.cells) if cell.strip())
    return place < len(above.cells) and above.cells[place].rstrip().endswith("-")
