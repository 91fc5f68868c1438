"""Files of closing prices, as Yahoo, the Korean exchange, investing.com, Stooq and others write.

What is a close is kept as written; what is none is left out and told with its line.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import SeriesEvent, Split
from corridor_desktop.feeds.csv_cells import Reader, choose_reader, read_dates
from corridor_desktop.feeds.csv_columns import Columns, find_columns, is_null
from corridor_desktop.feeds.csv_events import read_events
from corridor_desktop.feeds.csv_text import Row, decode, not_prices, split_rows
from corridor_desktop.feeds.volumes import units

_LINES_NAMED = 12


@dataclass(frozen=True, slots=True)
class PriceFile:
    """What a file says: rising ``days`` (ordinals) with ``closes``, both of length n.

    ``symbol`` and ``currency`` are ``None`` where the file does not name them. ``volumes`` are the
    traded units of the sessions that state them, ``events`` what the file says of sessions beside
    their closes.
    """

    days: array[int]
    closes: array[float]
    splits: tuple[Split, ...] = ()
    symbol: str | None = None
    currency: str | None = None
    notices: tuple[Message, ...] = ()
    volumes: tuple[tuple[date, float], ...] = ()
    events: tuple[SeriesEvent, ...] = ()


@dataclass(slots=True)
class _Kept:
    """Closes by day with their line, and the lines that were left out, by reason."""

    closes: dict[date, tuple[int, Decimal]] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)

    def leave(self, reason: str, line: int) -> None:
        """Note a line that brought no close."""
        self.left.setdefault(reason, []).append(line)


def read_prices(content: bytes) -> PriceFile:
    """Read the dates and closes of one symbol.

    Raises
    ------
    FeedTrouble
        not_prices, doubtful_dates or doubtful_numbers.
    """
    rows, delimiter = split_rows(decode(content))
    columns = find_columns(rows)
    body = [row for row in rows[columns.body :] if len(row.cells) > columns.day]
    days = read_dates([row.cells[columns.day] for row in body], month_first=columns.month_first)
    dated = [(row, day) for row, day in zip(body, days, strict=True) if day is not None]
    if not dated:
        raise not_prices("No line holds a date and a close.")
    reader = _reader([row for row, _ in dated], columns, delimiter)
    kept = _Kept()
    for row, day in zip(body, days, strict=True):
        _keep(kept, row, day, columns, reader)
    _refuse_other_tables(kept)
    ordered = sorted(kept.closes)
    return PriceFile(
        days=array("i", [day.toordinal() for day in ordered]),
        closes=array("d", [float(kept.closes[day][1]) for day in ordered]),
        splits=_splits(dated, columns),
        symbol=columns.symbol,
        volumes=_volumes(dated, columns),
        events=read_events(dated, columns, reader),
        notices=_notices(kept, [(row.line, day) for row, day in dated], columns),
    )


def _reader(body: Sequence[Row], columns: Columns, delimiter: str) -> Reader:
    closes = [_cell(row, columns.close) for row in body]
    others = [
        cell
        for row in body
        for place, cell in enumerate(row.cells)
        if place not in {columns.day, columns.close}
    ]
    return choose_reader(closes, others, delimiter, korean=columns.korean)


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _keep(kept: _Kept, row: Row, day: date | None, columns: Columns, reader: Reader) -> None:
    cell = _cell(row, columns.close)
    close = None if is_null(cell) else reader(cell)
    if day is None:
        kept.leave("feeds.no_date", row.line)
    elif is_null(cell):
        kept.leave("feeds.no_close", row.line)
    elif close is None:
        kept.leave("feeds.not_a_number", row.line)
    elif close <= 0:
        kept.leave("feeds.not_above_zero", row.line)
    else:
        before = kept.closes.get(day)
        if before is not None:
            same = before[1] == close
            kept.leave("feeds.same_day_same" if same else "feeds.same_day_other", row.line)
        kept.closes[day] = (row.line, close)


def _refuse_other_tables(kept: _Kept) -> None:
    unread = len(kept.left.get("feeds.not_a_number", ()))
    if not kept.closes or unread > len(kept.closes):
        raise not_prices("Hardly a line of it holds a close that is a number.")


def _volumes(dated: Sequence[tuple[Row, date]], columns: Columns) -> tuple[tuple[date, float], ...]:
    if columns.volume is None:
        return ()
    found = ((day, units(_cell(row, columns.volume))) for row, day in dated)
    return tuple((day, volume) for day, volume in found if volume is not None)


def _splits(dated: Sequence[tuple[Row, date]], columns: Columns) -> tuple[Split, ...]:
    if columns.splits is None:
        return ()
    found = {}
    for row, day in dated:
        ratio = _ratio(_cell(row, columns.splits))
        if ratio is not None:
            found[day] = Split(day, ratio)
    return tuple(found[day] for day in sorted(found))


def _ratio(cell: str) -> Decimal | None:
    """Return new units per old from ``5.0`` or ``5:1``, ``None`` where there was no split."""
    parts = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s*[:/]\s*(\d+(?:\.\d+)?))?", cell.strip())
    if parts is None:
        return None
    try:
        ratio = Decimal(parts[1]) / Decimal(parts[2] or "1")
    except InvalidOperation:
        return None
    return ratio.normalize() if ratio > 0 and ratio != 1 else None


def _notices(
    kept: _Kept, dated: Sequence[tuple[int, date]], columns: Columns
) -> tuple[Message, ...]:
    notices = [
        Message.of(reason, count=len(lines), lines=_named(lines))
        for reason, lines in kept.left.items()
    ]
    breaks = _breaks(dated)
    if breaks:
        notices.append(Message.of("feeds.wrong_order", count=len(breaks), lines=_named(breaks)))
    long = [line for line, close in kept.closes.values() if len(close.as_tuple().digits) > 17]
    if long:
        notices.append(Message.of("feeds.too_many_digits", count=len(long), lines=_named(long)))
    if columns.adjusted:
        notices.append(Message.of("feeds.adjusted_only"))
    return tuple(notices)


def _breaks(dated: Sequence[tuple[int, date]]) -> list[int]:
    """Return the lines that break the order of most lines, oldest or newest first."""
    up, down = [], []
    for (_, before), (line, day) in pairwise(dated):
        if day < before:
            down.append(line)
        elif day > before:
            up.append(line)
    return min(up, down, key=len)


def _named(lines: Sequence[int]) -> str:
    shown = ", ".join(str(line) for line in sorted(lines)[:_LINES_NAMED])
    more = len(lines) - _LINES_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
