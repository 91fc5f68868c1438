"""The choices behind a figure as they were used, and what speaks against trusting it blindly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corridor_desktop.domain.estimate import Estimate, TooLittle
from corridor_desktop.domain.finding import Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.trail import Method, Parameter, Unit
from corridor_desktop.exposure.exposure import Slice
from corridor_desktop.exposure.liquidity import PARTICIPATION
from corridor_desktop.performance.performance import Performance
from corridor_desktop.services.methods import method_at
from corridor_desktop.services.review import Review
from corridor_desktop.services.trail_inputs import level_unit
from corridor_desktop.services.words import say
from corridor_desktop.stress.report import HoldingLink, StressReport, TooLittleLoss
from corridor_desktop.stress.risk_report import Draws, TailRisk
from corridor_desktop.valuation.valuation import Line, Valuation

OLD = 7
"""Calendar days from which the age of a close is worth a word."""
_PAST = (
    "stress.episodes",
    "stress.replays",
    "stress.windows",
    "stress.study",
    "stress.distribution",
)
"""What is sought in all stored closes, not in the years looked back."""
_STRESS = ("co_move", "correlation_calm", "correlation_stress", "stress_set", "no_change")


def parameters_of(
    review: Review, way: Sequence[Any], kind: str, method: Method
) -> tuple[Parameter, ...]:
    """Return the parameters of what stands at the end of ``way``."""
    return tuple(_parameters(review, way, kind, method))


def _parameters(
    review: Review, way: Sequence[Any], kind: str, method: Method
) -> Iterator[Parameter]:
    if kind.startswith("stress."):
        yield from _measured(review.stress, way, kind, method)
    for one in way:
        if isinstance(one, Finding):
            yield Parameter(Message.of("trail.p_policy"), review.policy.name)
            yield Parameter(Message.of("trail.p_warn"), one.warn, level_unit(one.limit))
            yield Parameter(Message.of("trail.p_breach"), one.breach, level_unit(one.limit))
    if kind.startswith("liquidity"):
        yield Parameter(Message.of("trail.p_participation"), PARTICIPATION, Unit.FRACTION)


def _measured(
    report: StressReport, way: Sequence[Any], kind: str, method: Method
) -> Iterator[Parameter]:
    yield Parameter(Message.of("trail.p_benchmark"), report.benchmark)
    tail = next((one for one in way if isinstance(one, TailRisk)), None)
    recipe = report.recipe
    if recipe is not None and tail is None and not kind.startswith(_PAST):
        yield Parameter(Message.of("trail.p_years"), recipe.years, Unit.NUMBER)
    estimate = next((one for one in reversed(way) if isinstance(one, Estimate)), None)
    if estimate is not None:
        yield Parameter(Message.of("trail.p_horizon"), estimate.horizon, Unit.SESSIONS)
    draws = tail.draws if tail is not None else recipe.draws if recipe is not None else None
    if draws is not None and method.resampled:
        few = any(isinstance(one, HoldingLink) for one in way) and recipe is not None
        yield from _drawn(draws, recipe.table_resamples if few and recipe else draws.resamples)
    if report.stress_set is not None and any(word in kind for word in _STRESS):
        yield Parameter(Message.of("trail.p_set"), report.stress_set.definition)


def _drawn(draws: Draws, resamples: int) -> Iterator[Parameter]:
    yield Parameter(Message.of("trail.p_resamples"), resamples, Unit.COUNT)
    yield Parameter(Message.of("trail.p_block"), draws.block, Unit.NUMBER)
    yield Parameter(Message.of("trail.p_seed"), str(draws.seed))


def warnings_of(review: Review, way: Sequence[Any], kind: str, method: str) -> tuple[Message, ...]:
    """Return what to keep in mind about what stands at the end of ``way``, each once."""
    found = [*_said(way), *_of_data(review, way, kind), *_findings(review, way, kind, method)]
    return tuple(dict.fromkeys(found))


def _said(way: Sequence[Any]) -> Iterator[Message]:
    """Yield what the things on the way say of themselves."""
    for one in way[1:]:
        if isinstance(one, TooLittle | TooLittleLoss):
            yield one.why
        elif isinstance(one, Estimate) and one.indicative:
            yield Message.of("trail.indicative", n=round(one.n_eff))
        elif isinstance(one, HoldingLink) and one.assumed is not None:
            yield one.assumed
        elif isinstance(one, StressReport | Performance):
            yield from one.notes
        why = getattr(one, "why", None)
        if isinstance(why, Message):
            yield why


def _of_data(review: Review, way: Sequence[Any], kind: str) -> Iterator[Message]:
    """Yield what is the matter with the prices and the coverage."""
    line = next((one for one in way if isinstance(one, Line)), None)
    if line is not None:
        if line.simulated:
            yield Message.of("trail.simulated")
        if line.stale_days > OLD:
            yield Message.of("trail.old_close", days=line.stale_days)
        age = line.fx.age(review.as_of)
        if age is not None and age > OLD:
            yield Message.of("trail.old_rate", days=age)
        return
    if review.simulated and not kind.startswith(("policy", "tags", "funds", "instruments")):
        yield Message.of("trail.simulated")
    whole = any(isinstance(one, Valuation | Slice) for one in way) or kind.startswith("exposure")
    if whole and review.valuation.coverage < 1:
        share = f"{(1 - review.valuation.coverage) * 100:.1f} %"
        yield Message.of("trail.unpriced", share=share, count=len(review.valuation.unpriced))


def _findings(review: Review, way: Sequence[Any], kind: str, method: str) -> Iterator[Message]:
    """Yield limits that are near or broken and were measured of the same thing the same way."""
    if kind.startswith("findings"):
        return
    names = {name for one in way[1:] for name in _names(one)}
    for found in review.findings:
        if found.state is State.INSIDE:
            continue
        made = method_at("findings[]", found.limit)
        same = made is not None and made.method.id == method
        if (same and found.subject == "portfolio") or found.subject in names:
            code = f"trail.limit_{found.state.value}"
            title = say(Message.of(f"rules.title_{found.limit}"))
            yield Message.of(code, limit=title, subject=found.label)


def _names(one: Any) -> Iterator[str]:
    thing = getattr(one, "instrument", one)
    for word in ("key", "id", "label", "instrument_id"):
        found = getattr(thing, word, None)
        if isinstance(found, str) and found:
            yield found
