"""What the timeline draws: KOSPI and the portfolio on one scale, events in their lanes."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.charts.line_chart import Line, LineChartData
from corridor_desktop.ui.charts.timeline_chart import Happening, Lane
from corridor_desktop.ui.parts.episode_words import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor_desktop.domain.prices import PriceSeries
    from corridor_desktop.performance.performance import Performance
    from corridor_desktop.stress.report import EpisodeRow

LANES = (
    Lane("crisis", "Crises", "t", "negative"),
    Lane("milestone", "Milestones", "o", "accent"),
)


def lines_of(series: PriceSeries | None, past: Performance, first: date | None) -> LineChartData:
    """Return both lines as 100 on the portfolio's first day (KOSPI's first without one).

    ``series`` are the benchmark's closes; those before ``first`` are left out. The portfolio's
    line grows with its time-weighted return, so that money paid in or out is no part of it.
    """
    kept = _closes(series, first)
    days = tuple(day for day, _ in kept) or past.days
    lines = []
    if kept:
        base = _base(kept, past.start)
        label = series.symbol if series is not None else ""
        lines.append(
            Line("kospi", f"KOSPI ({label})", tuple(100 * close / base for _, close in kept),
                 tone="muted")
        )  # fmt: skip
    if past.growth:
        lines.append(Line("own", "Your portfolio", _grown(past, days), tone="accent"))
    name = "KOSPI and your portfolio" if len(lines) > 1 else "Through time"
    since = past.start or (days[0] if days else None)
    return LineChartData(days, tuple(lines), name, f"100 on {fmt.day(since)}", fmt.count)


def happenings_of(rows: Sequence[EpisodeRow]) -> tuple[Happening, ...]:
    """Return the events of table rows."""
    return tuple(
        Happening(row.episode.day, row.episode.title, row.episode.kind, key(row)) for row in rows
    )


def _closes(series: PriceSeries | None, first: date | None) -> list[tuple[date, float]]:
    if series is None:
        return []
    start = 0 if first is None else bisect_right(series.days, first.toordinal() - 1)
    pairs = zip(series.days[start:], series.closes[start:], strict=True)
    return [(date.fromordinal(day), close) for day, close in pairs]


def _base(kept: Sequence[tuple[date, float]], start: date | None) -> float:
    """Return the last close on or before the portfolio's first day, else the first of all."""
    before = [close for day, close in kept if start is None or day <= start]
    return before[-1] if before and start is not None else kept[0][1]


def _grown(past: Performance, days: Sequence[date]) -> tuple[float | None, ...]:
    found: list[float | None] = []
    for day in days:
        place = bisect_right(past.days, day) - 1
        known = place >= 0 and day <= past.days[-1]
        found.append(100 * past.growth[place] if known else None)
    return tuple(found)
