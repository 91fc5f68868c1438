"""The rows of a file as a person checks them: line, what happens to it, what it means."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, overload

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.contract import CanonicalRow, PositionRow
from corridor_desktop.services.import_statement import Standing
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.spoken import say
from corridor_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from corridor_desktop.services.import_statement import StatementPlan

NEW, KNOWN, RESTATED, ASKS, SKIPPED, STRUCTURE = (
    "new", "in the book", "restated?", "needs you", "skipped", "",
)  # fmt: skip
STATUSES = (NEW, KNOWN, RESTATED, ASKS, SKIPPED)
_WORDS = {"unknown_word", "unknown_status"}
"""Questions whose subject is a word for what happened."""
_TONES = {ASKS: "danger", RESTATED: "warning", SKIPPED: "muted", KNOWN: "muted"}
_STANDINGS = {Standing.NEW: NEW, Standing.KNOWN: KNOWN, Standing.RESTATED: RESTATED}


def tone_of(status: str) -> str:
    """Return the colour token of a status; the word always stands beside it."""
    return _TONES.get(status, "")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One record; ``status`` is one of ``STATUSES``."""

    lines: tuple[int, ...]
    status: str
    what: str
    day: str
    name: str
    quantity: Decimal | None
    price: Decimal | None
    money: Money | None
    currency: str
    why: str


class PlanRows(Sequence[FileRow]):
    """Every record of a file in the order of its lines, each made when it comes into view.

    Only an index is built beforehand, so that a file of any length is shown at once. It is made
    off the GUI thread.
    """

    def __init__(self, plan: StatementPlan) -> None:
        self._plan = plan
        reading = plan.reading
        self._waiting = [
            (line, question) for question in reading.questions for line in question.lines
        ]
        counts = (len(reading.transactions), len(reading.positions), len(reading.skipped))
        self._ends = (counts[0], counts[0] + counts[1], sum(counts))
        firsts = [row.lines[0] for row in reading.transactions]
        firsts += [row.lines[0] for row in reading.positions]
        firsts += [row.lines[0] if row.lines else 0 for row in reading.skipped]
        firsts += [line for line, _ in self._waiting]
        self._order = array("l", sorted(range(len(firsts)), key=firsts.__getitem__))
        self.counts = Counter(self._status(place) for place in range(len(firsts)))
        self.marks = self._marks(reading.lines.physical)
        self.period = reading.period
        self.days = sorted({row.as_of for row in reading.positions if row.as_of is not None})
        self._places = array("l", [-1]) * (reading.lines.physical + 2)
        for shown, place in enumerate(self._order):
            if firsts[place] < len(self._places) and self._places[firsts[place]] < 0:
                self._places[firsts[place]] = shown

    def _marks(self, physical: int) -> bytearray:
        """Return by line the place of its status in ``STATUSES`` plus one, 0 for structure."""
        marks = bytearray(physical + 2)
        for place in self._order:
            code = STATUSES.index(self._status(place)) + 1
            for line in self._lines(place):
                if line < len(marks):
                    marks[line] = code
        return marks

    def _lines(self, place: int) -> tuple[int, ...]:
        first, second, third = self._ends
        reading = self._plan.reading
        if place < first:
            return reading.transactions[place].lines
        if place < second:
            return reading.positions[place - first].lines
        if place < third:
            return reading.skipped[place - second].lines
        return (self._waiting[place - third][0],)

    def _status(self, place: int) -> str:
        if place < self._ends[1]:
            return _STANDINGS[self._plan.standing(place)]
        return SKIPPED if place < self._ends[2] else ASKS

    def at_line(self, line: int) -> int:
        """Return the place of the record that begins at a line, -1 when none does."""
        return self._places[line] if 0 <= line < len(self._places) else -1

    def only(self, status: str) -> Sequence[FileRow]:
        """Return the records of one status; of all of them for the empty word."""
        if not status:
            return self
        kept = [shown for shown, place in enumerate(self._order) if self._status(place) == status]
        return Chosen(self, array("l", kept))

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, shown: int) -> FileRow: ...
    @overload
    def __getitem__(self, shown: slice) -> Sequence[FileRow]: ...
    def __getitem__(self, shown: int | slice) -> FileRow | Sequence[FileRow]:
        """Make a record as it is shown."""
        if isinstance(shown, slice):
            return [self[place] for place in range(*shown.indices(len(self)))]
        place = self._order[shown]
        first, second, third = self._ends
        reading, status = self._plan.reading, self._status(place)
        if place < first:
            return _transaction(reading.transactions[place], status)
        if place < second:
            return _position(reading.positions[place - first], status)
        if place < third:
            left = reading.skipped[place - second]
            return FileRow(left.lines, status, "", "", "", None, None, None, "", say(left.message))
        line, part = self._waiting[place - third]
        word = part.subject if part.code in _WORDS else ""
        return FileRow((line,), status, word, "", "", None, None, None, "", say(part.message))


