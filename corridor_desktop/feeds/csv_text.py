"""From the bytes of a price file to its lines and cells: encoding and delimiter by evidence."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass

from corridor_desktop.domain.errors import FeedTrouble

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    (b"%PDF", "It is a PDF."),
    (b"PK\x03\x04", "It is a workbook or a packed file."),
    (b"\xd0\xcf\x11\xe0", "It is an old workbook."),
    (b"SQLite format 3", "It is a database."),
    (b"\x89PNG", "It is a picture."),
    (b"\xff\xd8\xff", "It is a picture."),
)
_DELIMITERS = (",", ";", "\t", "|")
_PROBED = 60


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one record and the physical line, counted from 1, on which it begins."""

    line: int
    cells: tuple[str, ...]


def not_prices(why: str) -> FeedTrouble:
    """Return the trouble of a file that holds no closing prices."""
    return FeedTrouble(
        "not_prices",
        f"This is not a file of closing prices. {why} Nothing was imported.",
        "Choose a CSV with one date and one closing price in each line.",
    )


def decode(content: bytes) -> str:
    """Return the text of a file.

    Raises
    ------
    FeedTrouble
        not_prices: it is empty, or no text at all.
    """
    if not content.strip():
        raise not_prices("It is empty.")
    for start, why in _OTHER_KINDS:
        if content.startswith(start):
            raise not_prices(why)
    text = _decoded(content).lstrip("\ufeff")
    if "\0" in text:
        raise not_prices("It is not text.")
    opening = text.lstrip()[:200].lower()
    if re.match(r"<(!doctype|html|head|body|\?xml)", opening):
        raise not_prices("It is a web page.")
    if opening[:1] in {"{", "["}:
        raise not_prices("It is a JSON file.")
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le", errors="replace")
    # Korean before Western: Western code pages decode anything, Korean text only its own.
    for encoding in ("utf-8", "cp949", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def split_rows(text: str) -> tuple[list[Row], str]:
    """Return the filled rows of a text and the delimiter that divides most of its lines alike."""
    delimiter = max(_DELIMITERS, key=lambda mark: _evenness(text, mark))
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise not_prices(f"Line {line} cannot be read.") from error
    return rows, delimiter


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first lines have the commonest number of cells, and that number."""
    lines = [line for line in text.splitlines()[:_PROBED] if line.strip()]
    widths = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines]
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0, 0)
    commonest = max(set(wide), key=lambda width: (wide.count(width), width))
    return (wide.count(commonest), commonest)
