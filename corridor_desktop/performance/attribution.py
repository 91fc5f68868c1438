"""Where a return came from: by holding, theme and currency, prices and exchange rates apart."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.valuation.movements import Movements
from corridor_desktop.valuation.through_time import DailyValues

Floats = NDArray[np.float64]
CASH, REST, UNTAGGED = "cash:", "rest", "untagged"
REST_LABEL = "Interest, fees and the rest"


@dataclass(frozen=True, slots=True)
class ReturnPart:
    """What one holding, theme or currency added to the return, as a fraction.

    ``total`` = ``price`` + ``currency``. Income and fees of a holding are in ``price``.
    """

    key: str
    label: str
    total: float
    price: float
    currency: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """The time-weighted return from the close before ``start`` to ``end``, in parts.

    Each of the three tuples adds up to ``total`` (largest parts first): holdings and cash; themes
    as tagged on each day; economic currencies. ``why`` stands where there is none.
    """

    start: date | None
    end: date | None
    total: float | None
    by_holding: tuple[ReturnPart, ...] = ()
    by_theme: tuple[ReturnPart, ...] = ()
    by_currency: tuple[ReturnPart, ...] = ()
    why: Message | None = None


def link_gains(gains: Floats, starts: Floats) -> tuple[Floats, float]:
    """Link each day's gains so that their parts add up over time (Carino 1999).

    ``gains`` (T x K) are in money, ``starts`` (T) what they were earned on; a day that starts with
    nothing is left out. Returns the parts (K) as fractions and the total return to which they add
    up; NaN for all when a day lost everything. Weights are k[t] / K, k = ln(1 + r) / r.
    """
    weights, total = link_weights(gains.sum(axis=1), starts)
    return np.asarray(weights @ gains), total


def link_weights(whole: Floats, starts: Floats) -> tuple[Floats, float]:
    """Return what each day's gain counts (T, one over money), and the total return.

    Carino's k[t] / K over ``starts``, so that weight x any part of a day's gain adds up over days
    and parts; 0 on a day that starts with nothing. NaN for all when a day lost everything.
    """
    good = starts > 0
    bottom = np.where(good, starts, 1.0)
    returns = np.where(good, whole / bottom, 0.0)
    if (returns <= -1).any():
        return np.full(len(whole), np.nan), math.nan
    total = math.expm1(math.fsum(np.log1p(returns).tolist()))
    weights = _carino(returns) / float(_carino(np.array([total]))[0]) / bottom
    return np.where(good, weights, 0.0), total


def _carino(returns: Floats) -> Floats:
    small = np.abs(returns) < 1e-8
    safe = np.where(small, 1.0, returns)
    # ln(1 + r) / r by its series near zero, where the quotient would lose digits.
    return np.where(small, 1 - returns / 2, np.log1p(safe) / safe)


def attribute(
    daily: DailyValues,
    instruments: Mapping[str, Instrument],
    themes: Mapping[str, tuple[str, Floats]],
    since: date | None = None,
) -> Attribution:
    """Return where the return since ``since`` (default: the first value) came from.

    ``themes`` give label and the fraction of each holding (T x N) by theme id, as tagged on each
    day; a day's gain counts as tagged the day before.
    """
    moves = daily.moves
    if moves is None or not len(daily.days):
        return _nothing("performance.no_days")
    before = np.concatenate([[0.0], daily.total[:-1]])
    starts = before + daily.inflow
    live = np.flatnonzero(starts > 0)
    if not len(live):
        return _nothing("performance.never_worth")
    first = int(live[0])
    if since is not None:
        first = max(first, bisect_left(daily.days, since))
    if first >= len(daily.days) - 1 and first > int(live[0]):
        return _nothing("performance.one_day")
    return _attribute(daily, moves, instruments, themes, starts, first)


def _nothing(code: str) -> Attribution:
    return Attribution(None, None, None, why=Message.of(code))


def _attribute(
    daily: DailyValues,
    moves: Movements,
    instruments: Mapping[str, Instrument],
    themes: Mapping[str, tuple[str, Floats]],
    starts: Floats,
    first: int,
) -> Attribution:
    gain, by_rate = moves.gains(daily.values)
    cash = moves.cash_gains()
    before = np.concatenate([[0.0], daily.total[:-1]])
    whole = daily.total + daily.outflow - before - daily.inflow
    # Interest and fees without a holding, and money that no rate values.
    rest = whole - gain.sum(axis=1) - cash.sum(axis=1)
    span = slice(first, None)
    weights, total = link_weights(whole[span], starts[span])
    if not math.isfinite(total):
        return _nothing("performance.all_lost")
    by_price = gain - by_rate
    price, rate, money, left = (weights @ part[span] for part in (by_price, by_rate, cash, rest))
    tagged = [
        (float(weights @ (by_price * share).sum(axis=1)[span]),
         float(weights @ (by_rate * share).sum(axis=1)[span]))
        for share in (_day_before(share) for _, share in themes.values())
    ]  # fmt: skip
    return Attribution(
        daily.days[first],
        daily.days[-1],
        total,
        _by_holding(daily, moves, instruments, (price, rate, money), float(left)),
        _by_theme(themes, tagged, total, float(rate.sum() + money.sum())),
        _by_currency(daily, moves, instruments, (price, rate, money), float(left)),
    )


def _day_before(share: Floats) -> Floats:
    return np.concatenate([share[:1], share[:-1]])


def _ranked(parts: list[ReturnPart]) -> tuple[ReturnPart, ...]:
    shown = [part for part in parts if part.total != 0 or part.price != 0]
    return tuple(sorted(shown, key=lambda part: (-abs(part.total), part.key)))


def _by_holding(
    daily: DailyValues,
    moves: Movements,
    instruments: Mapping[str, Instrument],
    parts: tuple[Floats, Floats, Floats],
    rest: float,
) -> tuple[ReturnPart, ...]:
    price, rate, money = parts
    found = [
        ReturnPart(key, instruments[key].name, float(price[at] + rate[at]), float(price[at]),
                   float(rate[at]))
        for at, key in enumerate(daily.instrument_ids)
    ]  # fmt: skip
    found += [
        ReturnPart(CASH + currency, f"Cash {currency}", float(money[at]), 0.0, float(money[at]))
        for at, currency in enumerate(moves.currencies)
    ]
    return _ranked([*found, ReturnPart(REST, REST_LABEL, rest, rest, 0.0)])


def _by_theme(
    themes: Mapping[str, tuple[str, Floats]],
    tagged: Sequence[tuple[float, float]],
    total: float,
    by_rate: float,
) -> tuple[ReturnPart, ...]:
    found = [
        ReturnPart(key, label, price + rate, price, rate)
        for (key, (label, _)), (price, rate) in zip(themes.items(), tagged, strict=True)
    ]
    rate = by_rate - sum(part.currency for part in found)
    left = total - sum(part.total for part in found)
    return _ranked([*found, ReturnPart(UNTAGGED, "Untagged", left, left - rate, rate)])


def _by_currency(
    daily: DailyValues,
    moves: Movements,
    instruments: Mapping[str, Instrument],
    parts: tuple[Floats, Floats, Floats],
    rest: float,
) -> tuple[ReturnPart, ...]:
    price, rate, money = parts
    sums: dict[str, list[float]] = {}
    for at, key in enumerate(daily.instrument_ids):
        currency = instruments[key].economic_currency or moves.price_currencies[at]
        into = sums.setdefault(currency, [0.0, 0.0])
        into[0] += float(price[at])
        into[1] += float(rate[at])
    for at, currency in enumerate(moves.currencies):
        sums.setdefault(currency, [0.0, 0.0])[1] += float(money[at])
    found = [ReturnPart(key, key, sum(pair), *pair) for key, pair in sums.items()]
    return _ranked([*found, ReturnPart(REST, REST_LABEL, rest, rest, 0.0)])


def describe_attribution(found: Attribution) -> Message | None:
    """Say in one sentence where the return came from; ``None`` without one."""
    if found.total is None or not found.by_holding or found.start is None:
        return found.why
    same = [part for part in found.by_holding if part.total * found.total > 0]
    first = (same or found.by_holding)[0]
    return Message.of(
        "performance.came_from",
        total=_signed(found.total),
        start=found.start.isoformat(),
        first=first.label,
        part=_signed(first.total),
        price=_signed(math.fsum(part.price for part in found.by_holding)),
        currency=_signed(math.fsum(part.currency for part in found.by_holding)),
    )


def _signed(value: float) -> str:
    return f"{value * 100:+.1f} %".replace("-", "\u2212")
