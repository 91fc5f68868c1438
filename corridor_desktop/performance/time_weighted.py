"""Returns freed of the owner's own deposits: daily linked, Modified Dietz, and what adds up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

Number = float | Decimal


def link_days(
    values: Sequence[Number], inflows: Sequence[Number], outflows: Sequence[Number]
) -> tuple[float | None, ...]:
    """Return each day's return: (V[t] + out[t]) / (V[t-1] + in[t]) - 1.

    Money in counts from the start of the day, money out until its end; both are given as positive
    amounts and all three are parallel. The first day has the value it starts with, so a return
    only from its inflow; a day that starts with nothing has none (``None``).
    """
    returns: list[float | None] = []
    before = 0.0
    for value, paid_in, paid_out in zip(values, inflows, outflows, strict=True):
        start = before + float(paid_in)
        end = float(value) + float(paid_out)
        returns.append(end / start - 1 if start > 0 else None)
        before = float(value)
    return tuple(returns)


def grow(returns: Sequence[float | None]) -> tuple[float, ...]:
    """Return the growth of one after each day; a day without a return leaves it as it was."""
    growth = 1.0
    path: list[float] = []
    for value in returns:
        growth *= 1.0 + (value or 0.0)
        path.append(growth)
    return tuple(path)


def annualise(cumulative: float, days: int) -> float | None:
    """Return the yearly rate of a cumulative return, only from 365 calendar days on."""
    if days < 365 or cumulative <= -1:
        return None
    return math.expm1(math.log1p(cumulative) * 365.0 / days)


def modified_dietz(
    start_value: Number,
    end_value: Number,
    start: date,
    end: date,
    flows: Sequence[tuple[date, Number]],
) -> float | None:
    """Return (V1 - V0 - F) / (V0 + sum of w F), w the share of the span that a flow was there.

    For statements without daily values. Flows into the portfolio are positive and count from the
    end of their day. ``None`` where the denominator is not positive: then it means nothing.
    """
    span = (end - start).days
    if span <= 0:
        return None
    total = math.fsum(float(amount) for _, amount in flows)
    weighted = math.fsum(float(amount) * (end - day).days / span for day, amount in flows)
    base = float(start_value) + weighted
    return (float(end_value) - float(start_value) - total) / base if base > 0 else None


def link_contributions(
    contributions: Sequence[Mapping[str, float]],
) -> tuple[dict[str, float], float]:
    """Link the parts of each period's return so that they add up over time (Carino 1999).

    Each mapping holds one period's contributions, which sum to its return r. They are weighted
    by k[t] / K with k = ln(1 + r) / r and K = ln(1 + R) / R. Returns the linked parts and the
    total return R, to which they sum.
    """
    returns = [math.fsum(parts.values()) for parts in contributions]
    total = math.expm1(math.fsum(math.log1p(value) for value in returns))
    whole = _carino(total)
    linked: dict[str, list[float]] = {}
    for parts, value in zip(contributions, returns, strict=True):
        weight = _carino(value) / whole
        for key, part in parts.items():
            linked.setdefault(key, []).append(part * weight)
    return {key: math.fsum(parts) for key, parts in linked.items()}, total


def _carino(value: float) -> float:
    return 1.0 if value == 0 else math.log1p(value) / value


def total_return(local: float, currency: float) -> float:
    """Return (1 + local)(1 + currency) - 1: the return of a foreign holding in base currency."""
    return (1 + local) * (1 + currency) - 1


def split_return(local: float, currency: float) -> tuple[float, float, float]:
    """Return what the price, the rate and both together added; the three add up to the total."""
    return local, currency, local * currency


def max_drawdown(growth: Sequence[float]) -> float:
    """Return the deepest fall from a peak of compounded wealth, as a negative fraction or 0."""
    peak, worst = -math.inf, 0.0
    for value in growth:
        peak = max(peak, value)
        if peak > 0:
            worst = min(worst, value / peak - 1)
    return worst


def volatility(returns: Sequence[float], per_year: float = 252.0) -> float | None:
    """Return the yearly standard deviation (n - 1), ``None`` below two returns."""
    n = len(returns)
    if n < 2:
        return None
    mean = math.fsum(returns) / n
    return math.sqrt(math.fsum((r - mean) ** 2 for r in returns) / (n - 1) * per_year)
