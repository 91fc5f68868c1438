"""Damage never costs or makes a row, and what once broke reading never does again."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.importers.contract import FileReading
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract
from tests.golden.refresh import fixtures

CORPUS = Path(__file__).resolve().parent / "corpus"
FACTS = Counter[object]


def facts_of(found: FileReading) -> FACTS:
    """Return what was read, without the lines it stood in."""
    keeps_the_contract(found)
    rows: list[object] = [replace(row, lines=()) for row in found.transactions]
    rows += [replace(row, lines=()) for row in found.positions]
    rows += [replace(row, lines=()) for row in found.cash]
    return Counter(rows)


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
