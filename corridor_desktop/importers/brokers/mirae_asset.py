"""Mirae Asset daily totals: two header rows, and buy and sell of a day side by side in one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corridor_desktop.importers.arranged import Arranged
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.numbers import number

_QUANTITY: Final = ("수량", "체결수량", "매수수량", "매도수량")
_COST: Final = ("매매비용", "수수료", "제비용", "비용")
HEADER: Final = ("일자", "종목명", "종목코드", "매매구분", "수량", "평균단가", "금액", "매매비용")


def arrange(records: Sequence[Record]) -> Arranged:
    """Return one record per day, stock and side; a row that moved nothing keeps no side."""
    first, second = records[0], records[1] if len(records) > 1 else records[0]
    names = [fold(cell) for cell in first.cells]
    below = [fold(cell) for cell in second.cells]
    day, title = names.index("일자"), names.index("종목명")
    code = names.index("종목코드") if "종목코드" in names else None
    starts = [place for place, word in enumerate(below) if word in _QUANTITY]
    cost = next(
        (place for row in (below, names) for place, word in enumerate(row) if word in _COST), None
    )
    rows: list[Record] = []
    for record in records[2:]:
        rows.extend(_sides(record, day, title, code, starts, cost))
    return Arranged(HEADER, tuple(rows), (first, second) if second is not first else (first,))


def _sides(
    record: Record, day: int, title: int, code: int | None, starts: Sequence[int], cost: int | None
) -> list[Record]:
    if record.blank or record.filled < 3:
        return [record]
    head = [_at(record, day), _at(record, title), _at(record, code)]
    found = []
    for word, start in zip(("매수", "매도"), starts, strict=False):
        trade = [_at(record, start + step) for step in range(3)]
        read = number(trade[0])
        if read.bad or read.point:
            found.append([*head, word, *trade, ""])
    # Costs of a day stand once per row; sales bear them unless nothing was sold.
    if found:
        found[-1][-1] = _at(record, cost)
        return [Record(record.lines, cells) for cells in found]
    return [Record(record.lines, [*head, "", "", "", "", ""])]


def _at(record: Record, place: int | None) -> str:
    return record.cells[place].strip() if place is not None and place < len(record.cells) else ""
