"""What a report is made of: sections with tables, pictures and notes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and cells; ``numeric`` marks columns that align right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a finding as a sentence, pictures by name, tables, notes."""

    key: str
    title: str
    sentence: str
    pictures: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
