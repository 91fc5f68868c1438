"""Reading the portfolio: the whole review, and parts of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.cli import forms, text
from corridor_desktop.cli.answer import Answer, Command, Outside, option
from corridor_desktop.cli.change_forms import change_form
from corridor_desktop.cli.commands.scenarios import OPTIONS, answer_questions, risk_lines
from corridor_desktop.cli.link_forms import details_form
from corridor_desktop.cli.stress_forms import shock_form, stress_form
from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.finding import State
from corridor_desktop.domain.message import Message
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.performance.attribution import describe_attribution
from corridor_desktop.performance.statement_periods import describe_dietz
from corridor_desktop.rules.registry import rule
from corridor_desktop.services.words import say
from corridor_desktop.stress.report import Loss

if TYPE_CHECKING:
    from argparse import Namespace

    from corridor_desktop.domain.estimate import Measure
    from corridor_desktop.domain.finding import Finding
    from corridor_desktop.exposure.exposure import Exposure
    from corridor_desktop.performance.performance import Performance
    from corridor_desktop.services.review import Review
    from corridor_desktop.stress.detail import LinkDetails
    from corridor_desktop.stress.report import Shock, StressReport, TooLittleLoss


def day(value: str) -> date:
    """Read an ISO date from the command line."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageTrouble(
            "bad_date", f"{value!r} is not a date.", "Write it as YYYY-MM-DD."
        ) from None


def made(arguments: Namespace, outside: Outside) -> Review:
    """Return the review that the arguments ask for."""
    as_of = day(arguments.as_of) if arguments.as_of else None
    return outside.desk.review(as_of, outside.job)


def _head(review: Review) -> list[str]:
    mark = "  SIMULATED PRICES" if review.simulated else ""
    return [f"{review.portfolio}, as of {review.as_of}, in {review.base}{mark}", ""]


def show_review(arguments: Namespace, outside: Outside) -> Answer:
    """Show everything in one go."""
    review = made(arguments, outside)
    lines = [
        *_head(review),
        *valuation_lines(review),
        "",
        *exposure_lines(review, review.exposures[Dimension.THEME]),
        "",
        *stress_lines(review.stress),
        "",
        *finding_lines(review),
    ]
    return Answer(forms.review_form(review), lines)


def valuation_lines(review: Review) -> list[str]:
    """Return holdings as a table, with what could not be priced and why."""
    found = review.valuation
    rows = [
        (
            line.instrument.label,
            line.account.name,
            text.plain(line.position.quantity),
            f"{text.plain(line.price.price)} {line.price.currency}",
            str(line.price.session),
            text.money(line.value),
            text.percent(line.weight),
        )
        for line in found.lines
    ]
    head = ("holding", "account", "quantity", "price", "price date", "value", "weight")
    lines = [
        (
            f"Total {text.money(found.total)}, of it cash {text.money(found.cash_total)}; "
            f"{text.percent(found.coverage, 1 if found.coverage >= 0.99 else 0)} priced."
        ),
        *text.table(head, rows, "  rr rr"),
    ]
    return lines + [f"Not priced: {part.label}: {say(part.reason)}" for part in found.unpriced]


def show_exposure(arguments: Namespace, outside: Outside) -> Answer:
    """Show exposure along one dimension."""
    review = made(arguments, outside)
    by = Dimension(arguments.by)
    through = arguments.look_through
    if through and not review.exposures_through:
        raise UsageTrouble(
            "no_holdings",
            "It is not known what any held fund holds, so none can be looked through.",
            "Import a list of holdings with: funds import FILE --fund NAME",
        )
    found = (review.exposures_through if through else review.exposures)[by]
    document = {
        "as_of": review.as_of.isoformat(),
        "base": review.base,
        "by": str(by),
        "simulated": review.simulated,
        "looked_through": through,
        **forms.exposure_form(found),
        "changes": [change_form(change) for change in review.changes.get(by, ())],
    }
    lines = [*_head(review), *exposure_lines(review, found), *change_lines(review, by)]
    return Answer(document, lines)


