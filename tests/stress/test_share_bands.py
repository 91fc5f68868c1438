"""Intervals of risk shares: against resampling by hand, and covering the truth in made worlds."""

from __future__ import annotations

import numpy as np
import pytest

from corridor_desktop.stress.bootstrap import count_draws, draw_indices
from corridor_desktop.stress.panel import Panel
from corridor_desktop.stress.share_bands import RESAMPLES, band, bands_of, draw_shares


def panel(weeks: int = 300, seed: int = 3, extra: tuple[float, ...] = (0.0, 0.0, 0.0)) -> Panel:
    chance = np.random.default_rng(seed)
    common = chance.normal(0, 0.02, weeks)
    own = chance.normal(0, 0.02, (weeks, 3))
    returns = common[:, None] * np.array([1.0, 0.5, 0.0]) + own
    rows = np.arange(weeks)
    return Panel(returns, np.array([0.5, 0.3, 0.2]), (0, 1, 2), np.array(extra), common, rows, rows)


def test_each_draw_is_what_resampling_by_hand_gives() -> None:
    made = panel()
    indices = draw_indices(300, 5.0, 7, 20)
    draws = draw_shares(made, count_draws(indices))
    for place, chosen in enumerate(indices):
        weeks = made.returns[chosen]
        covariance = np.cov(weeks, rowvar=False, ddof=0)
        pull = made.weights * (covariance @ made.weights)
        assert draws[place] == pytest.approx(pull / pull.sum())


def test_shares_of_every_draw_sum_to_one_with_noise_of_their_own_too() -> None:
    draws = draw_shares(panel(extra=(0.0, 0.0, 1e-4)), count_draws(draw_indices(300, 5.0, 1, 50)))
    assert draws.sum(axis=1) == pytest.approx(np.ones(50))


def test_the_band_holds_the_share_and_narrows_with_more_weeks() -> None:
    widths = []
    for weeks in (150, 1200):
        made = panel(weeks)
        draws = draw_shares(made, count_draws(draw_indices(weeks, 5.0, 1, RESAMPLES)))
        (low, high), corridor = bands_of([0.6], draws[:, :1], ["a"], 0.3, [0.5])[0]["a"], None
        assert corridor is None
        assert low < 0.6 < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_a_portfolio_that_never_moves_has_no_band() -> None:
    still = panel()
    frozen = Panel(
        np.zeros_like(still.returns), still.weights, still.members, still.extra, still.kospi,
        still.starts, still.rows,
    )  # fmt: skip
    draws = draw_shares(frozen, count_draws(draw_indices(300, 5.0, 1, RESAMPLES)))
    assert len(draws) == 0
    assert band(0.5, draws[:, 0]) is None
