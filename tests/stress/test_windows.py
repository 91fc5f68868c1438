from __future__ import annotations

import numpy as np
import pytest

from corridor_desktop.stress.windows import (
    count_clusters,
    falls,
    find_falls,
    mark_falls,
    mark_shocks,
    mark_worst,
)


def test_worst_tenth_is_a_tenth() -> None:
    assert mark_worst(np.arange(100.0)).sum() == 10
    assert mark_worst(np.zeros(0)).sum() == 0


@pytest.mark.parametrize(
    ("flags", "n"),
    [([], 0), ([0, 0], 0), ([1], 1), ([1, 1, 0, 1], 2), ([0, 1, 0, 1, 1], 2)],
)
def test_clusters_are_separate_runs(flags: list[int], n: int) -> None:
    assert count_clusters(np.array(flags, dtype=bool)) == n


def test_overlapping_falls() -> None:
    assert falls(np.array([100.0, 110.0, 99.0]), 1) == pytest.approx([0.1, -0.1])
    assert falls(np.array([100.0, 110.0, 99.0]), 2) == pytest.approx([-0.01])
    assert mark_shocks(np.array([-0.02, -0.019, 0.0])).tolist() == [True, False, False]


def test_zig_zag_finds_peak_and_trough() -> None:
    closes = np.array([90.0, 100.0, 95.0, 80.0, 84.0, 79.0, 100.0, 120.0, 119.0])
    assert np.array(find_falls(closes, 0.15)) == pytest.approx(np.array([[1, 5, -0.21]]))
    assert np.flatnonzero(mark_falls(closes, 0.15)).tolist() == [2, 3, 4, 5]


def test_a_fall_still_going_on_counts() -> None:
    found = find_falls(np.array([100.0, 80.0, 70.0]), 0.2)
    assert np.array(found) == pytest.approx(np.array([[0, 2, -0.3]]))


def test_small_rises_do_not_end_a_fall_and_small_falls_are_none() -> None:
    closes = np.array([100.0, 85.0, 92.0, 75.0, 95.0])
    assert [(peak, trough) for peak, trough, _ in find_falls(closes, 0.15)] == [(0, 3)]
    assert find_falls(np.array([100.0, 91.0, 100.0]), 0.10) == ()
