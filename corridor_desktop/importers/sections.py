"""Files whose every line starts with a section name and a row kind (Interactive Brokers)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import StatementKind
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import isin_shaped
from corridor_desktop.importers.matching import match_header
from corridor_desktop.importers.profiles import Layout, all_layouts

_ROW_KINDS: Final = {"Header", "Data", "Total", "SubTotal", "Notes", "Trailer", "Subtotal"}
_TITLES: Final = {"statement", "account information", "summary", "notes/legal notes", "codes"}
_INSTRUMENTS: Final = "financial instrument information"


@dataclass(frozen=True, slots=True)
class Section:
    """A run of records under one header; the two leading cells are taken off."""

    name: str
    header: Record
    rows: list[Record] = field(default_factory=list)
    sums: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlannedSections:
    """The tables to read, what is furniture, and what is known but left out."""

    tables: list[tuple[Layout, list[Record]]]
    furniture: list[Record]
    left: list[tuple[Record, str]]
    names: dict[str, str]
    base: str


def find_sections(records: Sequence[Record]) -> list[Section]:
    """Return the sections of a sectioned file; empty for every other file."""
    body = [record for record in records if not record.blank]
    kinds = Counter(record.cells[1].strip() for record in body if len(record.cells) > 1)
    marked = sum(count for kind, count in kinds.items() if kind in _ROW_KINDS)
    if not body or not kinds["Header"] or marked < len(body) * 0.8:
        return []
    sections: list[Section] = []
    for record in records:
        _place(record, sections)
    return sections


def _place(record: Record, sections: list[Section]) -> None:
    kind = record.cells[1].strip() if len(record.cells) > 1 else ""
    name = record.cells[0].strip().strip("\ufeff") if record.cells else ""
    bare = Record(record.lines, record.cells[2:])
    if kind == "Header":
        sections.append(Section(name, bare))
    elif kind == "Data" and sections and sections[-1].name == name:
        sections[-1].rows.append(bare)
    elif sections:
        sections[-1].sums.append(bare)
    else:
        sections.append(Section(name, bare))


def plan_sections(sections: Sequence[Section]) -> PlannedSections | Message:
    """Return which sections are read with which layout."""
    layouts = [layout for layout in all_layouts() if layout.sections]
    planned = PlannedSections([], [], [], _names(sections), _base(sections))
    known = [(section, _layout(section, layouts)) for section in sections]
    trades = any(
        layout is not None and layout.kind is StatementKind.TRANSACTIONS and section.rows
        for section, layout in known
    )
    for section, layout in known:
        planned.furniture.extend(section.sums)
        if layout is None or (trades and layout.kind is StatementKind.POSITIONS):
            _leave(section, layout, planned)
        else:
            planned.tables.append((layout, [section.header, *section.rows]))
    if not planned.tables:
        return Message.of("import.refused_sections")
    return planned


def _leave(section: Section, layout: Layout | None, planned: PlannedSections) -> None:
    planned.furniture.append(section.header)
    if layout is not None:
        planned.left.extend((row, "snapshot_beside_history") for row in section.rows)
    elif fold(section.name) in _TITLES:
        planned.furniture.extend(section.rows)
    else:
        planned.left.extend((row, "other_section") for row in section.rows)


def _layout(section: Section, layouts: Sequence[Layout]) -> Layout | None:
    name = fold(section.name)
    for layout in layouts:
        if name in layout.sections and match_header(section.header.cells, layout):
            return layout
    return None


def _base(sections: Sequence[Section]) -> str:
    for section in sections:
        for row in section.rows:
            if len(row.cells) > 1 and fold(row.cells[0]) in {"base currency", "basiswahrung"}:
                return row.cells[1].strip().upper()[:3]
    return ""


def _names(sections: Sequence[Section]) -> dict[str, str]:
    """Return ISIN by symbol from the section that describes the instruments."""
    found: dict[str, str] = {}
    for section in sections:
        if fold(section.name) != _INSTRUMENTS:
            continue
        words = [fold(cell) for cell in section.header.cells]
        if "symbol" not in words or "security id" not in words:
            continue
        symbol, isin = words.index("symbol"), words.index("security id")
        for row in section.rows:
            if max(symbol, isin) < len(row.cells) and isin_shaped(row.cells[isin].strip()):
                for name in row.cells[symbol].split(","):
                    found[name.strip()] = row.cells[isin].strip()
    return found
