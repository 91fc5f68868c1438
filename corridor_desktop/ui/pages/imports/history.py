"""The table of past imports."""

from __future__ import annotations

from corridor_desktop.services.import_desk import Batch
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.tables.column import Column


def _counts(batch: Batch) -> str:
    words = f"{batch.imported} {batch.kind if batch.imported != 1 else batch.kind.rstrip('s')}"
    if batch.duplicates:
        words += f", {batch.duplicates} already known"
    if batch.needs_you:
        words += f", {batch.needs_you} left open"
    words += f", {batch.notes}" if batch.notes else ""
    return f"{words}, {batch.skipped} skipped" if batch.skipped else words


def _period(batch: Batch) -> str:
    if batch.start is None:
        return fmt.MISSING
    if batch.end in {None, batch.start}:
        return fmt.day(batch.start)
    return f"{fmt.day(batch.start)} to {fmt.day(batch.end)}"


def _state(batch: Batch) -> str:
    if batch.undone_at:
        return "taken back"
    return "read it again" if batch.incomplete else "in the book"


def _state_tip(batch: Batch) -> str:
    if batch.incomplete and not batch.undone_at:
        return "It left out rows that only an import since taken back told. Import the file again."
    return ""


HISTORY_COLUMNS: tuple[Column[Batch], ...] = (
    Column("at", "Imported (UTC)", lambda b: b.imported_at.isoformat(),
           lambda b: f"{fmt.day(b.imported_at.date())} {b.imported_at:%H:%M}", width=150),
    Column("file", "File", lambda b: b.file_name, lambda b: b.file_name, lambda b: b.file_name,
           width=210),
    Column("broker", "Broker", lambda b: b.broker, lambda b: b.broker or "not named", width=120),
    Column("period", "Period", lambda b: b.start.isoformat() if b.start else None,
           _period, width=190),
    Column("counts", "What came of it", lambda b: float(b.imported), _counts, width=230),
    Column("state", "State", _state, _state, _state_tip, width=110,
           tone=lambda b: "muted" if b.undone_at else "warning" if b.incomplete else ""),
)  # fmt: skip
