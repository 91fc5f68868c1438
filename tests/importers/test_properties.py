"""The same facts come out whatever way a file is written down."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor_desktop.importers.contract import CanonicalRow
from corridor_desktop.importers.duplicates import count_keys, new_rows
from corridor_desktop.importers.reader import read
from tests.contracts.importer_contract import keeps_the_contract

HEADER = ["Handelsdatum", "Vorgang", "ISIN", "Name", "Stück", "Kurs", "Gebühren", "Währung"]
ROW = st.tuples(
    st.dates(min_value=date(2001, 1, 1), max_value=date(2026, 1, 1)).map(
        lambda day: day.isoformat()
    ),
    st.sampled_from(["Kauf", "Verkauf"]),
    st.sampled_from(["US0378331005", "DE0007164600"]),
    st.sampled_from(["Müller & Söhne", "Grüße AG", "Größe SE"]),
    st.integers(1, 5000).map(str),
    st.integers(1, 10_000_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    st.integers(0, 999).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    st.just("EUR"),
)
ROWS = st.lists(ROW, min_size=1, max_size=12)


def _text(rows: list[tuple[str, ...]], *, delimiter: str = ",", decimal: str = ".") -> str:
    lines = [delimiter.join(HEADER)]
    for row in rows:
        cells = [cell.replace(".", decimal) for cell in row]
        lines.append(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in cells))
    return "\n".join(lines) + "\n"


def _facts(data: bytes) -> Counter[CanonicalRow]:
    reading = read(data, "x.csv")
    keeps_the_contract(reading)
    assert not reading.questions
    return Counter(replace(row, lines=()) for row in reading.transactions)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_code_page_line_end_and_mark_do_not_matter(rows: list[tuple[str, ...]]) -> None:
    text = _text(rows)
    facts = _facts(text.encode())
    assert sum(facts.values()) == len(rows)
    assert facts == _facts(text.encode("utf-8-sig"))
    assert facts == _facts(text.encode("utf-16"))
    assert facts == _facts(text.encode("cp1252"))
    assert facts == _facts(text.replace("\n", "\r\n").encode())
    assert facts == _facts(text.replace("\n", "\r").encode())


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_delimiter_and_decimal_mark_do_not_matter(rows: list[tuple[str, ...]]) -> None:
    facts = _facts(_text(rows).encode())
    assert facts == _facts(_text(rows, delimiter=";", decimal=",").encode())
    assert facts == _facts(_text(rows, delimiter=";").encode())
    assert facts == _facts(_text(rows, delimiter="\t", decimal=",").encode())
    assert facts == _facts(_text(rows, delimiter=",", decimal=",").encode())


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_columns_and_lines_and_furniture_do_not_matter(
    rows: list[tuple[str, ...]], chance: random.Random
) -> None:
    facts = _facts(_text(rows).encode())
    places = list(range(len(HEADER)))
    chance.shuffle(places)
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    lines = [",".join([*(HEADER[place] for place in places), "Unheard Of"]) + ","]
    lines += [",".join([*(row[place] for place in places), "x"]) + "," for row in shuffled]
    text = "Some title\n\n" + "\n".join(lines) + "\n,,,,\n"
    assert facts == _facts(text.encode())


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(0, 12), st.integers(0, 12))
def test_overlapping_files_make_the_same_book(
    rows: list[tuple[str, ...]], start: int, end: int
) -> None:
    # Cumulative exports: equal fills of one day stand together in every export that has them.
    ordered = sorted(rows)
    whole = list(read(_text(ordered).encode(), "x.csv").transactions)
    keys = count_keys(whole, "a")
    part = [row for row in whole if start <= row.date.month <= max(start, end)]
    book: Counter[str] = Counter()
    for rows_of_file in (part, whole, part, whole):
        book.update(new_rows(rows_of_file, book, "a").keys)
    assert book == keys
