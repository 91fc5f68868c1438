"""What the cards of the overview say."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from corridor_desktop.domain.finding import State
from corridor_desktop.domain.money import Money
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.performance.attribution import describe_attribution
from corridor_desktop.performance.statement_periods import describe_dietz
from corridor_desktop.stress.report import Loss
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.appearance import UNIT
from corridor_desktop.ui.charts.limit_bar import LimitBar, LimitBarData
from corridor_desktop.ui.charts.range_bars import RangeBar, RangeBars, RangeBarsData
from corridor_desktop.ui.charts.share_bar import ShareBarData, SharePart
from corridor_desktop.ui.pages.limits import rows as limit_rows
from corridor_desktop.ui.parts.layout import column, holding, row
from corridor_desktop.ui.parts.words import label
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.report import Shock
    from corridor_desktop.ui.appearance import Appearance

Words = tuple[tuple[str, str, str], ...]
"""Text, role, and the place of the figure that it tells, empty where it tells none."""

SHOCK = -0.05
WORST = 3


def corridor_weight(review: Review) -> float:
    """Return the fraction of the portfolio tagged with a corridor theme."""
    corridor = {theme.id for theme in review.tags.themes if theme.corridor}
    slices = review.exposures[Dimension.THEME].slices
    return sum(part.weight for part in slices if part.key in corridor)


def shock_of(review: Review, kospi: float = SHOCK) -> Shock | None:
    """Return the shock of the report that is nearest to ``kospi``."""
    return min(review.stress.shocks, key=lambda shock: abs(shock.kospi - kospi), default=None)


def headline(review: Review) -> str:
    """Return the three answers in one line."""
    parts = [f"{fmt.percent(corridor_weight(review), 0)} hangs on the corridor"]
    shock = shock_of(review)
    if shock is not None and isinstance(shock.world, Loss):
        fall = fmt.percent(-shock.kospi, 0)
        parts.append(f"a {fall} fall in Seoul may cost {fmt.percent(abs(shock.world.loss))}")
    limits = limit_rows.sentence(review).removesuffix(".")
    parts.append(f"{limits[:1].lower()}{limits[1:]}")
    return "; ".join(parts) + "."


def value_words(review: Review) -> Words:
    """Return value, and change over the day, the month and since the start."""
    found, growth = review.valuation, review.performance
    changes = [
        f"{fmt.percent(value, signed=True)} {since}"
        for value, since in (
            (growth.day_change, "on the day"),
            (growth.month_change, "in a month"),
            (growth.twr, f"since {fmt.day(growth.start)}, time-weighted"),
        )
        if value is not None
    ]
    if not changes and growth.twr_why is not None:
        changes = [say(growth.twr_why)]
    cash = f"{fmt.money(found.cash_total, 0)} of it is cash" if found.cash else "no cash is known"
    return (
        (fmt.money(found.total), "big", "valuation.total"),
        (", ".join(changes), "", "performance.twr"),
        *_came_from(review),
        (
            f"{fmt.sentence(fmt.of_them(len(found.lines), 'holding'))}; {cash}",
            "muted",
            "valuation.cash_total",
        ),
    )


def _came_from(review: Review) -> Words:
    """Return where the return came from, or the return between statements in its place."""
    growth = review.performance
    told = None
    if growth.dietz is not None:
        told = describe_dietz(growth.dietz)
    elif growth.attributions:
        told = describe_attribution(growth.attributions[-1])
    place = "performance.dietz.value" if growth.dietz is not None else "performance.attributions"
    if growth.dietz is None:
        place += f"[{len(growth.attributions) - 1}].total"
    return ((say(told), "muted", place),) if told is not None else ()


def data_words(review: Review) -> Words:
    """Return coverage, age and what could not be priced."""
    found = review.valuation
    words: list[tuple[str, str, str]] = [
        (f"{fmt.coverage(found.coverage)} priced", "big", "valuation.coverage")
    ]
    if found.lines:
        newest = max(line.price.session for line in found.lines)
        days = (review.as_of - newest).days
        role = "warning" if days > 5 else ""
        words.append((f"Newest price of {fmt.day(newest)} ({fmt.age(days)})", role, ""))
    missing = [part.label for part in found.unpriced]
    if missing:
        shown = ", ".join(missing[:3]) + (" and more" if len(missing) > 3 else "")
        words.append((f"Without a value: {shown}", "warning", ""))
    if review.book.notes:
        words.append((say(review.book.notes[0].message), "warning", ""))
    link = review.stress
    if link.start is not None:
        span = f"{fmt.day(link.start)} to {fmt.day(link.end)}"
        words.append((f"KOSPI: {link.n} sessions, {span}", "muted", "stress.n"))
    return tuple(words)


def corridor_sentence(review: Review) -> str:
    """Return how much hangs on the corridor and how much nobody tagged."""
    found = review.exposures[Dimension.THEME]
    corridor = {theme.id for theme in review.tags.themes if theme.corridor}
    worth = sum((part.value for part in found.slices if part.key in corridor), Decimal(0))
    money = fmt.money(Money(worth, review.base), 0)
    return (
        f"{fmt.percent(corridor_weight(review))} ({money}) is tagged with a corridor theme; "
        f"{fmt.percent(found.untagged.weight)} is untagged."
    )


def theme_parts(review: Review) -> ShareBarData:
    """Return the theme bar, which always adds up to the whole."""
    found = review.exposures[Dimension.THEME]
    parts = tuple(
        SharePart(part.key, part.label, part.weight, fmt.amount(part.value, review.base, 0))
        for part in (*found.slices, found.untagged)
    )
    return ShareBarData(parts, "Exposure by theme")


def stress_words(review: Review) -> Words:
    """Return what a five percent week would cost, and mostly through what."""
    shock = shock_of(review)
    if shock is None:
        why = review.stress.why
        return ((say(why) if why else "The link to KOSPI cannot be measured yet.", "", ""),)
    if not isinstance(shock.world, Loss):
        return ((say(shock.world.why), "", ""),)
    fall = fmt.percent(shock.kospi, 0)
    text = (
        f"A {fall} week in Seoul would cost about {fmt.percent(abs(shock.world.loss))} "
        f"({fmt.span(abs(shock.world.high), abs(shock.world.low))}) if the whole world is selling"
    )
    if isinstance(shock.korea, Loss):
        text += f", {fmt.percent(abs(shock.korea.loss))} if the trouble starts in Korea"
    first = next(iter(shock.by_holding), None)
    if first is not None:
        thing = review.instruments.get(first.key)
        text += f"; mostly through {thing.name if thing else first.label}"
    at = review.stress.shocks.index(shock)
    return ((f"{text}.", "", f"stress.shocks[{at}].world.loss"),)


class StressBars(QWidget):
    """Both stories, always together."""

    def __init__(self, review: Review, look: Appearance) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        shock = shock_of(review)
        if shock is None:
            return
        bars = tuple(
            RangeBar(key, text, loss.loss, fmt.percent(loss.loss), loss.low, loss.high)
            for key, text, loss in (
                ("world", "The world sells", shock.world),
                ("korea", "Korea alone", shock.korea),
            )
            if isinstance(loss, Loss)
        )
        if bars:
            chart = RangeBars()
            at = review.stress.shocks.index(shock)
            chart.figures = {key: f"stress.shocks[{at}].{key}.loss" for key in ("world", "korea")}
            chart.set_data(RangeBarsData(bars, "Expected loss", "percent of the portfolio"), look)
            layout.addWidget(chart)
        if shock.frequency is not None:
            layout.addWidget(label(say(shock.frequency), "small", wrap=True))


def limit_widgets(review: Review, look: Appearance) -> list[QWidget]:
    """Return where the portfolio stands and the worst three limits with their bars."""
    made: list[QWidget] = [label(limit_rows.sentence(review), "", wrap=True)]
    worst = [found for found in review.findings if found.state is not State.INSIDE][:WORST]
    made += [_limit(found, look) for found in worst]
    return made


def _limit(found: Finding, look: Appearance) -> QWidget:
    title = f"{limit_rows.title(found.limit)}: {found.label}"
    words = row(label(title, "", wrap=True), label(limit_rows.state_word(found), "muted"))
    words.setStretch(0, 1)
    bar = LimitBar()
    bar.figure = f"findings[{limit_rows.key(found)}].measured"
    bar.set_data(
        LimitBarData(
            title,
            found.measured,
            found.warn,
            found.breach,
            found.low,
            found.high,
            found.floor,
            found.limit in limit_rows.COUNTED,
            compact=True,
        ),
        look,
    )
    return holding(column(holding(words), bar, gap=UNIT // 2))
