"""One series of two symbols: nothing counted twice, unlike series never put together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.domain.prices import Split
from corridor_desktop.market.splice import spliced, with_former_symbols
from tests.support.books import day, quoted

OLD = quoted("OLD", {0: 10.0, 1: 11.0, 2: 12.0})
NEW = quoted("NEW", {3: 13.0, 4: 14.0})


def test_the_old_symbol_stands_for_the_days_before() -> None:
    assert list(spliced(OLD, NEW, day(3)).closes) == [10.0, 11.0, 12.0, 13.0, 14.0]
    whole = quoted("NEW", {0: 10.5, 1: 11.5, 3: 13.0})
    assert spliced(OLD, whole, day(3)) == whole, "a source that carries the history wins"
    late = quoted("NEW", {5: 14.0})
    assert list(spliced(OLD, late, day(2)).closes) == [10.0, 11.0, 14.0]
    assert spliced(OLD, None, day(3)) == OLD


def test_unlike_series_are_not_put_together() -> None:
    other = replace(NEW, currency="KRW")
    assert spliced(OLD, other, day(3)) == other


def test_splits_of_both_are_known() -> None:
    old = replace(OLD, splits=(Split(day(1), Decimal(2)),))
    new = replace(NEW, splits=(Split(day(4), Decimal(5)),))
    assert [split.session for split in spliced(old, new, day(3)).splits] == [day(1), day(4)]


def test_a_symbol_renamed_twice_carries_both() -> None:
    third = quoted("THIRD", {6: 20.0})
    changes = [
        ListingChange("x", day(6), ChangeKind.RENAMED, "NEW", "THIRD"),
        ListingChange("x", day(3), ChangeKind.RENAMED, "OLD", "NEW"),
    ]
    found = with_former_symbols({"OLD": OLD, "NEW": NEW, "THIRD": third}, changes)
    assert list(found["THIRD"].closes) == [10.0, 11.0, 12.0, 13.0, 14.0, 20.0]
    assert list(found["OLD"].closes) == list(OLD.closes)
