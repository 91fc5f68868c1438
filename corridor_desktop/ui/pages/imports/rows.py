"""The rows of a file as a person checks them: line, what it means, what happens to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.contract import CanonicalRow, FileReading, PositionRow, Question
from corridor_desktop.services.import_desk import Batch
from corridor_desktop.services.words import say
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.imports.choices import is_about_columns
from corridor_desktop.ui.tables.column import Column


@dataclass(frozen=True, slots=True)
class FileRow:
    """One record; ``status`` is read, skipped or needs you."""

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


def rows_of(reading: FileReading) -> tuple[FileRow, ...]:
    """Return every record of a file in the order of its lines."""
    found = [_transaction(row) for row in reading.transactions]
    found += [_position(row) for row in reading.positions]
    found += [
        FileRow(row.lines, "skipped", "", "", "", None, None, None, "", say(row.message))
        for row in reading.skipped
    ]
    found += [
        FileRow(part.lines, "needs you", "", "", _subject(part), None, None, None, "",
                say(part.message))
        for part in reading.questions
        if part.lines
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.lines[:1]))


def _subject(part: Question) -> str:
    return "" if is_about_columns(part) else part.subject


def _name(row: CanonicalRow | PositionRow) -> str:
    return row.instrument.name or row.instrument.label


def _transaction(row: CanonicalRow) -> FileRow:
    kind = str(row.kind).replace("_", " ")
    return FileRow(
        row.lines, "read", kind, fmt.day(row.date), _name(row),
        row.quantity, row.price, row.net_cash, row.currency, "",
    )  # fmt: skip


def _position(row: PositionRow) -> FileRow:
    money = None if row.market_value is None else Money(row.market_value, row.currency)
    return FileRow(
        row.lines, "read", "holding", fmt.day(row.as_of), _name(row),
        row.quantity, row.price, money, row.currency, "",
    )  # fmt: skip


def _price(row: FileRow) -> str:
    return "" if row.price is None else f"{fmt.quantity(row.price)} {row.currency}"


COLUMNS: tuple[Column[FileRow], ...] = (
    Column("line", "Line", lambda r: float(r.lines[0]) if r.lines else None,
           lambda r: str(r.lines[0]) if r.lines else "", numeric=True, width=48),
    Column("status", "Status", lambda r: r.status, lambda r: r.status, width=84,
           tone=lambda r: {"needs you": "danger", "skipped": "muted"}.get(r.status, "")),
    Column("why", "Why", lambda r: r.why, lambda r: r.why, lambda r: r.why, width=200),
    Column("what", "What", lambda r: r.what, lambda r: r.what, width=92),
    Column("day", "Day", lambda r: r.day, lambda r: r.day, width=96),
    Column("name", "Instrument", lambda r: r.name, lambda r: r.name, lambda r: r.name, width=170),
    Column("quantity", "Quantity", lambda r: None if r.quantity is None else float(r.quantity),
           lambda r: "" if r.quantity is None else fmt.quantity(r.quantity), numeric=True,
           width=84),
    Column("price", "Price", lambda r: None if r.price is None else float(r.price), _price,
           numeric=True, width=108),
    Column("money", "Money", lambda r: None if r.money is None else float(r.money.amount),
           lambda r: "" if r.money is None else fmt.money(r.money), numeric=True, width=108),
)  # fmt: skip


def _counts(batch: Batch) -> str:
    words = f"{batch.imported} {batch.kind if batch.imported != 1 else batch.kind.rstrip('s')}"
    if batch.duplicates:
        words += f", {batch.duplicates} already known"
    return f"{words}, {batch.skipped} skipped" if batch.skipped else words


def _period(batch: Batch) -> str:
    if batch.start is None:
        return fmt.MISSING
    if batch.end in {None, batch.start}:
        return fmt.day(batch.start)
    return f"{fmt.day(batch.start)} to {fmt.day(batch.end)}"


HISTORY_COLUMNS: tuple[Column[Batch], ...] = (
    Column("at", "Imported (UTC)", lambda b: b.imported_at.isoformat(),
           lambda b: f"{fmt.day(b.imported_at.date())} {b.imported_at:%H:%M}", width=150),
    Column("file", "File", lambda b: b.file_name, lambda b: b.file_name, lambda b: b.file_name,
           width=210),
    Column("broker", "Broker", lambda b: b.broker, lambda b: b.broker or "not named", width=120),
    Column("period", "Period", lambda b: b.start.isoformat() if b.start else None,
           _period, width=190),
    Column("counts", "What came of it", lambda b: float(b.imported), _counts, width=230),
    Column("state", "State", lambda b: b.undone_at is not None,
           lambda b: "taken back" if b.undone_at else "in the book", width=110,
           tone=lambda b: "muted" if b.undone_at else ""),
)  # fmt: skip
