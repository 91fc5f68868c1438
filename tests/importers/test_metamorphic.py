"""Every own fixture says the same however it is written down; damage never costs or makes a row."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.importers.contract import FileReading, Outcome
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract
from tests.golden.refresh import fixtures

CORPUS = Path(__file__).resolve().parent / "corpus"
TEXTS = [path for path in fixtures() if path.suffix in {".csv", ".txt", ".tsv"}]
FACTS = Counter[object]


def _decoded(path: Path) -> str:
    found = read(path.read_bytes(), path.name)
    return path.read_bytes().decode(found.reading.encoding or "utf-8").lstrip("\ufeff")


def _facts(found: FileReading) -> FACTS:
    """Return what was read, without the lines it stood in."""
    keeps_the_contract(found)
    rows: list[object] = [replace(row, lines=()) for row in found.transactions]
    rows += [replace(row, lines=()) for row in found.positions]
    rows += [replace(row, lines=()) for row in found.cash]
    return Counter(rows)


def _again(text: str, path: Path, codec: str = "utf-8") -> FACTS:
    return _facts(read(text.encode(codec), path.name))


WAYS: dict[str, Callable[[str], str]] = {
    "crlf": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\r\n", "\n").replace("\n", "\r"),
    "blank lines above": lambda text: "\n\n" + text,
    "blank lines below": lambda text: text.rstrip("\r\n") + "\n\n\n",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_line_ends_and_blank_lines_do_not_matter(path: Path, way: str) -> None:
    text = _decoded(path)
    assert _again(WAYS[way](text), path) == _again(text, path)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_code_page_does_not_matter(path: Path, codec: str) -> None:
    text = _decoded(path)
    assert _again(text, path, codec) == _again(text, path)


# Kiwoom: two lines an order; degiro: columns without names belong to their neighbours; sections
# and two header rows have their own order. Mirae, Korea: the second header row names places.
_FIXED = {"ibkr", "kiwoom", "degiro", "mirae_asset", "flatex", "rakuten"}
_STRICT = {"pytr-de.csv"}
_PLAIN = [path for path in TEXTS if path.parent.name not in _FIXED]


def _tables(text: str, found: FileReading) -> tuple[list[list[str]], str]:
    delimiter = found.reading.delimiter or ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter)), delimiter


def _joined(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("path", _PLAIN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_delimiter_does_not_matter(path: Path) -> None:
    text = _decoded(path)
    found = read(path.read_bytes(), path.name)
    if found.outcome is Outcome.REFUSED:
        pytest.skip("a refused file has no rows to compare")
    rows, delimiter = _tables(text, found)
    for other in {";", "\t", ","} - {delimiter}:
        assert _again(_joined(rows, other), path) == _facts(found), other


@pytest.mark.parametrize("path", _PLAIN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_unknown_columns_at_the_end_do_not_matter(path: Path) -> None:
    found = read(path.read_bytes(), path.name)
    header = found.reading.header_line
    if path.name in _STRICT:
        pytest.skip("names so plain that one more makes the table another broker's")
    if found.outcome is Outcome.REFUSED or header is None:
        pytest.skip("a refused file has no rows to compare")
    rows, delimiter = _tables(_decoded(path), found)
    names = set(found.header) - {""}
    width = len(found.header)
    wider = []
    for row in rows:
        more = "Unheard Of" if names and names <= {cell.strip() for cell in row} else "zz"
        wide = len(row) >= width - 1 and len(row) > 1
        wider.append([*row, *[""] * (width - len(row)), more] if wide else row)
    assert _again(_joined(wider, delimiter), path) == _facts(found)


_BYTES = [path.read_bytes() for path in fixtures()]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(_BYTES))), st.randoms(use_true_random=False))
def test_damage_never_breaks_the_account_of_lines(place: int, chance: random.Random) -> None:
    data = bytearray(_BYTES[place])
    for _ in range(chance.randint(1, 8)):
        spot = chance.randrange(len(data) + 1)
        what = chance.randint(0, 3)
        if what == 0:
            data[spot : spot + chance.randint(1, 40)] = b""
        elif what == 1:
            data[spot:spot] = chance.choice(
                [b",", b";", b'"', b"\n", b"\x00", b"-", b"=1+1", b"\xff"]
            )
        elif what == 2:
            data[spot:spot] = bytes(data[spot : spot + chance.randint(1, 80)])
        elif data:
            data[spot % len(data)] = chance.randrange(256)
    keeps_the_contract(read(bytes(data), "damaged.csv"))


@pytest.mark.parametrize(
    "path",
    sorted(path for path in CORPUS.iterdir() if path.name[0] != "."),
    ids=lambda path: path.name,
)
def test_what_once_broke_reading_is_kept(path: Path) -> None:
    keeps_the_contract(read(path.read_bytes(), "kept.csv"))
