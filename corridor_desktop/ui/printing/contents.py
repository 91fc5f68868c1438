"""What the report says: a review as words, tables and pictures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.finding import State
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.stress.report import Loss
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.pages.limits import rows as limit_rows
from corridor_desktop.ui.printing import drawings
from corridor_desktop.ui.printing.parts import Section, Table
from corridor_desktop.ui.printing.trail_notes import appendix, id_of, limits_note, methods_note
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.domain.estimate import Measure
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.exposure.exposure import Exposure
    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.report import Shock
    from corridor_desktop.ui.appearance import Appearance

MOST_ROWS = 40
MOST_EPISODES = 60
_ASYNCHRONY = (
    "Correlation uses returns over five overlapping sessions, because New York trades after Seoul "
    "has closed. Betas of other time zones add the sessions before and after."
)
_INTERVALS = (
    "Intervals are 95 %, from a stationary bootstrap. They show how sure the estimate is, not how "
    "the future may turn out."
)


def sections_of(review: Review, look: Appearance) -> tuple[Section, ...]:
    """Return the report of a review, section by section."""
    return (
        _exposure(review, look),
        _stress(review, look),
        _limits(review),
        _holdings(review),
        _episodes(review),
        _methods(review),
        appendix(review),
    )


def breaches(review: Review) -> tuple[str, ...]:
    """Return the unacknowledged breaches as sentences, for the stamp on page one."""
    return tuple(
        f"{limit_rows.title(found.limit)}: {found.label} {limit_rows.measured(found)}, "
        f"limit {'at least ' if found.floor else ''}{limit_rows.level(found.limit, found.breach)}"
        for found in review.open_breaches
    )


def corridor_share(review: Review) -> float:
    """Return the fraction of the portfolio that hangs on the corridor themes."""
    corridor = {theme.id for theme in review.tags.themes if theme.corridor}
    slices = review.exposures[Dimension.THEME].slices
    return sum(part.weight for part in slices if part.key in corridor)


def priced(review: Review) -> str:
    """Return how much of what is held has a price."""
    found = review.valuation
    if not found.lines and not found.unpriced:
        return "nothing is held"
    return f"{fmt.coverage(found.coverage)} of what is held has a price"


def _bars(found: Exposure, look: Appearance) -> list[drawings.Bar]:
    parts = [*found.slices, found.untagged]
    return [
        drawings.Bar(
            part.label, part.weight, fmt.percent(part.weight), look.theme_colour(part.key, place)
        )
        for place, part in enumerate(parts)
        if part.weight
    ]


def _exposure(review: Review, look: Appearance) -> Section:
    theme = review.exposures[Dimension.THEME]
    bars = _bars(theme, look)
    if not bars:
        return Section("exposure", "Exposure", "Nothing that is held has a value yet.")
    pictures = [("themes", drawings.share_bar(bars, look))]
    history = review.histories.get(Dimension.THEME)
    if history is not None and len(history.days) > 1:
        colours = [look.theme_colour(key, place) for place, key in enumerate(history.keys)]
        values = [[float(value) for value in row] for row in history.values]
        ends = (fmt.day(history.days[0]), fmt.day(history.days[-1]))
        pictures.append(
            (
                "history",
                drawings.stacked_area(history.labels, values, colours, ends, review.base, look),
            )
        )
    tables = tuple(
        _exposure_table(review, by)
        for by in (Dimension.COUNTRY, Dimension.CURRENCY, Dimension.SECTOR, Dimension.ACCOUNT)
    )
    share = corridor_share(review)
    sentence = (
        f"{fmt.percent(share)} of the money hangs on the corridor; "
        f"{fmt.percent(theme.untagged.weight)} is untagged."
    )
    notes = (methods_note("exposure"),)
    return Section("exposure", "Exposure", sentence, tuple(pictures), tables, notes)


def _exposure_table(review: Review, by: Dimension) -> Table:
    found = review.exposures[by]
    parts = [*found.slices, *([found.untagged] if found.untagged.value else [])]
    rows = tuple(
        (part.label, fmt.amount(part.value, review.base, 0), fmt.percent(part.weight))
        for part in parts[:MOST_ROWS]
    )
    return Table((str(by).replace("-", " ").capitalize(), review.base, "Share"), rows,
                 (False, True, True), _left_out(len(parts)))  # fmt: skip


def _left_out(count: int) -> str:
    return f"{count - MOST_ROWS} smaller ones are left out here." if count > MOST_ROWS else ""


def measure_text(found: Measure, digits: int = 2) -> str:
    """Return an estimate with interval, n and dates, or the sentence why there is none."""
    if not isinstance(found, Estimate):
        return say(found.why)
    words = fmt.number(found.value, digits)
    if found.low is not None and found.high is not None:
        words += f" ({fmt.number(found.low, digits)} to {fmt.number(found.high, digits)})"
    badge = ", indicative" if found.indicative else ""
    return f"{words}, n {found.n}, {fmt.day(found.start)} to {fmt.day(found.end)}{badge}"


def _stress(review: Review, look: Appearance) -> Section:
    report = review.stress
    if report.portfolio is None:
        why = say(report.why) if report.why else "No link to KOSPI could be measured."
        return Section("stress", "KOSPI stress", why)
    link = report.portfolio
    bars = [bar for shock in report.shocks for bar in _shock_bars(shock, look)]
    pictures = (("shocks", drawings.ranked_bars(bars, look)),)
    rows = (
        ("Correlation, weekly", measure_text(link.correlation), _id(review, "correlation")),
        ("Beta when the whole world sells", measure_text(link.beta_global),
         _id(review, "beta_global")),
        ("Beta to Korea's own news", measure_text(link.beta_korea), _id(review, "beta_korea")),
        ("Average in the worst tenth of KOSPI weeks, beyond the usual",
         measure_text(link.co_move, 3), _id(review, "co_move")),
    )  # fmt: skip
    notes = [say(note) for note in report.notes]
    notes += [say(shock.frequency) for shock in report.shocks if shock.frequency]
    notes.append(methods_note("shocks"))
    return Section(
        "stress",
        "KOSPI stress",
        _shock_sentence(report.shocks),
        pictures,
        (Table(("Measure", "Value, interval, n, dates", "Method"), rows, (False,) * 3),),
        tuple(notes),
    )


def _id(review: Review, measure: str) -> str:
    return id_of(review, f"stress.portfolio.{measure}")


def _shock_bars(shock: Shock, look: Appearance) -> list[drawings.Bar]:
    found = []
    fall = f"KOSPI {fmt.percent(shock.kospi, 0)}"
    for label, loss, colour in (
        (f"{fall}: the world sells", shock.world, look.negative),
        (f"{fall}: Korea alone", shock.korea, look.info),
    ):
        if isinstance(loss, Loss):
            text = drawings.loss_text(loss.loss, loss.low, loss.high)
            found.append(drawings.Bar(label, loss.loss, text, colour, loss.low, loss.high))
        else:
            found.append(drawings.Bar(label, 0.0, "cannot be told", colour))
    return found


def _shock_sentence(shocks: tuple[Shock, ...]) -> str:
    for shock in shocks:
        if isinstance(shock.world, Loss) and abs(shock.kospi + 0.05) < 1e-9:
            text = drawings.loss_text(shock.world.loss, shock.world.low, shock.world.high)
            return f"If KOSPI falls 5 % within a week in a world slump, expect about {text}."
    return "What falls of KOSPI would cost is shown below."


def _limits(review: Review) -> Section:
    shown = [found for found in review.findings if found.state is not State.INSIDE]
    rows = tuple(_finding_row(found) for found in shown[:MOST_ROWS])
    head = ("State", "Limit", "Of", "Measured", "Limit at", "What drives it, what would cure it")
    table = Table(head, rows, (False, False, False, True, True, False), _left_out(len(shown)))
    inside = len(review.findings) - len(shown)
    further = "1 further finding is inside its limit."
    if inside != 1:
        further = f"{inside} further findings are inside their limits."
    notes = tuple(filter(None, (further if inside else "", limits_note(review))))
    return Section("limits", "Limits", limit_rows.sentence(review), (), (table,), notes)


def _finding_row(found: Finding) -> tuple[str, ...]:
    return (
        limit_rows.state_word(found),
        limit_rows.title(found.limit),
        found.label,
        limit_rows.measured(found),
        limit_rows.level(found.limit, found.limit_value),
        _explained(found),
    )


def _explained(found: Finding) -> str:
    words = limit_rows.explanation(found)
    return f"{words} Since {fmt.day(found.since)}." if found.since else words


def _holdings(review: Review) -> Section:
    lines = sorted(review.valuation.lines, key=lambda line: -line.value.amount)
    rows = tuple(
        (
            line.instrument.name,
            line.account.name,
            fmt.quantity(line.position.quantity),
            f"{fmt.price(line.price.price, line.price.currency)} {line.price.currency}",
            fmt.day(line.price.session),
            fmt.money(line.value),
            fmt.percent(line.weight),
        )
        for line in lines[:MOST_ROWS]
    )
    head = ("Holding", "Account", "Quantity", "Price", "Of", "Value", "Weight")
    table = Table(head, rows, (False, False, True, True, True, True, True), _left_out(len(lines)))
    notes = tuple(f"{part.label}: {say(part.reason)}" for part in review.valuation.unpriced)
    sentence = f"Total {fmt.money(review.valuation.total)}; {priced(review)}."
    return Section(
        "holdings", "Holdings", sentence, (), (table,), (*notes, methods_note("holdings"))
    )


def _episodes(review: Review) -> Section:
    found = review.stress.distribution
    rows = tuple(
        (
            fmt.day(row.episode.day),
            row.episode.title + ("" if row.episode.verified else " (not fully verified)"),
            fmt.percent(row.kospi_first, 2, signed=True),
            fmt.percent(row.worst, 2, signed=True),
            fmt.MISSING if row.recovery is None else str(row.recovery),
            fmt.percent(row.felt, 1, signed=True),
        )
        for row in review.stress.episodes
        if row.episode.kind == "crisis"
    )
    head = ("Day", "Crisis", "KOSPI first", "Worst in 10", "Sessions back", "You would have felt")
    table = Table(head, rows[-MOST_EPISODES:], (False, False, True, True, True, True))
    sentence = "What KOSPI measurably did at each crisis."
    if found is not None:
        worse = next((count for move, count in found.at_or_below if abs(move + 0.03) < 1e-9), 0)
        sentence = (
            f"Of {found.n} crises, the median first session was {fmt.percent(found.median, 2)}; "
            f"{worse} closed at {fmt.percent(-0.03, 0)} or worse."
        )
    notes = (methods_note("episodes"),)
    return Section("episodes", "Inter-Korean crises", sentence, (), (table,), notes)


def _methods(review: Review) -> Section:
    report = review.stress
    window = f"{fmt.day(report.start)} to {fmt.day(report.end)}" if report.start else "none"
    source = report.benchmark_source or "no prices stored"
    notes = (
        "Value is quantity times the last close on or before the day, times the exchange rate.",
        *_sources(review),
        f"KOSPI is {report.benchmark} ({source}); window {window}, {report.n} sessions.",
        _ASYNCHRONY,
        _INTERVALS,
        "A theme tag is an opinion of the person who tagged.",
        "This report describes; it gives no advice.",
    )
    return Section("methods", "How it was measured", "", (), (), notes)


def _sources(review: Review) -> tuple[str, ...]:
    """Return where the prices of today's holdings came from, and of which days they are."""
    points = {line.instrument.id: line.price for line in review.valuation.lines}.values()
    if not points:
        return ()
    counts = Counter(point.source or "a source that nobody stated" for point in points)
    parts = ", ".join(f"{source} ({count})" for source, count in counts.most_common())
    days = {min(point.session for point in points), max(point.session for point in points)}
    span = " to ".join(fmt.day(day) for day in sorted(days))
    return (f"Prices of what is held come from {parts}, of {span}.", *_rates(review))


def _rates(review: Review) -> tuple[str, ...]:
    """Return of which days the exchange rates are that today's values were made with."""
    found = review.valuation
    rates = [line.fx for line in found.lines] + [line.fx for line in found.cash]
    rates = [rate for rate in rates if rate.path]
    if not rates:
        return ()
    days = {min(rate.session for rate in rates), max(rate.session for rate in rates)}
    span = " to ".join(fmt.day(day) for day in sorted(days))
    sources = ", ".join(sorted({rate.source for rate in rates}))
    return (f"Exchange rates come from {sources}, of {span}.",)
