"""Excel workbooks (xlsx): each sheet a table of text cells, exact as far as the file is."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import Record, Sheet, bare_text
from corridor_desktop.importers.fronts.fronted import Fronted

LARGEST: Final = 150_000_000
"""Bytes of a workbook when unpacked; more is no statement but a trap."""
WIDEST: Final = 10_000_000
"""Places of a sheet, rows times columns: two cells far apart unpack to all that lies between."""

_MAGIC: Final = b"PK\x03\x04"
_LOCAL: Final = 30
_DEFLATED: Final = 8

_SHEET: Final = "xl/worksheets/"
_ROW: Final = re.compile(rb"\sr=[\"'][A-Za-z]{0,3}([0-9]{1,7})")
_COLUMN: Final = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})[0-9]")
_KEPT: Final = 200

_Cell = int | float | str | bool | time | date | datetime | timedelta


def looks_like_workbook(data: bytes) -> bool:
    """Tell a packed file that holds a workbook from every other."""
    return data.startswith(_MAGIC) and b"xl/" in data


def read_workbook(data: bytes) -> Fronted | Message:
    """Return the sheets of a workbook, or why it cannot be opened."""
    trouble = _trap(data)
    if trouble is not None:
        return trouble
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (CalamineError, OSError, ValueError):
        return Message.of("import.refused_workbook")
    return Fronted(tuple(_numbered(sheets)), None, "an Excel workbook")


def _trap(data: bytes) -> Message | None:
    """Unpack every part with a limit before anything else does it without one."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.infolist():
                if part.flag_bits & 1:
                    return Message.of("import.refused_locked")
                size, places = _unpacked(data, part, LARGEST - total)
                total += size
                if total >= LARGEST or places > WIDEST:
                    return Message.of("import.refused_bomb")
    # zipfile raises NotImplementedError for a compression that it does not know.
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, NotImplementedError):
        return Message.of("import.refused_workbook")
    return None


def _unpacked(data: bytes, part: zipfile.ZipInfo, room: int) -> tuple[int, int]:
    """Return the true size of a part, and for a sheet how many places its cells span.

    Never more than ``room`` bytes are unpacked, and never more than a mebibyte at once.
    """
    span = _Span() if part.filename.startswith(_SHEET) else None
    size = 0
    for piece in _pieces(data, part):
        size += len(piece)
        if span is not None:
            span.look(piece)
        if size >= room:
            break
    return size, span.places if span is not None else 0


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    names = struct.unpack("<HH", data[part.header_offset + 26 : part.header_offset + _LOCAL])
    start = part.header_offset + _LOCAL + sum(names)
    packed = data[start : start + part.compress_size]
    if part.compress_type != _DEFLATED:
        yield packed
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed:
        yield unpacker.decompress(packed, 1 << 20)
        packed = unpacker.unconsumed_tail


@dataclass(slots=True)
class _Span:
    """The last row and column that cells of a sheet name; the first are taken to be 1."""

    row: int = 0
    column: int = 0
    rest: bytes = b""

    def look(self, piece: bytes) -> None:
        """Take in the cells of a piece; one that is cut in two is found with the next piece."""
        text = self.rest + piece
        rows, columns = set(_ROW.findall(text)), set(_COLUMN.findall(text))
        self.row = max(self.row, *map(int, rows), 0)
        self.column = max(self.column, *map(_column, columns), 0)
        self.rest = text[-_KEPT:]

    @property
    def places(self) -> int:
        """Return rows times columns up to the outermost cells."""
        return self.row * self.column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _numbered(sheets: Sequence[Sequence[Sequence[_Cell]]]) -> Iterator[Sheet]:
    """Number the rows of all sheets on and on, so that a line is one row of the workbook."""
    physical = sum(len(rows) for rows in sheets)
    line = 0
    for rows in sheets:
        records = []
        for row in rows:
            line += 1
            records.append(Record((line,), [_text(cell) for cell in row]))
        yield Sheet(records, physical, "", "")


def _text(cell: _Cell) -> str:
    """Return a cell as its shortest exact text; numbers without exponent, days ISO 8601."""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        text = format(Decimal(repr(cell)), "f")
        return text.removesuffix(".0")
    if isinstance(cell, datetime):
        bare = cell.time() == time()
        return cell.date().isoformat() if bare else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return bare_text(str(cell).strip())
