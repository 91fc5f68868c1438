"""Columns that say to which class an instrument belongs: sectors, groups, tags of other trackers.

A column counts when its title is such a word and no field took it, and when every instrument has
one text in it throughout. Such columns state no weight: the instrument belongs there as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from corridor_desktop.importers.contract import Classification
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.profiles import general_words

if TYPE_CHECKING:
    from corridor_desktop.importers.bins import Bins
    from corridor_desktop.importers.contract import CanonicalRow, Identity, PositionRow
    from corridor_desktop.importers.plan import Plan
    from corridor_desktop.importers.table import Table

_WHOLE: Final = Decimal(1)
_NONE: Final = frozenset({"", "-", "--", "n/a", "none", "null", "unknown", "not available"})
_STEP: Final = " » "


def column_classes(plan: Plan, bins: Bins) -> Iterator[Classification]:
    """Yield what the class columns of a file say about its instruments."""
    words = general_words()["classes"]
    single = {fold(word) for word in words["one"]}
    lists = {fold(word) for word in words["several"]}
    for table in plan.tables:
        unused = set(table.columns.unused)
        for place, title in enumerate(table.columns.header):
            word = fold(title)
            if title in unused and word in single | lists:
                yield from _column(table, place, title, bins, several=word in lists)


def _column(
    table: Table, place: int, title: str, bins: Bins, *, several: bool
) -> Iterator[Classification]:
    cells = {
        record.lines[0]: record.cells[place].strip()
        for record in table.records
        if place < len(record.cells)
    }
    rows: Sequence[CanonicalRow | PositionRow] = (*bins.transactions, *bins.positions)
    texts: dict[Identity, set[str]] = defaultdict(set)
    lines: dict[Identity, list[int]] = defaultdict(list)
    for row in rows:
        text = cells.get(row.lines[0], "")
        if not row.instrument.empty and fold(text) not in _NONE:
            texts[row.instrument].add(text)
            lines[row.instrument].extend(row.lines)
    if any(len(found) > 1 for found in texts.values()):
        return
    for instrument, (text,) in texts.items():
        for part in _parts(text) if several else [text]:
            path = tuple(step.strip() for step in part.split(_STEP) if step.strip())
            if path:
                found = tuple(sorted(set(lines[instrument])))
                yield Classification(title, path, instrument, _WHOLE, stated=False, lines=found)


def _parts(text: str) -> list[str]:
    for mark in (";", "|", ","):
        if mark in text:
            return list(dict.fromkeys(part.strip() for part in text.split(mark) if part.strip()))
    return [text]
