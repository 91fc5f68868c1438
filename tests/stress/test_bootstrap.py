from __future__ import annotations

import numpy as np
import pytest

from corridor_desktop.stress.bootstrap import (
    choose_block,
    correlation_errors,
    count_draws,
    derive_seed,
    draw_indices,
    measure_block,
    resample_correlations,
)

CHANCE = np.random.default_rng(9)
K = CHANCE.standard_normal(300)
X = np.column_stack([0.5 * K + CHANCE.standard_normal(300), -K])


def test_the_same_data_draw_the_same_days() -> None:
    one = draw_indices(300, 8, derive_seed(K), 50)
    other = draw_indices(300, 8, derive_seed(K.copy()), 50)
    assert (one == other).all()
    assert derive_seed(K) != derive_seed(K + 1e-9)


def test_blocks_run_on_for_their_mean_length() -> None:
    drawn = draw_indices(1000, 20, 5, 200)
    follows = ((drawn[:, 1:] - drawn[:, :-1]) % 1000 == 1).mean()
    assert follows == pytest.approx(1 - 1 / 20, abs=0.005)
    assert drawn.min() >= 0
    assert drawn.max() < 1000


def test_every_day_is_drawn_equally_often() -> None:
    counts = count_draws(draw_indices(100, 5, 3, 4000))
    assert counts.sum(axis=1) == pytest.approx(100)
    assert counts.mean(axis=0) == pytest.approx(1.0, abs=0.15)


def test_products_of_counts_equal_resampling_by_hand() -> None:
    drawn = draw_indices(300, 8, 7, 20)
    fast = resample_correlations(count_draws(drawn), X, K)
    slow = [[np.corrcoef(X[row, j], K[row])[0, 1] for j in (0, 1)] for row in drawn]
    assert fast == pytest.approx(np.array(slow), abs=2e-5)


def test_days_without_the_pair_do_not_count() -> None:
    seen = np.ones((300, 1))
    seen[::3] = 0
    rows = np.flatnonzero(seen[:, 0])
    counts = count_draws(draw_indices(300, 8, 7, 20))
    masked = resample_correlations(counts, X[:, :1] * seen, K[:, None] * seen, seen)
    alone = resample_correlations(counts[:, rows], X[rows, :1], K[rows])
    assert masked == pytest.approx(alone, abs=2e-5)


def test_error_is_near_fishers_for_independent_days() -> None:
    draws = resample_correlations(count_draws(draw_indices(300, 1, 1)), X[:, :1], K)
    assert correlation_errors(draws)[0] == pytest.approx(1 / np.sqrt(297), rel=0.2)


def test_block_grows_with_memory_and_is_clamped() -> None:
    chance = np.random.default_rng(1)
    noise = chance.standard_normal(2000)
    sticky = noise.copy()
    for i in range(1, 2000):
        sticky[i] = 0.8 * sticky[i - 1] + noise[i]
    assert measure_block(sticky) > measure_block(noise)
    assert choose_block(noise, 5) >= 13
    assert choose_block(sticky[:30], 21) <= 7.5
    assert measure_block(np.zeros(50)) == 1.0
