"""Text becomes records of cells that remember their physical lines."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import Final

from corridor_desktop.domain.message import Message

DELIMITERS: Final = (",", ";", "\t", "|")
_NAMES: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_TEXT_CELL: Final = '="'
LONGEST_LINE: Final = 1_000_000
"""Characters; a row of a statement is never that long."""
_SAMPLE: Final = 400
_WIDEST: Final = 12
# A quoted note of a person stays below this; a longer "cell" is a quote that never closed.
_LONGEST_RECORD: Final = 60


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells, blanks around them gone, and its lines, counted from 1."""

    lines: tuple[int, ...]
    cells: list[str]

    @property
    def blank(self) -> bool:
        """Tell whether every cell is empty."""
        return not any(self.cells)

    @property
    def filled(self) -> int:
        """Return how many cells hold something."""
        return len(self.cells) - self.cells.count("")


@dataclass(frozen=True, slots=True)
class Sheet:
    """All records of a file; ``physical`` counts its lines, ``cut`` tells an unfinished end."""

    records: list[Record]
    physical: int
    delimiter: str | None
    evidence: str
    cut: bool = False


def physical_lines(text: str) -> list[str]:
    """Return the lines with CRLF and CR turned into LF; a final line end opens no line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return [line + "\n" for line in lines]


def split(text: str, delimiter: str | None = None) -> Sheet | Message:
    """Return the records, or why the text is no table."""
    lines = physical_lines(text)
    widest = max(range(len(lines)), key=lambda place: len(lines[place]), default=0)
    if lines and len(lines[widest]) > LONGEST_LINE:
        return Message.of("import.refused_long_line", line=widest + 1)
    evidence = "chosen by you" if delimiter else "most even columns"
    chosen = delimiter or find_delimiter(lines)
    records = _records(lines, chosen or ",")
    if isinstance(records, Message):
        return records
    unfinished = bool(text) and text[-1] not in "\r\n"
    return Sheet(records, len(lines), chosen, evidence, unfinished)


def _records(lines: list[str], delimiter: str) -> list[Record] | Message:
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[Record] = []
    done = 0
    quoted = any(_TEXT_CELL in line for line in lines[:_SAMPLE])
    try:
        for raw in reader:
            cells = list(map(str.strip, raw))
            if quoted:
                cells = [bare_text(cell) for cell in cells]
            last = reader.line_num
            if last - done == 1:
                records.append(Record((last,), cells))
            elif last - done > _LONGEST_RECORD:
                return Message.of("import.refused_quote", line=done + 1)
            else:
                records.append(Record(tuple(range(done + 1, last + 1)), cells))
            done = last
    except csv.Error:
        return Message.of("import.refused_quote", line=done + 1)
    if records and _open_quote([lines[number - 1] for number in records[-1].lines], delimiter):
        return Message.of("import.refused_quote", line=records[-1].lines[0])
    return records


def bare_text(cell: str) -> str:
    """Return what a spreadsheet shows for a text cell such as ``="600519"``."""
    return cell[2:-1].strip() if cell.startswith('="') and cell.endswith('"') else cell


def _open_quote(lines: list[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as trouble:
        return "unexpected end" in str(trouble)
    return False


def find_delimiter(lines: list[str]) -> str | None:
    """Return the delimiter that makes the most even and widest table, ``None`` without any."""
    sample = lines[:_SAMPLE]
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        score = _evenness(sample, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _evenness(lines: list[str], delimiter: str) -> float:
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
    except csv.Error:
        return 0.0
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0.0
    weigh = {width: count * min(width, _WIDEST) for width, count in counted.items()}
    best = max(weigh, key=lambda width: weigh[width])
    return counted[best] / len(widths) * min(best, _WIDEST)


def common_width(records: list[Record]) -> int:
    """Return the most common width, wider tables weighing more."""
    counted = Counter(len(record.cells) for record in records[:_SAMPLE] if not record.blank)
    if not counted:
        return 0
    return max(counted, key=lambda width: counted[width] * min(width, _WIDEST))


def delimiter_name(delimiter: str) -> str:
    """Return what the user calls a delimiter."""
    return _NAMES.get(delimiter, delimiter)
