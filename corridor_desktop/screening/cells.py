"""Bytes of a list file as text, and text as rows: what all the tabular lists share."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from corridor_desktop.domain.errors import ListTrouble

END_OF_FILE = "\x1a"
"""The byte with which OFAC ends its files, a custom of CP/M."""

_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y")
_WIDE = 10_000_000


def decode(name: str, data: bytes) -> str:
    """Return the text of a list file, UTF-8 with or without its mark, else Windows-1252.

    Raises
    ------
    ListTrouble
        ``empty_list``: nothing is in it; ``not_a_list``: it is no text, or a web page.
    """
    if not data.strip(b"\x00\x1a\r\n\t \xef\xbb\xbf"):
        raise empty(name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text[:4096]:
        raise strange(name, "it is no text file (unpack it first if it is a .zip)")
    if re.match(r"\s*(<!doctype html|<html)", text, re.IGNORECASE):
        raise strange(name, "it is a web page, perhaps the error page of a download")
    return text


def rows(name: str, text: str, delimiter: str = ",") -> list[list[str]]:
    """Return the rows of a table, cells stripped, without empty rows and OFAC's end mark.

    Raises
    ------
    ListTrouble
        ``cut_list``: a quoted cell is open at the end, so the file is cut.
    """
    found = loose_rows(text, delimiter)
    if found and _left_open(text, found[-1]):
        raise cut(name, f"row {len(found)} stops inside a quoted cell")
    return found


def loose_rows(text: str, delimiter: str, *, quoted: bool = True) -> list[list[str]]:
    """Return the rows of a table in which quotation marks may be astray."""
    csv.field_size_limit(_WIDE)
    # A line ends where the file ends it, not at every sign that Unicode calls a line's end.
    lines = io.StringIO(text, newline="")
    found = []
    reader = (
        csv.reader(lines, delimiter=delimiter)
        if quoted
        else csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    for row in reader:
        cells = [cell.strip().strip(END_OF_FILE).strip() for cell in row]
        if not quoted:
            cells = [cell.strip('"').strip() for cell in cells]
        if any(cells):
            found.append(cells)
    return found


def _left_open(text: str, last: Sequence[str]) -> bool:
    """Tell whether the last row swallowed line ends because its quotation mark never closed."""
    tail = text.rstrip(END_OF_FILE + "\r\n ")
    if not any("\n" in cell or "\r" in cell for cell in last):
        # A cut inside the last quoted cell of the last line.
        line = tail.rsplit("\n", 1)[-1]
        return line.count('"') % 2 == 1
    return not tail.endswith('"')


def named_rows(name: str, table: Sequence[Sequence[str]], header: int) -> Iterator[dict[str, str]]:
    """Return rows as mappings by simplified column name (lower case, letters and digits).

    Raises
    ------
    ListTrouble
        ``cut_list``: the last row has fewer cells than the header.
    """
    columns = [simple(cell) for cell in table[header]]
    body = table[header + 1 :]
    if body and len(body[-1]) < len(columns):
        raise cut(name, f"its last row has {len(body[-1])} of {len(columns)} columns")
    for row in body:
        found: dict[str, str] = {}
        for column, cell in zip(columns, row, strict=False):
            found.setdefault(column, cell)
        yield found


def simple(text: str) -> str:
    """Return a column name without case, blanks and signs."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def day(text: str) -> date | None:
    """Return the day that a list writes, ``None`` where there is none."""
    clean = text.strip()[:11].split("T")[0].strip()
    for form in _FORMATS:
        try:
            return datetime.strptime(clean, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


def once(found: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    """Return texts without empty ones and repetitions, in order."""
    return tuple(dict.fromkeys(text for text in found if text))


def empty(name: str) -> ListTrouble:
    """Return the refusal of a file that holds nothing."""
    return ListTrouble(
        "empty_list",
        f"{name} is empty. The list that was read last stays in use.",
        "Download it again.",
    )


def strange(name: str, why: str) -> ListTrouble:
    """Return the refusal of a file that is no known list."""
    return ListTrouble(
        "not_a_list",
        f"{name} is none of the sanctions lists that are known here: {why}.",
        "Known: OFAC sdn.csv, alt.csv, add.csv, sdn_comments.csv and the cons_ files, the UN's "
        "consolidated.xml, the EU's and UK's lists, OpenSanctions securities.csv.",
    )


def cut(name: str, why: str) -> ListTrouble:
    """Return the refusal of a file that is not whole."""
    return ListTrouble(
        "cut_list",
        f"{name} is cut: {why}. The list that was read last stays in use.",
        "Download it again.",
    )
