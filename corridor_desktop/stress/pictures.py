"""What the charts draw: the rolling correlation with its ribbon, the scatter, the windows."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from corridor_desktop.domain.estimate import Estimate, Measure
from corridor_desktop.stress.link import effective_count, roll_correlation
from corridor_desktop.stress.links import Marker, Pair
from corridor_desktop.stress.quantiles import Z95, block_half_width
from corridor_desktop.stress.regress import fit_beta
from corridor_desktop.stress.report import Rolling, Scatter, StressSet, Window
from corridor_desktop.stress.returns import Track
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.sets import StressChoice, define
from corridor_desktop.stress.windows import count_clusters, find_falls

ROLLING = 120
SHADE = 0.10


def draw_rolling(pair: Pair, seoul: Seoul, full: Measure) -> Rolling | None:
    """Return the correlation over trailing windows of 120 weekly returns, with a ribbon.

    The ribbon is the resampled error of the ``full`` correlation, widened to what one window is
    worth, and never narrower than Fisher's.
    """
    values = roll_correlation(pair.y, pair.k, ROLLING)[ROLLING - 1 :]
    if not len(values):
        return None
    half = Z95 * _window_error(pair, full)
    centre = np.arctanh(np.clip(values, -0.999999, 0.999999))
    low, high = np.tanh(centre - half), np.tanh(centre + half)
    whole = full.value if isinstance(full, Estimate) else None
    changed = np.zeros(len(values), dtype=bool)
    if whole is not None:
        changed = np.isfinite(values) & ((whole < low) | (whole > high))
    return Rolling(
        days=tuple(seoul.day(int(row)) for row in pair.rows[ROLLING - 1 :]),
        values=_known(values),
        low=_known(low),
        high=_known(high),
        window=ROLLING,
        horizon=pair.horizon,
        full=whole,
        changed=tuple(changed.tolist()),
    )


def _window_error(pair: Pair, full: Measure) -> float:
    """Return the error of one window's correlation on Fisher's scale."""
    worth = effective_count(ROLLING, pair.horizon) - 3
    fisher = 1 / np.sqrt(worth)
    if not isinstance(full, Estimate) or full.low is None or full.high is None:
        return float(fisher)
    ends = np.arctanh(np.clip([full.low, full.high], -0.999999, 0.999999))
    drawn = float(ends[1] - ends[0]) / (2 * block_half_width(len(pair.y), pair.horizon))
    return float(max(fisher, drawn * np.sqrt(max(full.n_eff - 3, 1.0) / worth)))


def _known(values: npt.NDArray[np.float64]) -> tuple[float | None, ...]:
    return tuple(float(value) if np.isfinite(value) else None for value in values)


def draw_scatter(pair: Pair, seoul: Seoul) -> Scatter | None:
    """Return the weekly returns of both as fractions, and the line through them.

    ``None`` where KOSPI never moved: then there is no line.
    """
    k, y = np.expm1(pair.k), np.expm1(pair.y)
    fit = fit_beta(y, k, 2 * pair.horizon)
    if not np.isfinite(fit.beta[0]):
        return None
    return Scatter(
        tuple(k.tolist()),
        tuple(y.tolist()),
        tuple(seoul.day(int(row)) for row in pair.rows),
        float(fit.coef[1, 0]),
        float(fit.coef[0, 0]),
        pair.horizon,
    )


def describe_stress(pair: Pair, choice: StressChoice, mark: Marker) -> StressSet:
    """Say which windows count as stress, and in how many separate spells they fell."""
    flags = mark(pair)
    n = int(flags.sum())
    mean = float(np.expm1(pair.k[flags]).mean()) if n else None
    definition = define(choice, pair.horizon, len(pair.k))
    return StressSet(definition, n, count_clusters(flags), mean)


def shade_windows(benchmark: Track) -> tuple[Window, ...]:
    """Return KOSPI's falls of 10 % and more from peak to trough, over all stored closes."""
    return tuple(
        Window(
            date.fromordinal(int(benchmark.days[peak])),
            date.fromordinal(int(benchmark.days[trough])),
            depth,
        )
        for peak, trough, depth in find_falls(benchmark.closes, SHADE)
    )
