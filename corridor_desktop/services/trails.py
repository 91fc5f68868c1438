"""How any figure of a review was made, told from the review alone.

Nothing is computed again here: method and words are data, inputs and parameters stand in the
review. Somebody who doubts the arithmetic lets ``verify --figures`` repeat it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.domain.finding import Decision, Finding
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.policy import Limit
from corridor_desktop.domain.prices import FxRate, PricePoint
from corridor_desktop.domain.trail import Trail, Unit, Value
from corridor_desktop.rules.registry import rule
from corridor_desktop.services.figures import find, pattern
from corridor_desktop.services.methods import Made, method_at
from corridor_desktop.services.review import Review
from corridor_desktop.services.trail_inputs import inputs_of
from corridor_desktop.services.trail_notes import parameters_of, warnings_of
from corridor_desktop.services.trail_subject import day_of, start_of, subject_of
from corridor_desktop.stress.report import RiskShares, StressReport

PARTS = {
    "low": None, "high": None, "outcome_low": None, "outcome_high": None, "se": None,
    "market_part": None, "currency_part": None, "gross": None, "warn": None, "breach": None,
    "before": None, "after": None, "first": None, "next": None, "week": None,
    "worst": None, "drawdown": None, "mean": None, "median": None, "p10": None, "local": None,
    "n": Unit.COUNT, "n_eff": Unit.NUMBER, "needed": Unit.COUNT, "horizon": Unit.SESSIONS,
    "clusters": Unit.COUNT, "no_change": None, "price": None, "currency": None, "trade": None,
    "retag": None, "start_value": None, "end_value": None, "flows": None, "random_mean": None,
    "named": None, "residual": None, "kospi": None, "kospi_total": None, "own": None,
    "own_total": None, "calm": None, "stress": None, "adjusted": None, "years": Unit.NUMBER,
    "resamples": Unit.COUNT, "block": Unit.NUMBER, "seed": Unit.TEXT,
    "table_resamples": Unit.COUNT,
}  # fmt: skip
"""Sides of a figure by the name of their field, and their unit where it is another one.

Each is worded as ``trail.part_<name>``; what is in no list is the figure itself.
"""


def trail_of(review: Review, place: str) -> Trail:
    """Return how the figure at a place was made.

    ``place`` is as ``verify --figures`` names it, for example ``stress.portfolio.correlation``; a
    measure may be named with or without ``.value``.

    Raises
    ------
    UsageTrouble
        Nothing stands there, or what stands there is no figure.
    """
    way = find(review, place)
    kind = pattern(place)
    made = method_at(kind, _word(way))
    if made is None:
        raise UsageTrouble(
            "no_figure", f"What stands at {place!r} is no figure.", "List them with: explain"
        )
    estimate = next((one for one in reversed(way) if isinstance(one, Estimate)), None)
    leaf = kind.rpartition(".")[2].replace("[]", "")
    own = made.place.rpartition(".")[2]
    part = leaf if leaf in PARTS and kind != made.place and leaf != own else ""
    low, high = _ends(way, estimate, kind)
    return Trail(
        place=place,
        name=made.name,
        subject=subject_of(review, way, place),
        part=Message.of(f"trail.part_{part}") if part else None,
        value=_value(way[-1]),
        unit=_unit(made, part, way),
        currency=_currency(way, review),
        as_of=day_of(review, way, place) if estimate is None else estimate.end,
        method=made.method,
        start=start_of(review, way, kind) if estimate is None else estimate.start,
        low=low,
        high=high,
        n=_count(way, estimate),
        n_eff=None if estimate is None else estimate.n_eff,
        inputs=inputs_of(review, way, place, made.method.id),
        parameters=parameters_of(review, way, kind, made.method),
        warnings=warnings_of(review, way, kind, made.method.id),
    )


def _word(way: Sequence[Any]) -> str:
    """Return how a measure or a finding says it was made."""
    for one in reversed(way):
        if isinstance(one, Estimate):
            return one.method
        if isinstance(one, Finding):
            return one.limit
    return ""


def _value(found: Any) -> Value:
    """Return the plain number of whatever stands at a place; a long series as its size."""
    for name in ("value", "measured", "loss", "amount", "rate", "quantity", "price"):
        if hasattr(found, name) and not isinstance(found, int | float | Decimal | np.generic):
            return _value(getattr(found, name))
    if isinstance(found, np.generic):
        found = found.item()
    if isinstance(found, Decimal | int | float | str):
        return found
    return None


def _ends(
    way: Sequence[Any], estimate: Estimate | None, kind: str
) -> tuple[float | None, float | None]:
    if estimate is not None:
        return estimate.low, estimate.high
    if len(way) > 1 and isinstance(way[-2], RiskShares) and kind.endswith("corridor_share"):
        return way[-2].corridor_band or (None, None)
    for one in reversed(way):
        low, high = getattr(one, "low", None), getattr(one, "high", None)
        if isinstance(low, float) and isinstance(high, float):
            return low, high
    return None, None


def _count(way: Sequence[Any], estimate: Estimate | None) -> int | None:
    if estimate is not None:
        return estimate.n
    for one in reversed(way[1:]):
        if isinstance(one, StressReport):
            return None
        found = getattr(one, "n", None)
        if isinstance(found, int):
            return found
    return None


def _unit(made: Made, part: str, way: Sequence[Any]) -> Unit:
    limit = next((one for one in reversed(way) if isinstance(one, Finding | Decision)), None)
    name = limit.limit if limit is not None else ""
    if not name and isinstance(way[-2] if len(way) > 1 else None, Limit):
        name = way[-2].id
    declared = rule(name) if name else None
    own = PARTS.get(part) if part else None
    if own is not None:
        return own
    if declared is not None:
        return Unit.FRACTION if declared.unit == "fraction" else Unit.NUMBER
    return made.unit


def _currency(way: Sequence[Any], review: Review) -> str:
    for one in reversed(way):
        if isinstance(one, Money | PricePoint):
            return one.currency
        if isinstance(one, FxRate):
            return one.quote
    inner = way[-1]
    return inner.currency if isinstance(inner, Money) else review.base
