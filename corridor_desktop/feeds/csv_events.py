"""What a price file says of sessions beside their closes: dividends, halts, missing closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.prices import EventKind, SeriesEvent
from corridor_desktop.feeds.csv_cells import Reader
from corridor_desktop.feeds.csv_columns import Columns, is_null
from corridor_desktop.feeds.csv_text import Row

_SLACK = Decimal("0.002")
"""Lows and highs adjusted for splits are rounded on their own."""


def read_events(
    dated: Sequence[tuple[Row, date]], columns: Columns, reader: Reader
) -> tuple[SeriesEvent, ...]:
    """Return the events of the sessions of a file, in their order."""
    found = {(event.session, event.kind): event for row, day in dated
             for event in _of_row(row, day, columns, reader)}  # fmt: skip
    return tuple(found[key] for key in sorted(found))


def _of_row(row: Row, day: date, columns: Columns, reader: Reader) -> Iterator[SeriesEvent]:
    cell = _cell(row, columns.close)
    if is_null(cell):
        yield SeriesEvent(day, EventKind.NO_CLOSE)
        return
    close = reader(cell)
    if close is None or close <= 0:
        return
    kind = _kind(row, close, columns, reader)
    if kind is not None:
        yield SeriesEvent(day, kind)
    paid = reader(_cell(row, columns.dividends)) if columns.dividends is not None else None
    if paid is not None and paid > 0:
        yield SeriesEvent(day, EventKind.DIVIDEND, paid)


def _kind(row: Row, close: Decimal, columns: Columns, reader: Reader) -> EventKind | None:
    """Tell a halt (open, high and low zero, the close carried over) and a close out of range."""
    if columns.range_ is None:
        return None
    first, high, low = (reader(_cell(row, place)) for place in columns.range_)
    if first == high == low == 0:
        return EventKind.HALTED
    if high is None or low is None or not 0 < low <= high:
        return None
    slack = close * _SLACK
    return None if low - slack <= close <= high + slack else EventKind.OUTSIDE_RANGE


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
