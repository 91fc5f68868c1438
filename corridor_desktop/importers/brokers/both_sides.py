"""Daily totals with columns of their own for what was bought and what was sold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corridor_desktop.importers.arranged import Arranged
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.numbers import number

_SIDES: Final = ("매수", "매도")
_OWN: Final = ("매매", "수량", "단가", "금액")
_COSTS: Final = ("수수료", "세금", "제세금")


def arrange(records: Sequence[Record]) -> Arranged:
    """Return one record per side that moved; the columns of both sides become one set.

    Costs stand once per row; where both sides moved, the sale bears them.
    """
    names = [fold(cell) for cell in records[0].cells]
    groups = [(side, _group(names, side)) for side in _SIDES]
    won = "" if "통화" in names else "KRW"
    header = [*records[0].cells, *_OWN, *([] if "통화" in names else ["통화"])]
    costs = [place for place, name in enumerate(names) if name in _COSTS]
    rows: list[Record] = []
    for record in records[1:]:
        rows.extend(_split(record, len(names), groups, costs, won))
    return Arranged(header, tuple(rows), (records[0],))


def _group(names: Sequence[str], side: str) -> tuple[int | None, ...]:
    words = {
        "매수": (("매수수량",), ("매수단가", "매입단가"), ("매수금액",)),
        "매도": (("매도수량",), ("매도단가",), ("매도금액",)),
    }[side]
    return tuple(
        next((names.index(word) for word in listed if word in names), None) for listed in words
    )


def _split(
    record: Record,
    width: int,
    groups: Sequence[tuple[str, tuple[int | None, ...]]],
    costs: Sequence[int],
    won: str,
) -> list[Record]:
    if record.blank or record.filled < 3:
        return [record]
    start = [*record.cells[:width], *[""] * (width - len(record.cells))]
    moved = [(side, [_at(record, place) for place in places]) for side, places in groups]
    moved = [(side, cells) for side, cells in moved if _moves(cells[0])]
    tail = [won] if won else []
    if not moved:
        return [Record(record.lines, [*start, "", "", "", "", *tail])]
    found = []
    for index, (side, cells) in enumerate(moved, 1):
        own = start.copy()
        if index < len(moved):
            for place in costs:
                own[place] = ""
        found.append(Record(record.lines, [*own, side, *cells, *tail]))
    return found


def _moves(cell: str) -> bool:
    read = number(cell)
    return read.bad or bool(read.point)


def _at(record: Record, place: int | None) -> str:
    return record.cells[place] if place is not None and place < len(record.cells) else ""
