"""The money-weighted return: the yearly rate at which all flows and the final value balance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

YEAR = 365.0
_BOUND = 60.0  # |ln(1 + r)| searched: from a loss of everything to 1e26 a year
_GRID = 800
_SURE = 1e-9
"""Far above what adding thousands of doubles can lose, as a part of their size."""
_TOUCH = 1e-14  # of all payments together: a balance this small is nothing but rounding

Number = float | Decimal
# Years since the first flow, and the amounts; one number each for every day with a flow.
Timed = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Roots:
    """Every yearly rate that balances the flows, the one nearest to zero first."""

    rates: tuple[float, ...]

    @property
    def rate(self) -> float | None:
        """Return the root nearest to zero, ``None`` when there is none."""
        return self.rates[0] if self.rates else None

    @property
    def several(self) -> bool:
        """Tell whether more than one rate balances the flows: then the answer is ambiguous."""
        return len(self.rates) > 1


def xirr(flows: Sequence[tuple[date, Number]]) -> Roots:
    """Return all rates r with sum of flow / (1 + r)^(days / 365) = 0 (actual/365 fixed).

    Parameters
    ----------
    flows
        Dates and amounts; what the investor pays in is negative. Order does not matter.

    Notes
    -----
    Solved in u = ln(1 + r): the present value for u >= 0 and the future value for u < 0, so that
    no exponent is ever positive and nothing overflows. A grid finds the changes of sign,
    bisection the roots. Between two points of the same sign the turning point is looked at too,
    so that two near roots, or one that is only touched, are not missed.
    """
    amounts = _by_day(flows)
    if not amounts or all(a > 0 for _, a in amounts) or all(a < 0 for _, a in amounts):
        return Roots(())
    first = min(when for when, _ in amounts)
    times = np.array([(when - first).days / YEAR for when, _ in amounts])
    timed = (times, np.array([amount for _, amount in amounts]))
    span = float(times.max())
    if span == 0:
        return Roots(())
    found = {_settle(timed, span, low, high) for low, high in _changes(timed, span)}
    return Roots(tuple(sorted((math.expm1(u) for u in found), key=abs)))


def _by_day(flows: Sequence[tuple[date, Number]]) -> list[tuple[date, float]]:
    days: dict[date, list[float]] = {}
    for when, amount in flows:
        days.setdefault(when, []).append(float(amount))
    sums = ((when, math.fsum(amounts)) for when, amounts in days.items())
    return [(when, amount) for when, amount in sums if amount]


def _balance(timed: Timed, span: float, u: float) -> float:
    shift = 0.0 if u >= 0 else span
    times, amounts = timed
    return math.fsum((amounts * np.exp(-u * (times - shift))).tolist())


def _sign_at(timed: Timed, span: float, u: float) -> int:
    """Return the sign of the balance; added up exactly only where rounding could turn it."""
    shift = 0.0 if u >= 0 else span
    times, amounts = timed
    terms = amounts * np.exp(-u * (times - shift))
    total = float(terms.sum())
    if abs(total) > _SURE * float(np.abs(terms).sum()):
        return _sign(total)
    return _sign(math.fsum(terms.tolist()))


def _points(span: float) -> list[float]:
    # Fine where yearly rates live, coarser where only a very short span can lead.
    reach = max(_BOUND, _BOUND / span)
    half = _GRID // 2
    side = [reach * (i / half) ** 3 for i in range(1, half + 1)]
    return [*(-u for u in reversed(side)), 0.0, *side]


def _changes(timed: Timed, span: float) -> list[tuple[float, float]]:
    changes: list[tuple[float, float]] = []
    points = _points(span)
    last, sign = points[0], _sign_at(timed, span, points[0])
    for u in points[1:]:
        now = _sign_at(timed, span, u)
        if now == 0:
            changes.append((u, u))
        elif sign not in {0, now}:
            changes.append((last, u))
        elif sign == now:
            shift = span if last < 0 else 0.0
            if _slope(timed, shift, last) * sign < 0 < _slope(timed, shift, u) * sign:
                changes += _turn(timed, span, last, u)
        last, sign = u, now
    return changes


def _turn(timed: Timed, span: float, low: float, high: float) -> list[tuple[float, float]]:
    """Look at the turning point nearest to zero between two points of the same sign."""
    first, last, sign = low, high, _sign(_balance(timed, span, low))
    shift = span if low < 0 else 0.0
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if _slope(timed, shift, middle) * sign < 0:
            low = middle
        else:
            high = middle
    value = _balance(timed, span, low)
    if _sign(value) == -sign:
        return [(first, low), (low, last)]
    return [(low, low)] if abs(value) <= _TOUCH * _size(timed, span, low) else []


def _slope(timed: Timed, shift: float, u: float) -> float:
    # The two forms of the balance differ by a factor, so one shift serves both ends of a step.
    times, amounts = timed
    return float(-(times - shift) @ (amounts * np.exp(-u * (times - shift))))


def _size(timed: Timed, span: float, u: float) -> float:
    shift = 0.0 if u >= 0 else span
    times, amounts = timed
    return float(np.abs(amounts) @ np.exp(-u * (times - shift)))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _settle(timed: Timed, span: float, low: float, high: float) -> float:
    sign = _sign(_balance(timed, span, low))
    while low < high:
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        now = _sign(_balance(timed, span, middle))
        if now == 0:
            return middle
        if now == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2
