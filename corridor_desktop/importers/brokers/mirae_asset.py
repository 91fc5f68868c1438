"""Mirae Asset daily totals: two header rows, and buy and sell of a day side by side in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corridor_desktop.importers.arranged import Arranged
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.numbers import number

_COST: Final = ("매매비용", "수수료", "제비용", "비용")
_HEAD: Final = ("일자", "종목명", "종목코드", "통화")
HEADER: Final = (*_HEAD, "매매구분", "수량", "평균단가", "금액", "매매비용")


@dataclass(frozen=True, slots=True)
class _Side:
    """Where one side of the day stands: the columns of quantity, average price and amount."""

    word: str
    places: tuple[int, int, int]


def arrange(records: Sequence[Record]) -> Arranged:
    """Return one record per day, stock and side; a row that moved nothing keeps no side."""
    first, second = records[0], records[1] if len(records) > 1 else records[0]
    names = [fold(cell) for cell in first.cells]
    below = [fold(cell) for cell in second.cells]
    head = [_place(names, below, word) for word in _HEAD]
    cost = next((p for word in _COST if (p := _place(names, below, word)) is not None), None)
    sides = _sides(below)
    won = _whole(records[2:], sides) and head[3] is None
    rows: list[Record] = []
    for record in records[2:]:
        rows.extend(_split(record, head, sides, cost, "KRW" if won else ""))
    used = (first, second) if second is not first else (first,)
    return Arranged(HEADER, tuple(rows), used)


def _place(names: Sequence[str], below: Sequence[str], word: str) -> int | None:
    for row in (names, below):
        if word in row:
            return row.index(word)
    return None


def _sides(below: Sequence[str]) -> list[_Side]:
    """Return the groups that name a bought or sold amount; others (a balance) are no side."""
    starts = [place for place, word in enumerate(below) if word.endswith("수량")]
    found = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(below)
        group = range(start, end)
        price = next((p for p in group if "단가" in below[p]), None)
        for word in ("매수", "매도"):
            amount = next((p for p in group if below[p].startswith(f"{word}금액")), None)
            if price is not None and amount is not None:
                found.append(_Side(word, (start, price, amount)))
    return found


def _whole(records: Sequence[Record], sides: Sequence[_Side]) -> bool:
    """Tell whether prices and amounts are whole: won have no cents, foreign currencies do."""
    for record in records:
        for side in sides:
            for place in side.places[1:]:
                value = number(_at(record, place)).point
                if value is not None and value % 1:
                    return False
    return True


def _split(
    record: Record,
    head: Sequence[int | None],
    sides: Sequence[_Side],
    cost: int | None,
    currency: str,
) -> list[Record]:
    if record.blank or record.filled < 3:
        return [record]
    start = [_at(record, place) for place in head]
    start[3] = start[3] or currency
    found = []
    for side in sides:
        trade = [_at(record, place) for place in side.places]
        read = number(trade[0])
        if read.bad or read.point:
            found.append([*start, side.word, *trade, ""])
    if not found:
        # Without known sides nobody can say what moved; the word is then asked about.
        word = "" if sides else "매수/매도"
        return [Record(record.lines, [*start, word, "", "", "", ""])]
    # Costs of a day stand once per row; sales bear them unless nothing was sold.
    found[-1][-1] = _at(record, cost)
    return [Record(record.lines, cells) for cells in found]


def _at(record: Record, place: int | None) -> str:
    return record.cells[place] if place is not None and place < len(record.cells) else ""
