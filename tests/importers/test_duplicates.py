"""Importing twice, overlapping files, equal fills, restated rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import CanonicalRow, Identity
from corridor_desktop.importers.duplicates import count_keys, new_rows

FILL = CanonicalRow(
    lines=(2,),
    kind=Kind.BUY,
    date=date(2024, 5, 6),
    instrument=Identity(isin="US0378331005"),
    quantity=Decimal(10),
    price=Decimal("12.50"),
    currency="USD",
)


def test_equal_fills_are_all_kept_and_importing_again_brings_nothing() -> None:
    rows = [FILL, replace(FILL, lines=(3,)), replace(FILL, lines=(4,))]
    first = new_rows(rows, {}, "a")
    assert len(first.fresh) == 3
    again = new_rows(rows, Counter(first.keys), "a")
    assert not again.fresh
    assert len(again.known) == 3


def test_an_overlapping_file_brings_only_what_is_new() -> None:
    booked = count_keys([FILL, FILL], "a")
    found = new_rows([FILL, FILL, FILL, replace(FILL, date=date(2024, 5, 7))], booked, "a")
    assert [row.date for row in found.fresh] == [date(2024, 5, 6), date(2024, 5, 7)]


def test_another_account_is_another_fact() -> None:
    assert new_rows([FILL], count_keys([FILL], "a"), "b").fresh == (FILL,)


def test_trailing_zeros_do_not_matter() -> None:
    same = replace(FILL, quantity=Decimal("10.000"), price=Decimal("12.5"))
    assert not new_rows([same], count_keys([FILL], "a"), "a").fresh


def test_a_reference_is_no_key_by_itself() -> None:
    one = replace(FILL, reference="7")
    other_day = replace(one, date=date(2025, 1, 1))
    assert new_rows([other_day], count_keys([one], "a"), "a").fresh == (other_day,)


def test_a_restated_row_is_probably_the_same() -> None:
    later = replace(FILL, date=date(2024, 5, 8))
    found = new_rows([later], count_keys([FILL], "a"), "a", booked=[FILL])
    assert not found.fresh
    assert [(part.row, part.known) for part in found.probable] == [(later, FILL)]


def test_a_row_that_stands_beside_the_booked_one_in_the_file_is_new() -> None:
    later = replace(FILL, date=date(2024, 5, 8))
    found = new_rows([FILL, later], count_keys([FILL], "a"), "a", booked=[FILL])
    assert found.fresh == (later,)
    assert found.known == (FILL,)


def test_the_book_may_name_instruments_its_own_way() -> None:
    ticker = replace(FILL, instrument=Identity(symbol="AAPL"))

    def resolve(_: Identity, __: str) -> str:
        return "i1"

    booked = count_keys([FILL], "a", resolve)
    assert not new_rows([ticker], booked, "a", resolve=resolve).fresh