def change_lines(review: Review, by: Dimension) -> list[str]:
    """Return why exposure changed, over the month, the year and all of the past."""
    lines: list[str] = []
    for change in review.changes.get(by, ()):
        rows = [
            (
                part.label,
                *(
                    f"{value:,.0f}"
                    for value in (
                        part.before,
                        part.parts.price,
                        part.parts.currency,
                        part.parts.trade,
                        part.parts.retag,
                        part.after,
                    )
                ),
            )
            for part in change.slices
        ]
        head = (str(by), "before", "prices", "rates", "trades", "tags", "after")
        title = f"Why it changed from {change.start} to {change.end}, in {change.base}"
        lines += ["", title, *text.table(head, rows, " rrrrrr")]
    return lines


def exposure_lines(review: Review, found: Exposure) -> list[str]:
    """Return one dimension as a table that ends with the untagged part."""
    by = found.by
    rows = [
        (part.label, f"{part.value:,.2f} {review.base}", text.percent(part.weight))
        for part in (*found.slices, found.untagged)
    ]
    return [f"Exposure by {by}", *text.table((str(by), "value", "share"), rows, " rr")]


def show_stress(arguments: Namespace, outside: Outside) -> Answer:
    """Show the link to KOSPI and what a shock would cost."""
    review = made(arguments, outside)
    report = review.stress
    document = {
        "as_of": review.as_of.isoformat(),
        "base": review.base,
        "looked_through": review.looked_through,
        **stress_form(report),
    }
    lines = [*_head(review), *stress_lines(report)]
    if arguments.shock is not None:
        shock = outside.desk.shock(review, _fraction(arguments.shock))
        document["shock"] = shock_form(shock)
        lines += ["", *shock_lines(shock)]
    if arguments.holding is not None:
        details = _details(report, arguments.holding)
        document["holding"] = details_form(details)
        lines += ["", *_detail_lines(arguments.holding, details)]
    asked, told = answer_questions(arguments, review)
    return Answer({**document, **asked}, [*lines, *told])


def _details(report: StressReport, symbol: str) -> LinkDetails:
    keys = [
        row.instrument_id for row in report.holdings if symbol in {row.label, row.instrument_id}
    ]
    found = report.describe(keys[0]) if keys and report.describe is not None else None
    if found is None:
        raise UsageTrouble(
            "no_details",
            f"{symbol!r} is no holding with a history to measure.",
            "Take a symbol from the table of holdings.",
        )
    return found


def _detail_lines(symbol: str, found: LinkDetails) -> list[str]:
    return [
        f"{symbol}, cross-checks",
        f"Correlation of ranks: {measured(found.spearman)}",
        f"Correlation without currencies: {measured(found.local)}",
        f"Correlation over the last year: {measured(found.year)}",
        f"Correlation over all shared history: {measured(found.whole)}",
        f"Beta on falls less on rises: {measured(found.side_difference)}",
        f"Average co-move on KOSPI's worst days: {measured(found.co_move_days, 4)}",
        f"Average co-move on Korea's own news: {measured(found.co_move_korea, 4)}",
    ]


