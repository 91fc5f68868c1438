"""Ways to write the same file down otherwise: each says the same, so the same has to be read."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.fields import NUMERIC
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.profiles import all_layouts
from tests.importers.workbooks import workbook

_NUMBER = re.compile(r"[^\d.,]*\d[\d.,'\u00a0\u202f ]*[^\d.,]*")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*")
_SWAP = str.maketrans(".,", ",.")
_SCRIPTS = {
    "cp949": re.compile(r"[\uac00-\ud7a3]"),
    "cp932": re.compile(r"[\u3040-\u30ff]"),
    "gb18030": re.compile(r"[\u4e00-\u9fff]"),
    "cp950": re.compile(r"[\u4e00-\u9fff]"),
    "cp1252": re.compile(r"[\u00a0-\u00ff]"),
}


@dataclass(frozen=True)
class Written:
    """A fixture as text and as cells, with how it was read as it stands."""

    path: Path
    text: str
    rows: list[list[str]]
    delimiter: str
    found: FileReading

    @property
    def width(self) -> int:
        return len(self.found.header)

    @property
    def is_sectioned(self) -> bool:
        return sum(row[1:2] in (["Header"], ["Data"]) for row in self.rows) > 2

    def joined(self, rows: list[list[str]], delimiter: str | None = None) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter or self.delimiter, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    def in_table(self, row: list[str]) -> bool:
        """Tell a row of the table from titles and notes around it."""
        return len(row) >= max(3, self.width // 2)

    def padded(self, row: list[str]) -> list[str]:
        return [*row, *[""] * (self.width - len(row))]


def written(path: Path, found: FileReading) -> Written:
    """Return a fixture taken apart."""
    text = path.read_bytes().decode(found.reading.encoding or "utf-8").lstrip("\ufeff")
    delimiter = found.reading.delimiter or ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return Written(path, text, rows, delimiter, found)


def code_pages(one: Written) -> list[bytes]:
    """Return the file in every code page that its script has, and with a mark of byte order."""
    made = [one.text.encode("utf-8"), one.text.encode("utf-8-sig"), one.text.encode("utf-16")]
    for codec, script in _SCRIPTS.items():
        if script.search(one.text):
            try:
                made.append(one.text.encode(codec))
            except UnicodeEncodeError:
                continue
    return made


def other_delimiters(one: Written) -> list[bytes]:
    """Return the file with each other delimiter."""
    return [one.joined(one.rows, mark) for mark in {",", ";", "\t", "|"} - {one.delimiter}]


def swapped_marks(one: Written) -> list[bytes]:
    """Return the file with the comma where the point was and the other way round."""
    words = {
        place
        for place, title in enumerate(one.found.header)
        if one.found.columns.get(title, "fee") not in {*NUMERIC, "other"}
    }

    def swap(row: list[str]) -> list[str]:
        return [
            cell.translate(_SWAP) if place not in words and _is_number(cell) else cell
            for place, cell in enumerate(row)
        ]

    # A semicolon, as everybody writes it beside a decimal comma.
    return [one.joined([swap(row) for row in one.rows], ";")]


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _DAY.fullmatch(cell.strip())


def _groups(one: Written) -> list[list[int]]:
    """Return columns that belong together: one without a title of its own to the one before."""
    found: list[list[int]] = []
    titles = Counter(one.found.header)
    for place, title in enumerate(one.found.header):
        own = bool(title) and titles[title] == 1
        if own or not found or (one.is_sectioned and place < 2):
            found.append([place])
        else:
            found[-1].append(place)
    return found


def other_orders(one: Written) -> list[bytes]:
    """Return the file with its columns reversed, and shuffled."""
    made = []
    for chance in (None, random.Random(7), random.Random(11)):
        groups = _groups(one)
        fixed = groups[:2] if one.is_sectioned else []
        moved = groups[len(fixed) :]
        moved.reverse() if chance is None else chance.shuffle(moved)
        order = [place for group in (*fixed, *moved) for place in group]
        rows = []
        for row in one.rows:
            if not one.in_table(row) or len(row) > one.width + 1:
                rows.append(row)
                continue
            full = one.padded(row)
            rows.append([*(full[place] for place in order), *full[one.width :]])
        made.append(one.joined(rows))
    return made


def _title_row(one: Written, row: list[str]) -> bool:
    names = set(one.found.header) - {""}
    return bool(names) and names <= {cell.strip() for cell in row}


def unknown_columns(one: Written) -> list[bytes]:
    """Return the file with columns that nobody knows at the end and in the middle."""
    made = []
    for place in (one.width, one.width // 2):
        rows = []
        for row in one.rows:
            full = one.padded(row)
            word = "Unheard Of" if _title_row(one, full) else "zz"
            rows.append([*full[:place], word, *full[place:]] if one.in_table(row) else row)
        made.append(one.joined(rows))
    return made


def without_unused(one: Written) -> list[bytes]:
    """Return the file without the columns that nothing was read from, as far as no broker is
    known by them."""
    marks = {
        word
        for layout in all_layouts()
        if layout.id.startswith(one.found.profile or "?")
        for word in layout.marks
    }
    unused = set(one.found.unused)
    drop = {
        place
        for place, title in enumerate(one.found.header)
        if title in unused and fold(title) not in marks
    }
    keep = [place for place in range(one.width) if place not in drop]
    rows = []
    for row in one.rows:
        full = one.padded(row)
        short = [*(full[place] for place in keep), *full[one.width :]]
        rows.append(short if one.in_table(row) else row)
    return [one.joined(rows)] if drop else []


def trailing_marks(one: Written) -> list[bytes]:
    """Return the file with a delimiter, and with three, at the end of every row."""
    return [one.joined([[*row, *more] for row in one.rows]) for more in ([""], ["", "", ""])]


def line_ends(one: Written) -> list[bytes]:
    """Return the file with each kind of line end."""
    bare = one.text.replace("\r\n", "\n").replace("\r", "\n")
    return [bare.replace("\n", end).encode() for end in ("\n", "\r\n", "\r")]


def blank_lines(one: Written) -> list[bytes]:
    """Return the file with blank lines above and below."""
    return [("\n\n" + one.text).encode(), (one.text.rstrip("\r\n") + "\n\n\n").encode()]


def shuffled_lines(one: Written) -> list[bytes]:
    """Return the file with the rows of each of its tables in other orders."""
    lines = one.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    runs = [run for run in _runs(one.found) if len(run) > 1]
    if not runs:
        return []
    made = []
    for chance in (random.Random(3), random.Random(5)):
        mixed = lines.copy()
        for run in runs:
            order = run.copy()
            chance.shuffle(order)
            for place, source in zip(run, order, strict=True):
                mixed[place - 1] = lines[source - 1]
        made.append("\n".join(mixed).encode())
    return made


def _runs(found: FileReading) -> list[list[int]]:
    """Return rows of one line each that stand in one table: nothing but rows lies between."""
    told = [row.lines for row in found.transactions] + [row.lines for row in found.positions]
    single = {lines[0] for lines in told if len(lines) == 1}
    other = {line for row in found.skipped for line in row.lines}
    runs: list[list[int]] = [[]]
    for line in range(1, found.lines.physical + 1):
        if line in single:
            runs[-1].append(line)
        elif line not in other and runs[-1]:
            runs.append([])
    return runs


def halves(one: Written) -> list[bytes]:
    """Return the file without the last rows, and without the first; both have the middle."""
    lines = one.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    runs = _runs(one.found)
    rows = [line for run in runs for line in run]
    if (
        (len(runs) != 1 and any(runs[1:]))
        or len(rows) < 3
        or len(rows) < len(one.found.transactions)
    ):
        return []
    third = max(len(rows) // 3, 1)
    return [
        "\n".join(text for place, text in enumerate(lines, 1) if place not in gone).encode()
        for gone in (set(rows[-third:]), set(rows[:third]))
    ]


def as_workbook(one: Written) -> list[bytes]:
    """Return the file as a workbook of text cells."""
    cells: list[list[str | float]] = [list(row) for row in one.rows]
    return [workbook({"Export": cells})]


WAYS: dict[str, Callable[[Written], list[bytes]]] = {
    "code page": code_pages,
    "delimiter": other_delimiters,
    "decimal mark": swapped_marks,
    "column order": other_orders,
    "unknown columns": unknown_columns,
    "dropped columns": without_unused,
    "trailing delimiters": trailing_marks,
    "line ends": line_ends,
    "blank lines": blank_lines,
    "line order": shuffled_lines,
    "workbook": as_workbook,
}


def json_ways(text: str) -> list[bytes]:
    """Return a JSON document on one line, spread out, and with its keys and lists reversed."""
    document = json.loads(text, parse_float=_Digits)
    return [
        json.dumps(document).encode(),
        json.dumps(document, indent=4, ensure_ascii=False).encode("utf-8-sig"),
        json.dumps(_reversed(document), indent=1).encode(),
    ]


class _Digits(float):
    """A number that is written as it was."""

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        simple = all(isinstance(each, str) for each in value)
        return list(value) if simple else [_reversed(each) for each in reversed(value)]
    return value


def markup_ways(text: str) -> list[bytes]:
    """Return an XML or OFX document with other line ends, and every tag on a line of its own."""
    bare = text.replace("\r\n", "\n")
    return [
        bare.replace("\n", "\r\n").encode(),
        re.sub(r">\s+<", "><", bare).encode(),
        bare.replace("><", ">\n<").encode(),
    ]
