"""Excel workbooks (xlsx): each sheet a table of text cells, exact as far as the file is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.cells import Record, Sheet, bare_text
from corridor_desktop.importers.fronts.fronted import Fronted

LARGEST: Final = 250_000_000
"""Bytes of a workbook when unpacked; more is no statement but a trap."""

_MAGIC: Final = b"PK\x03\x04"
_LOCAL: Final = 30
_DEFLATED: Final = 8

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
                total += _unpacked(data, part, LARGEST - total)
                if total >= LARGEST:
                    return Message.of("import.refused_bomb")
    # zipfile raises NotImplementedError for a compression that it does not know.
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, NotImplementedError):
        return Message.of("import.refused_workbook")
    return None


def _unpacked(data: bytes, part: zipfile.ZipInfo, room: int) -> int:
    """Return the true size of a part, never unpacking more than ``room`` bytes of it."""
    if part.compress_type != _DEFLATED:
        return part.compress_size
    names = struct.unpack("<HH", data[part.header_offset + 26 : part.header_offset + _LOCAL])
    start = part.header_offset + _LOCAL + sum(names)
    packed = data[start : start + part.compress_size]
    unpacker, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed and size < room:
        size += len(unpacker.decompress(packed, 1 << 20))
        packed = unpacker.unconsumed_tail
    return size


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
