"""Steps and cells give what writing every change into every later day would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor_desktop.market.vectors import _last_places
from corridor_desktop.valuation.cells import Cells, added_up, appeared, cells_of
from corridor_desktop.valuation.steps import Level, Steps

CHANGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 3), st.floats(-1e6, 1e6)), max_size=40
).map(lambda changes: sorted(changes, key=lambda change: change[0]))


@given(CHANGES)
def test_steps_are_what_writing_into_all_later_days_gives(
    changes: list[tuple[int, int, float]],
) -> None:
    steps, plain = Steps(), np.zeros((10, 4))
    for place, column, value in changes:
        steps.note(place, column, value)
        plain[place:, column] = value
    assert np.array_equal(steps.laid_out(10, 4), plain)


@given(CHANGES)
def test_a_level_adds_in_the_same_order(changes: list[tuple[int, int, float]]) -> None:
    level, plain = Level(), np.zeros(10)
    for place, _, amount in changes:
        level.add(place, amount)
        plain[place:] += amount
    assert np.array_equal(level.laid_out(10), plain)


def test_nothing_to_lay_out() -> None:
    assert Steps().laid_out(0, 3).shape == (0, 3)
    assert Steps().laid_out(4, 0).shape == (4, 0)
    assert not Steps().laid_out(2, 2).any()


@given(st.integers(0, 2**32 - 1))
def test_what_appears_with_its_price_is_told_cell_by_cell(seed: int) -> None:
    chance = np.random.default_rng(seed)
    shape = (6, 3)
    priced = chance.random(shape) < 0.6
    quantities = np.where(chance.random(shape) < 0.7, chance.integers(0, 50, shape), 0).astype(
        float
    )
    prices = np.where(priced, chance.uniform(1, 9, shape), 0.0)
    plain = np.zeros(shape)
    for day in range(1, 6):
        for column in range(3):
            if priced[day, column] and not priced[day - 1, column]:
                plain[day, column] = quantities[day - 1, column] * prices[day, column]
            elif priced[day - 1, column] and not priced[day, column]:
                plain[day, column] = -quantities[day - 1, column] * prices[day - 1, column]
    found = appeared(quantities, prices, priced)
    days, rows = found.by_day(3)
    full = np.zeros(shape)
    full[days] = rows
    assert np.array_equal(full, plain)


def test_cells_add_up_where_they_meet() -> None:
    prices = np.arange(6.0).reshape(3, 2)
    first = cells_of({(1, 0): 2.0, (2, 1): 1.0}, prices)
    second = Cells(np.array([2]), np.array([1]), np.array([0.5]))
    found = added_up((3, 2), first, second)
    assert dict(
        zip(zip(found.places.tolist(), found.columns.tolist(), strict=True),
            found.amounts.tolist(), strict=True)
    ) == {(1, 0): 4.0, (2, 1): 5.5}  # fmt: skip


@given(
    st.lists(st.integers(700, 760), unique=True, max_size=30).map(sorted),
    st.lists(st.integers(690, 770), max_size=30),
)
def test_the_last_close_is_counted_off_as_it_would_be_looked_up(
    days: list[int], wanted: list[int]
) -> None:
    found = _last_places(np.array(days, dtype=np.int32), np.array(wanted, dtype=np.int64))
    assert (
        found.tolist()
        == (
            np.searchsorted(np.array(days, dtype=int), np.array(wanted, dtype=int), side="right")
            - 1
        ).tolist()
    )


@pytest.mark.parametrize("count", [0, 3])
def test_no_series_has_no_places(count: int) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert _last_places(none, np.arange(count)).tolist() == [-1] * count
