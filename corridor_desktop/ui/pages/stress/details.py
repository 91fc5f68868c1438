"""The facts and pictures of the link to KOSPI, made from the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.stress.cross_checks import cross_checks
from corridor_desktop.ui.pages.stress.facts import Fact, fact

if TYPE_CHECKING:
    from corridor_desktop.stress.report import Link, Rolling, Scatter, StressReport, Window
    from corridor_desktop.ui.charts.line_chart import LineChartData
    from corridor_desktop.ui.charts.scatter_plot import ScatterPlotData


def facts(report: StressReport) -> tuple[Fact, ...]:
    """Return what a reader needs first."""
    link = report.portfolio
    if link is None:
        return ()
    return (
        fact(
            "How closely it moves with KOSPI (correlation, \N{MINUS SIGN}1 to 1)",
            link.correlation,
            "portfolio.correlation",
        ),
        fact(
            "For each 1 % of KOSPI when the whole world is selling, in %",
            link.beta_global,
            "portfolio.beta_global",
        ),
        fact(
            "For each 1 % of KOSPI when trouble starts in Korea, in %",
            link.beta_korea,
            "portfolio.beta_korea",
        ),
        fact(
            "How often your worst weeks fall into KOSPI's worst weeks",
            link.falls_together,
            "portfolio.falls_together",
            percent=True,
        ),
    )


def more_facts(report: StressReport) -> tuple[Fact, ...]:
    """Return what stands behind the button: calm and stress apart, falls and rises apart."""
    link = report.portfolio
    if link is None:
        return ()
    lines = [
        fact("Correlation in calm times", link.correlation_calm, "portfolio.correlation_calm"),
        fact(
            "Correlation in times of stress",
            link.correlation_stress,
            "portfolio.correlation_stress",
        ),
        *_no_change(link),
        fact("For each 1 % on days when KOSPI falls, in %", link.beta_down, "portfolio.beta_down"),
        fact("For each 1 % on days when KOSPI rises, in %", link.beta_up, "portfolio.beta_up"),
    ]
    if report.risk is not None:
        lines.append(
            fact("Share of your ups and downs that KOSPI explains", report.risk.kospi_share,
                 "risk.kospi_share",
                  percent=True)
        )  # fmt: skip
    return (*lines, *cross_checks(report))


def _no_change(link: Link) -> tuple[Fact, ...]:
    if link.no_change is None:
        return ()
    return (
        Fact(
            "The same, if nothing but the choice of times changed",
            fmt.number(link.no_change),
            "Choosing times by how KOSPI moved changes a correlation by itself; compare with this.",
            place="stress.portfolio.no_change",
        ),
    )


def rolling_data(found: Rolling, windows: tuple[Window, ...]) -> tuple[str, str, LineChartData]:
    """Return title, subtitle and data of the correlation through time."""
    from corridor_desktop.ui.charts.line_chart import Line, LineChartData, Shade

    known = [value for value in found.values if value is not None]
    now = f"now {fmt.number(known[-1])}" if known else "too little history"
    title = f"Correlation with KOSPI through time: {now}"
    subtitle = f"Correlation through time, {found.window} sessions each; grey: large falls of KOSPI"
    first = found.days[0] if found.days else None
    shades = tuple(
        Shade(w.start, w.end, f"KOSPI {fmt.percent(w.depth, 0)} from peak to trough")
        for w in windows
        if first is not None and w.end >= first
    )
    low = min((v for v in (*found.values, *found.low) if v is not None), default=0.0)
    data = LineChartData(
        found.days,
        (Line("corr", "Correlation", found.values, found.low, found.high, tone="accent"),),
        title,
        "correlation",
        fmt.number,
        shades,
        level=0.0,
        low=min(low, 0.0),
        high=1.0,
    )
    return title, subtitle, data


def scatter_data(found: Scatter) -> tuple[str, str, ScatterPlotData]:
    """Return title, subtitle and data of the pairs of returns."""
    from corridor_desktop.ui.charts.scatter_plot import ScatterPlotData

    title = f"Each 1 % of KOSPI went with {fmt.number(found.slope)} % of your portfolio"
    subtitle = f"Returns over {found.horizon} sessions, {fmt.count(len(found.days))} pairs"
    data = ScatterPlotData(
        found.benchmark, found.portfolio, found.days, found.slope, found.intercept,
        "KOSPI", "Your portfolio", title, lambda value: fmt.percent(value, 0),
    )  # fmt: skip
    return title, subtitle, data