def _fraction(value: str) -> float:
    try:
        percent = float(value.replace("%", "").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        raise UsageTrouble(
            "bad_shock", f"{value!r} is not a percentage.", "Write it like -5."
        ) from None
    if not -99 <= percent < 0:
        raise UsageTrouble(
            "bad_shock", "A shock is a fall of KOSPI between -99 % and 0 %.", "Write it like -5."
        )
    return percent / 100


def measured(measure: Measure, digits: int = 2) -> str:
    """Return an estimate with interval and n, or the sentence why there is none."""
    if not isinstance(measure, Estimate):
        return say(measure.why)
    interval = ""
    if measure.low is not None and measure.high is not None:
        interval = f" ({measure.low:.{digits}f} to {measure.high:.{digits}f})"
    badge = ", indicative" if measure.indicative else ""
    size = f"n {measure.n}, effective {measure.n_eff:.0f}"
    return f"{measure.value:.{digits}f}{interval}, {size}, {measure.start} to {measure.end}{badge}"


def stress_lines(report: StressReport) -> list[str]:
    """Return the link and the shocks as sentences."""
    if report.why is not None or report.portfolio is None:
        return [say(report.why) if report.why else "No link to KOSPI could be measured."]
    link = report.portfolio
    lines = [
        f"Correlation with KOSPI: {measured(link.correlation)}",
        f"Beta in a world slump: {measured(link.beta_global)}",
        f"Beta to Korea's own news: {measured(link.beta_korea)}",
    ]
    for shock in report.shocks:
        lines += shock_lines(shock)
    return [*lines, *risk_lines(report), *(say(note) for note in report.notes)]


def shock_lines(shock: Shock) -> list[str]:
    """Return one shock: both stories with their intervals, and how often it happened."""
    head = f"KOSPI {100 * shock.kospi:.1f} % within {shock.horizon} sessions"
    lines = [
        f"{head}, world slump: {_loss(shock.world)}",
        f"{head}, Korea alone: {_loss(shock.korea)}",
    ]
    return [*lines, say(shock.frequency)] if shock.frequency else lines


def _loss(loss: Loss | TooLittleLoss) -> str:
    if not isinstance(loss, Loss):
        return say(loss.why)
    return f"{text.percent(loss.loss)} ({text.percent(loss.low)} to {text.percent(loss.high)})"


def finding_lines(review: Review) -> list[str]:
    """Return every limit that is not quietly inside, worst first, and how many are."""
    shown = [found for found in review.findings if found.state is not State.INSIDE]
    rows = [
        (
            str(found.state).replace("_", " "),
            found.limit,
            found.subject,
            level(found.limit, found.measured),
            level(found.limit, found.limit_value),
            _explained(found),
        )
        for found in shown
    ]
    head = ("state", "limit", "subject", "measured", "limit at", "")
    inside = len(review.findings) - len(shown)
    return [*text.table(head, rows, "   rr"), f"{inside} more are inside their limits."]


def _explained(found: Finding) -> str:
    words = say(found.why) if found.why else say(found.remedy)
    return f"{say(Message.of('rules.by_yourself'))} {words}" if found.active else words


def level(limit: str, value: float | None) -> str:
    """Return a measure or a level in the limit's own unit: a percentage or a count."""
    declared = rule(limit)
    counts = declared is not None and declared.unit == "count"
    return f"{value:.1f}" if counts and value is not None else text.percent(value)


def show_performance(arguments: Namespace, outside: Outside) -> Answer:
    """Show time-weighted and money-weighted return."""
    review = made(arguments, outside)
    found = review.performance
    twr = text.percent(found.twr) if found.twr_why is None else say(found.twr_why)
    xirr = text.percent(found.xirr) if found.xirr_why is None else say(found.xirr_why)
    lines = [
        *_head(review),
        *([f"From {found.start} to {found.end}"] if found.start is not None else []),
        f"Time-weighted return: {twr}",
        f"Money-weighted return a year: {xirr}",
        f"Largest fall: {text.percent(found.max_drawdown)}",
        *attribution_lines(found),
        *(say(note) for note in found.notes),
    ]
    return Answer({"as_of": review.as_of.isoformat(), **forms.performance_form(found)}, lines)


def attribution_lines(found: Performance) -> list[str]:
    """Return where the return came from, and what stands in where there are no daily values."""
    lines: list[str] = []
    told = describe_dietz(found.dietz) if found.dietz is not None else None
    if told is not None:
        lines.append(say(told))
    for attribution in found.attributions:
        said = describe_attribution(attribution)
        lines += ["", say(said)] if said is not None else []
        rows = [
            (part.label, *(text.percent(v, 2) for v in (part.total, part.price, part.currency)))
            for part in attribution.by_holding
        ]
        lines += text.table(("part", "added", "price", "currency"), rows, " rrr") if rows else []
    return lines


AS_OF = option("--as-of", metavar="DATE", help="look at this day, YYYY-MM-DD (default: today)")

COMMANDS = (
    Command("review", "show the whole review", show_review, (AS_OF,)),
    Command(
        "exposure",
        "show exposure along one dimension",
        show_exposure,
        (
            option("--by", choices=[str(by) for by in Dimension], default="theme", help="which"),
            option("--look-through", action="store_true", help="count what funds hold instead"),
            AS_OF,
        ),
    ),
    Command(
        "stress",
        "show the link to KOSPI and what a fall would cost",
        show_stress,
        (
            option("--shock", metavar="PERCENT", help="a fall of KOSPI, for example -5"),
            option("--holding", metavar="SYMBOL", help="the cross-checks of one holding"),
            *OPTIONS,
            AS_OF,
        ),
    ),
    Command("performance", "show returns", show_performance, (AS_OF,)),
)