class Chosen(Sequence[FileRow]):
    """Some of the records, in their order."""

    def __init__(self, rows: PlanRows, places: array[int]) -> None:
        self._rows, self._chosen = rows, places

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, shown: int) -> FileRow: ...
    @overload
    def __getitem__(self, shown: slice) -> Sequence[FileRow]: ...
    def __getitem__(self, shown: int | slice) -> FileRow | Sequence[FileRow]:
        """Make a record as it is shown."""
        if isinstance(shown, slice):
            return [self._rows[place] for place in self._chosen[shown]]
        return self._rows[self._chosen[shown]]

    def __iter__(self) -> Iterator[FileRow]:
        return (self._rows[place] for place in self._chosen)


def _name(row: CanonicalRow | PositionRow) -> str:
    return row.instrument.name or row.instrument.label


def _transaction(row: CanonicalRow, status: str) -> FileRow:
    kind = str(row.kind).replace("_", " ")
    return FileRow(
        row.lines, status, kind, fmt.day(row.date), _name(row),
        row.quantity, row.price, row.net_cash, row.currency, _why(status),
    )  # fmt: skip


def _position(row: PositionRow, status: str) -> FileRow:
    money = None if row.market_value is None else Money(row.market_value, row.currency)
    return FileRow(
        row.lines, status, "holding", fmt.day(row.as_of), _name(row),
        row.quantity, row.price, money, row.currency, _why(status),
    )  # fmt: skip


def _why(status: str) -> str:
    if status == RESTATED:
        return "Looks like a booked row with one thing changed; left out until you decide."
    return "The portfolio has it already." if status == KNOWN else ""


def _price(row: FileRow) -> str:
    return "" if row.price is None else f"{fmt.quantity(row.price)} {row.currency}"


COLUMNS: tuple[Column[FileRow], ...] = (
    Column("line", "Line", lambda r: float(r.lines[0]) if r.lines else None,
           lambda r: str(r.lines[0]) if r.lines else "", numeric=True, width=56),
    Column("status", "Status", lambda r: r.status, lambda r: r.status, width=92,
           tone=lambda r: tone_of(r.status)),
    Column("what", "What", lambda r: r.what, lambda r: r.what, width=92),
    Column("day", "Day", lambda r: r.day, lambda r: r.day, width=108),
    Column("name", "Instrument", lambda r: r.name, lambda r: r.name, lambda r: r.name, width=170),
    Column("quantity", "Quantity", lambda r: None if r.quantity is None else float(r.quantity),
           lambda r: "" if r.quantity is None else fmt.quantity(r.quantity), numeric=True,
           width=84),
    Column("price", "Price", lambda r: None if r.price is None else float(r.price), _price,
           numeric=True, width=108),
    Column("money", "Money", lambda r: None if r.money is None else float(r.money.amount),
           lambda r: "" if r.money is None else fmt.money(r.money), numeric=True, width=124),
    Column("why", "Why", lambda r: r.why, lambda r: r.why, lambda r: r.why, width=240),
)  # fmt: skip
