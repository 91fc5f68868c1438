"""What the charts draw: the rolling correlation with its ribbon, the scatter, the windows."""

from __future__ import annotations

from datetime import date

import numpy as np

from corridor_desktop.domain.message import Message
from corridor_desktop.stress.link import effective_count, fisher_interval, roll_correlation
from corridor_desktop.stress.links import TENTH, Pair
from corridor_desktop.stress.regress import fit_beta
from corridor_desktop.stress.report import Rolling, Scatter, StressSet, Window
from corridor_desktop.stress.returns import Track
from corridor_desktop.stress.seoul import Seoul
from corridor_desktop.stress.windows import count_clusters, find_falls, mark_worst

ROLLING = 120
SHADE = 0.10


def draw_rolling(pair: Pair, seoul: Seoul) -> Rolling | None:
    """Return the correlation over trailing windows of 120 weekly returns, Fisher's ribbon."""
    values = roll_correlation(pair.y, pair.k, ROLLING)[ROLLING - 1 :]
    if not len(values):
        return None
    worth = effective_count(ROLLING, pair.horizon)
    known = np.isfinite(values)
    ends = [
        fisher_interval(float(v), worth) if good else (None, None)
        for v, good in zip(values, known, strict=True)
    ]
    return Rolling(
        days=tuple(seoul.day(int(row)) for row in pair.rows[ROLLING - 1 :]),
        values=tuple(float(v) if good else None for v, good in zip(values, known, strict=True)),
        low=tuple(low for low, _ in ends),
        high=tuple(high for _, high in ends),
        window=ROLLING,
        horizon=pair.horizon,
    )


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


def describe_stress(pair: Pair) -> StressSet:
    """Say which weeks count as stress, and in how many separate spells they fell."""
    flags = mark_worst(pair.k, TENTH)
    n = int(flags.sum())
    mean = float(np.expm1(pair.k[flags]).mean()) if n else None
    definition = Message.of("stress.worst_tenth", sessions=pair.horizon, windows=len(pair.k))
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
