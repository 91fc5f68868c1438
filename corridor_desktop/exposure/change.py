"""Why exposure changed between two days: prices, exchange rates, trades and new tags.

The four parts add up to the change exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.instrument import Instrument
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.theme import TagBook
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.exposure.history import tag_fractions
from corridor_desktop.exposure.keys import CASH
from corridor_desktop.exposure.measure import UNTAGGED
from corridor_desktop.exposure.past import DIMENSIONS, key_of, label_of
from corridor_desktop.valuation.movements import Movements
from corridor_desktop.valuation.through_time import DailyValues

Floats = NDArray[np.float64]
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Holding:
    """What decides a holding's exposure on a day: units, price, rate, tagged fraction."""

    quantity: Decimal
    price: Decimal
    rate: Decimal
    fraction: Decimal
    multiplier: Decimal = Decimal(1)

    @property
    def exposure(self) -> Decimal:
        """Return units x price x rate x fraction x multiplier."""
        return self.quantity * self.price * self.rate * self.fraction * self.multiplier


@dataclass(frozen=True, slots=True)
class Parts:
    """A change in its four parts, in the base currency."""

    price: Decimal
    currency: Decimal
    trade: Decimal
    retag: Decimal

    @property
    def total(self) -> Decimal:
        """Return the whole change."""
        return self.price + self.currency + self.trade + self.retag


def explain_step(before: Holding, after: Holding) -> Parts:
    """Return one step's change of exposure in parts that add up to it exactly.

    In this order: the price moves at the old rate, then the rate, both as tagged before; then what
    is still the old quantity is tagged anew, and last units are traded at the new price, rate and
    tag, so that buying and tagging on one day is a trade.
    """
    old = before.fraction * before.multiplier
    price = before.quantity * (after.price - before.price) * before.rate * old
    rate = before.quantity * after.price * (after.rate - before.rate) * old
    new = after.fraction * after.multiplier
    worth = after.price * after.rate
    retag = before.quantity * worth * (new - old)
    return Parts(price, rate, (after.quantity - before.quantity) * worth * new, retag)


@dataclass(frozen=True, slots=True)
class SliceChange:
    """One slice then and now, in the base currency; ``after`` - ``before`` = ``parts.total``."""

    key: str
    label: str
    before: Decimal
    after: Decimal
    parts: Parts


@dataclass(frozen=True, slots=True)
class Change:
    """The exposure along ``by`` at the closes of ``start`` and ``end``, and why it changed.

    ``span`` is ``month``, ``year`` or ``all``. The untagged part is always the last slice.
    """

    by: Dimension
    base: str
    span: str
    start: date
    end: date
    slices: tuple[SliceChange, ...]

    def slice(self, key: str) -> SliceChange | None:
        """Return a slice by its key."""
        return next((part for part in self.slices if part.key == key), None)


def measure_changes(
    daily: DailyValues, instruments: Mapping[str, Instrument], tags: TagBook
) -> dict[Dimension, tuple[Change, ...]]:
    """Return the changes over a month, a year and the whole past, along every dimension.

    Chained from day to day, so that what was bought in between counts as a trade at its own
    price and what its price did afterwards as a move of the price.
    """
    spans = _spans(daily.days)
    if daily.moves is None or not spans:
        return {}
    factors = np.array([float(instruments[key].multiplier) for key in daily.instrument_ids])
    daily_parts = _Parts(daily, daily.moves, factors)
    found = {
        by: tuple(
            _change(daily_parts, _groups(daily, instruments, by), by, *span) for span in spans
        )
        for by in DIMENSIONS
    }
    themes = tag_fractions(daily, tags)
    found[Dimension.THEME] = tuple(_theme_change(daily_parts, themes, *span) for span in spans)
    return found


def _spans(days: Sequence[date]) -> tuple[tuple[str, int], ...]:
    """Return each span's word and the place of the day from which it counts, longest last."""
    if len(days) < 2:
        return ()
    end = days[-1].toordinal()
    found = []
    for word, length in (("month", 30), ("year", 365)):
        at = bisect_right(days, date.fromordinal(end - length)) - 1
        if at > 0:
            found.append((word, at))
    return (*found, ("all", 0))


class _Parts:
    """The daily parts of all holdings times their multipliers, and of cash."""

    def __init__(self, daily: DailyValues, moves: Movements, factors: Floats) -> None:
        self.daily, self.moves = daily, moves
        self.worth = daily.values * factors
        self.by = tuple(part * factors for part in moves.changes(daily.values))
        rate = moves.cash_gains()
        change = np.diff(moves.cash, axis=0, prepend=np.zeros((1, moves.cash.shape[1])))
        self.cash_by = (rate, change - rate)


