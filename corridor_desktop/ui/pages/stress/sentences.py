"""What the stress page says, as plain sentences made from the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from corridor_desktop.domain.estimate import Estimate, Measure
from corridor_desktop.stress.report import (
    Contribution,
    Loss,
    Reverse,
    Shock,
    StressReport,
    TooLittleLoss,
)
from corridor_desktop.ui import format as fmt
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from corridor_desktop.domain.money import Money
    from corridor_desktop.stress.report import Distribution, Link

WORLD = "If the whole world is selling"
KOREA = "If the trouble starts in Korea"

_LINKS = {
    "strongly": "Moves with Seoul: strongly",
    "somewhat": "Moves with Seoul: somewhat",
    "hardly": "Moves with Seoul: hardly",
    "against": "Moves against Seoul",
    "unknown": "Moves with Seoul: cannot tell yet",
}


def link_words(link: Link | None) -> str:
    """Return in words how a series moves with KOSPI."""
    return _LINKS.get(link.word if link else "unknown", _LINKS["unknown"])


def amount(fraction: float, total: Money) -> str:
    """Return a fraction of the portfolio as whole money, with a true sign."""
    return money_of(Decimal(repr(fraction)) * total.amount, total.currency)


def money_of(value: Decimal, currency: str) -> str:
    """Return money without minor units."""
    return f"{fmt.amount(value, currency, 0)}{fmt.NO_BREAK}{currency}"


def size_of(fraction: float, digits: int = 1) -> str:
    """Return the size of a fraction without its sign."""
    return fmt.percent(abs(fraction), digits)


def both_ways(low: float, high: float, digits: int = 1) -> str:
    """Return an interval of losses as sizes where both ends are losses, else signed."""
    if low <= 0 and high <= 0:
        near, far = sorted((abs(low), abs(high)))
        return f"{fmt.percent(near, digits)} to {fmt.percent(far, digits)}"
    first, last = fmt.percent(low, digits, signed=True), fmt.percent(high, digits, signed=True)
    return f"{first} to {last}"


def horizon_words(sessions: int) -> str:
    """Return a number of sessions as people say it."""
    return {1: "one day", 5: "a week", 21: "a month"}.get(sessions, f"{sessions} sessions")


def headline(report: StressReport, shock: Shock | None) -> str:
    """Return the answer in one sentence, with its interval and its largest part."""
    if shock is None:
        return say(report.why) if report.why else "The link to KOSPI cannot be measured yet."
    loss = worse(shock)
    move = f"A {fmt.percent(shock.kospi)} move of KOSPI within {horizon_words(shock.horizon)}"
    if loss is None:
        why = shock.world if isinstance(shock.world, TooLittleLoss) else shock.korea
        return say(why.why) if isinstance(why, TooLittleLoss) else ""
    verb = "would cost about" if loss.loss <= 0 else "would add about"
    said = f"{move} {verb} {size_of(loss.loss)} ({both_ways(loss.low, loss.high)})"
    if not shock.by_holding or shock.by_holding[0].loss * loss.loss <= 0:
        return f"{said}."
    first = shock.by_holding[0]
    whole = sum(part.loss for part in shock.by_holding)
    most = "mostly" if abs(first.loss) > abs(whole) / 2 else "the largest part"
    return f"{said}, {most} through {first.label}."


def named(shock: Shock, names: Mapping[str, str]) -> Shock:
    """Return a shock whose contributions bear the names that the user knows."""

    def rename(parts: tuple[Contribution, ...]) -> tuple[Contribution, ...]:
        return tuple(replace(part, label=_name(part, names)) for part in parts)

    return replace(
        shock,
        by_holding=rename(shock.by_holding),
        by_theme=rename(shock.by_theme),
        by_holding_korea=rename(shock.by_holding_korea),
    )


def _name(part: Contribution, names: Mapping[str, str]) -> str:
    if part.key.startswith("cash:"):
        return f"Cash in {part.key.removeprefix('cash:')}"
    return "Untagged" if part.key == "untagged" else names.get(part.key, part.label)


def worse(shock: Shock) -> Loss | None:
    """Return the story that costs more, ``None`` when neither could be measured."""
    known = [loss for loss in (shock.world, shock.korea) if isinstance(loss, Loss)]
    return min(known, key=lambda loss: loss.loss, default=None)


def band_words(loss: Loss, total: Money) -> str:
    """Return the interval from the estimate alone, in percent and money."""
    ends = sorted((loss.low, loss.high), key=abs)
    money = " to ".join(amount(end, total) for end in ends)
    return f"This alone: {both_ways(loss.low, loss.high)} ({money})."


def outcome_words(loss: Loss) -> str:
    """Return the wider interval: other news of the same days included."""
    if loss.outcome_low is None or loss.outcome_high is None:
        return ""
    low, high = (fmt.percent(end, signed=True) for end in (loss.outcome_low, loss.outcome_high))
    return f"With everything else that happens on such days: {low} to {high}."


def split_words(loss: Loss) -> str:
    """Return the parts of prices and of currencies."""
    if loss.market_part is None or loss.currency_part is None:
        return ""
    market, currency = (
        fmt.percent(part, signed=True) for part in (loss.market_part, loss.currency_part)
    )
    return f"Prices {market}, currencies {currency}."


def estimate_words(measure: Measure, *, percent: bool = False) -> str:
    """Return a statistic with its interval, or why there is none."""
    if not isinstance(measure, Estimate):
        return say(measure.why)
    style: Callable[[float], str] = fmt.percent if percent else fmt.number
    value = style(measure.value)
    if measure.low is None or measure.high is None:
        return value
    return f"{value} ({style(measure.low)} to {style(measure.high)})"


def evidence_words(measure: Measure) -> str:
    """Return on how much a statistic rests, and over which days."""
    if not isinstance(measure, Estimate):
        return ""
    span = f"{fmt.day(measure.start)} to {fmt.day(measure.end)}"
    kind = f"{measure.horizon}-session returns" if measure.horizon > 1 else "daily returns"
    text = f"{fmt.count(measure.n)} {kind}"
    if measure.n_eff < 0.95 * measure.n:
        text += f", worth {fmt.count(measure.n_eff)} independent ones because they overlap"
    return f"{text}; {span}" + ("; indicative only" if measure.indicative else "")


def same_day_words(link: Link) -> str:
    """Return the naive figure and why it is not used; nothing where clocks agree."""
    if link.same_day is None:
        return ""
    return (
        f"Closing prices of the same date would give {fmt.number(link.same_day)}. That figure is "
        "not used: Seoul closes before Europe opens and half a day before New York closes, so "
        "the same date is not the same time."
    )


def stress_words(report: StressReport) -> str:
    """Return what the portfolio did in the worst windows of KOSPI."""
    link, chosen = report.portfolio, report.stress_set
    if link is None or chosen is None or not isinstance(link.co_move, Estimate):
        return ""
    move = link.co_move
    verb = "lost" if move.value <= 0 else "gained"
    counted = f"{fmt.count(chosen.n)} windows in {fmt.count(chosen.clusters)} separate spells"
    when = f"When KOSPI had its worst weeks ({counted})"
    if chosen.definition.code != "stress.worst_tenth":
        when = f"In times of stress ({say(chosen.definition).rstrip('.')}; {counted})"
    said = f"{when}, your portfolio {verb} {size_of(move.value)} more than on average"
    if move.low is not None and move.high is not None:
        said += f" ({both_ways(move.low, move.high)})"
    return f"{said}."


def reverse_words(found: Reverse | None) -> str:
    """Return which fall of KOSPI would cost what was asked."""
    if found is None:
        return "Without a measured link to KOSPI this question has no answer."
    if found.kospi is None:
        return say(found.why) if found.why else ""
    said = f"KOSPI would have to fall {size_of(found.kospi, 0)}"
    if found.low is not None and found.high is not None:
        near, far = sorted((abs(found.low), abs(found.high)))
        said += f" ({fmt.percent(near, 0)} to {fmt.percent(far, 0)})"
    return f"{said} to cost you {fmt.percent(found.loss, 0)}."


def claim_words(found: Distribution) -> str:
    """Return the honest distribution beside the popular claim."""
    fell = dict(found.at_or_below).get(-0.03, 0)
    return (
        f"It is often said that KOSPI drops 3 to 5 % in an inter-Korean crisis. Of {found.n} "
        f"crises on record, {fell} saw a first session of {fmt.percent(-0.03, 0)} or worse; the "
        f"median first session was {fmt.percent(found.median, 1, signed=True)}, the worst "
        f"{fmt.percent(found.worst, 1, signed=True)}."
    )


def placebo_words(found: Distribution) -> str:
    """Return crises beside any random date."""
    after = dict(found.worst_within).get(-0.03)
    anyway = dict(found.base_within).get(-0.03)
    if after is None:
        return ""
    said = (
        f"Within ten sessions {fmt.percent(after, 0)} of the crises touched "
        f"{fmt.percent(-0.03, 0)} or worse"
    )
    if anyway is None:
        return f"{said}."
    return f"{said}; so did {fmt.percent(anyway, 0)} of all random dates."
