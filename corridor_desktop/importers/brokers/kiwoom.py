"""Kiwoom order log: two header rows, and two physical lines for every order."""

from __future__ import annotations

from collections.abc import Sequence

from corridor_desktop.importers.arranged import Arranged
from corridor_desktop.importers.cells import Record


def arrange(records: Sequence[Record]) -> Arranged:
    """Return one record per order, made of its two lines; a line without its twin stays alone."""
    header = [*records[0].cells, *(records[1].cells if len(records) > 1 else [])]
    width = len(records[0].cells)
    rows: list[Record] = []
    body = [record for record in records[2:] if not record.blank]
    blank = [record for record in records[2:] if record.blank]
    for one, two in zip(body[::2], body[1::2], strict=False):
        cells = [*one.cells[:width], *[""] * (width - len(one.cells)), *two.cells]
        rows.append(Record((*one.lines, *two.lines), cells))
    if len(body) % 2:
        rows.append(body[-1])
    return Arranged(header, (*rows, *blank), tuple(records[:2]))