def _groups(
    daily: DailyValues, instruments: Mapping[str, Instrument], by: Dimension
) -> dict[str, tuple[str, list[int]]]:
    groups: dict[str, tuple[str, list[int]]] = {}
    for place, instrument in enumerate(daily.instrument_ids):
        key = key_of(instruments[instrument], by) or UNTAGGED
        label = label_of(key, instruments, by)
        groups.setdefault(key, (label, []))[1].append(place)
    return groups


def _change(
    parts: _Parts, groups: Mapping[str, tuple[str, list[int]]], by: Dimension, span: str, at: int
) -> Change:
    sums = [part[at + 1 :].sum(axis=0) for part in parts.by]
    rows: dict[str, tuple[str, Floats]] = {}
    for key, (label, places) in groups.items():
        ends = (parts.worth[at, places].sum(), parts.worth[-1, places].sum())
        rows[key] = (label, np.array([*ends, *(part[places].sum() for part in sums), 0.0]))
    for key, label, cash in _cash(parts, at, by):
        known = rows.get(key)
        rows[key] = (label, cash) if known is None else (known[0], known[1] + cash)
    return _made(parts, by, span, at, rows)


def _cash(parts: _Parts, at: int, by: Dimension) -> list[tuple[str, str, Floats]]:
    """Return cash as rows of before, after, price, rate, trade, tag."""
    rate, trade = (part[at + 1 :].sum(axis=0) for part in parts.cash_by)
    cash, found = parts.moves.cash, []
    for place, currency in enumerate(parts.moves.currencies):
        row = np.array([cash[at, place], cash[-1, place], 0.0, rate[place], trade[place], 0.0])
        key = {Dimension.CURRENCY: currency, Dimension.THEME: UNTAGGED}.get(by, CASH)
        found.append((key, key.capitalize() if key == CASH else key, row))
    return found


def _theme_change(
    parts: _Parts, themes: Mapping[str, tuple[str, Floats]], span: str, at: int
) -> Change:
    after = slice(at + 1, None)
    rows: dict[str, tuple[str, Floats]] = {}
    whole = np.array(
        [
            parts.worth[at].sum(),
            parts.worth[-1].sum(),
            *(part[after].sum() for part in parts.by),
            0.0,
        ]
    )
    for _, _, cash in _cash(parts, at, Dimension.THEME):
        whole = whole + cash
    for key, (label, share) in themes.items():
        old, new = share[at:-1], share[after]
        price, rate, traded = (part[after] for part in parts.by)
        row = np.array(
            [
                (parts.worth[at] * share[at]).sum(),
                (parts.worth[-1] * share[-1]).sum(),
                (price * old).sum(),
                (rate * old).sum(),
                (traded * new).sum(),
                ((parts.worth[after] - traded) * (new - old)).sum(),
            ]
        )
        whole = whole - row
        if np.any(np.abs(row) >= 0.005):
            rows[key] = (label, row)
    rows[UNTAGGED] = ("Untagged", whole)
    return _made(parts, Dimension.THEME, span, at, rows)


def _made(
    parts: _Parts, by: Dimension, span: str, at: int, rows: Mapping[str, tuple[str, Floats]]
) -> Change:
    slices = [_slice(key, label, row) for key, (label, row) in rows.items()]
    shown = [one for one in slices if one.before or one.after or one.key == UNTAGGED]
    shown.sort(key=lambda one: (one.key == UNTAGGED, -abs(one.after - one.before), one.key))
    days = parts.daily.days
    return Change(by, parts.daily.base, span, days[at], days[-1], tuple(shown))


def _slice(key: str, label: str, row: Floats) -> SliceChange:
    before, after, _, rate, trade, retag = (
        Decimal(repr(float(value))).quantize(_CENT) for value in row
    )
    # Rounded to cents each, the price takes what is left, so that the sum is exact.
    price = after - before - rate - trade - retag
    return SliceChange(key, label, before, after, Parts(price, rate, trade, retag))


def describe_slice(change: Change, part: SliceChange) -> Message:
    """Say why one slice changed, in money of the base currency."""
    parts = part.parts
    return Message.of(
        "exposure.change",
        label=part.label,
        before=_money(part.before, change.base),
        after=_money(part.after, change.base),
        start=change.start.isoformat(),
        end=change.end.isoformat(),
        price=_signed(parts.price),
        currency=_signed(parts.currency),
        trade=_signed(parts.trade),
        retag=_signed(parts.retag),
    )


def _money(value: Decimal, currency: str) -> str:
    return f"{value:,.0f} {currency}".replace("-", "\u2212")


def _signed(value: Decimal) -> str:
    return f"{value:+,.0f}".replace("-", "\u2212")
