"""Moves of a close that a market hardly makes: what kind of error or event each looks like."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from corridor_desktop.domain.fault import Fault, Repair, RepairKind
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import Basis, EventKind, PriceSeries, SeriesEvent
from corridor_desktop.market.sessions import trades_every_weekday

Floats = NDArray[np.float64]

_HUNDRED = (80.0, 125.0)
_WHOLE = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0)
_CLOSE_TO = 0.03
_LEAST_SPLIT = 1.9
_ORDINARY = {"rate": math.log(1.2), "index": math.log(1.25), "share": math.log(1.75)}
"""Up to here a move is one, whatever the series usually does."""
_SIGMAS = 12
_ENOUGH = 60
"""So many returns make a usual size; fewer leave the ordinary one."""
_LONGEST_TICK = 5
_BACK = 0.25
"""A tick is back when what is left of the move is less than this part of it."""
_STILL = 5
"""So many unchanged closes before a jump are a halt, also where the source does not say so."""
_KRX_SHARE = re.compile(r"\d[0-9A-Z]{5}\.K[SQ]")
_KRX_LIMIT = 0.305
_KRX_LIMIT_SINCE = date(2015, 6, 15)
"""Korea Exchange lets a share move by 30 % in a day since then; ticks round it a little."""


@dataclass(frozen=True, slots=True)
class _Closes:
    """Closes that are prices, with their sessions as ordinals, and the log moves between them."""

    series: PriceSeries
    days: NDArray[np.int64]
    closes: Floats
    moves: Floats
    halted: frozenset[int]
    splits: frozenset[int]

    def day(self, place: int) -> date:
        return date.fromordinal(int(self.days[place]))

    def ratio(self, place: int) -> float:
        """Return by what the close at ``place`` is a multiple of the one before, at least 1."""
        return math.exp(abs(self.moves[place - 1]))


def find(series: PriceSeries, events: Sequence[SeriesEvent] = ()) -> list[Fault]:
    """Return the faults behind the large moves of a series.

    A move that is undone within five sessions is a bad tick; by about a hundred it looks like
    pence taken for pounds, however long it lasts; by a whole ratio (within 3 %) like a split that
    the closes are not adjusted for; after a halt like a capital reduction or consolidation.
    """
    found = _prepared(series, events)
    if found is None:
        return []
    limit = _limit(found)
    faults: list[Fault] = []
    done = 0
    for place in np.flatnonzero(np.abs(found.moves) > limit) + 1:
        if place < done:
            continue
        back = _back(found, int(place))
        if back is not None:
            faults.append(_passing(found, int(place), back))
            done = back + 1
            continue
        fault = _lasting(found, int(place))
        faults += [fault] if fault is not None else []
    return faults + _beyond_limit(found, faults)


def _prepared(series: PriceSeries, events: Sequence[SeriesEvent]) -> _Closes | None:
    closes = np.asarray(series.closes, dtype=np.float64)
    good = np.isfinite(closes) & (closes > 0)
    if int(good.sum()) < 2:
        return None
    days = np.asarray(series.days, dtype=np.int64)[good]
    moves = np.diff(np.log(closes[good]))
    halted = frozenset(e.session.toordinal() for e in events if e.kind is EventKind.HALTED)
    splits = frozenset(split.session.toordinal() for split in series.splits)
    return _Closes(series, days, closes[good], moves, halted, splits)


def _limit(found: _Closes) -> float:
    symbol = found.series.symbol
    kind = "rate" if trades_every_weekday(symbol) else "index" if symbol[:1] == "^" else "share"
    floor = _ORDINARY[kind]
    if len(found.moves) < _ENOUGH or float(np.abs(found.moves).max()) <= floor:
        return floor
    usual = 1.4826 * float(np.median(np.abs(found.moves - np.median(found.moves))))
    return max(floor, _SIGMAS * usual)


def _back(found: _Closes, place: int) -> int | None:
    """Return where a move is undone: the first close near the one before it."""
    move = abs(float(found.moves[place - 1]))
    before = math.log(found.closes[place - 1])
    if _HUNDRED[0] <= math.exp(move) <= _HUNDRED[1]:
        reach = len(found.closes)
    else:
        reach = min(place + _LONGEST_TICK + 1, len(found.closes))
    for later in range(place + 1, reach):
        if abs(math.log(found.closes[later]) - before) < _BACK * move:
            return later
    return None


def _passing(found: _Closes, place: int, back: int) -> Fault:
    """Return the fault of the closes from ``place`` to before ``back``."""
    symbol = found.series.symbol
    first, last = found.day(place), found.day(back - 1)
    ratio = found.ratio(place)
    up = found.moves[place - 1] > 0
    if _HUNDRED[0] <= ratio <= _HUNDRED[1]:
        factor = Decimal("0.01") if up else Decimal(100)
        repair = Repair(RepairKind.SCALE, symbol, first, last, factor)
        code = "market.hundredfold"
    else:
        repair = Repair(RepairKind.LEAVE_OUT, symbol, first, last)
        code = "market.bad_tick"
    message = Message.of(
        code, symbol=symbol, day=first.isoformat(), last=last.isoformat(), count=back - place,
        before=f"{found.closes[place - 1]:.6g}", close=f"{found.closes[place]:.6g}",
        after=f"{found.closes[back]:.6g}", change=f"{_percent(found, place):+.0f} %",
    )  # fmt: skip
    return Fault(symbol, message, first, last, repair)


def _percent(found: _Closes, place: int) -> float:
    return 100 * math.expm1(float(found.moves[place - 1]))


def _lasting(found: _Closes, place: int) -> Fault | None:
    """Return the fault of a move that stays, ``None`` for one that only a market explains."""
    series, day, ratio = found.series, int(found.days[place]), found.ratio(place)
    if series.basis is Basis.AS_TRADED and day in found.splits:
        return None
    up = bool(found.moves[place - 1] > 0)
    params: dict[str, object] = {
        "symbol": series.symbol, "day": found.day(place).isoformat(),
        "before": f"{found.closes[place - 1]:.6g}", "close": f"{found.closes[place]:.6g}",
        "change": f"{_percent(found, place):+.0f} %",
    }  # fmt: skip
    if _HUNDRED[0] <= ratio <= _HUNDRED[1]:
        return _hundredfold(found, place, params, up=up)
    whole = min(_WHOLE, key=lambda known: abs(math.log(ratio / known)))
    if ratio >= _LEAST_SPLIT:
        new_per_old = 1 / Decimal(whole) if up else Decimal(whole)
        repair = _before(found, place, RepairKind.SPLIT, new_per_old)
        times = {**params, "times": f"{whole:g}"}
        if abs(ratio / whole - 1) <= _CLOSE_TO:
            return _fault(found, place, "market.split", times, repair)
        if _after_halt(found, place):
            return _fault(found, place, "market.capital_change", times, repair)
    if place == len(found.closes) - 1:
        leave = Repair(RepairKind.LEAVE_OUT, series.symbol, found.day(place), found.day(place))
        return _fault(found, place, "market.unconfirmed", params, leave)
    return None


def _hundredfold(found: _Closes, place: int, params: dict[str, object], *, up: bool) -> Fault:
    """Return the fault of a unit that changed: of the last close alone, or since then."""
    larger, smaller = Decimal(100), Decimal("0.01")
    if place < len(found.closes) - 1:
        repair = _before(found, place, RepairKind.SCALE, larger if up else smaller)
        return _fault(found, place, "market.hundredfold_since", params, repair)
    day = found.day(place)
    factor = smaller if up else larger
    repair = Repair(RepairKind.SCALE, found.series.symbol, day, day, factor)
    more = {**params, "last": day.isoformat(), "after": "none yet"}
    return _fault(found, place, "market.hundredfold", more, repair)


def _before(found: _Closes, place: int, kind: RepairKind, factor: Decimal) -> Repair:
    return Repair(kind, found.series.symbol, found.day(0), found.day(place - 1), factor)


def _fault(
    found: _Closes, place: int, code: str, params: dict[str, object], repair: Repair | None
) -> Fault:
    day = found.day(place)
    return Fault(found.series.symbol, Message.of(code, **params), day, day, repair)


def _after_halt(found: _Closes, place: int) -> bool:
    if int(found.days[place - 1]) in found.halted:
        return True
    still = found.closes[max(place - _STILL, 0) : place]
    return len(still) == _STILL and bool((still == still[0]).all())


def _beyond_limit(found: _Closes, faults: Sequence[Fault]) -> list[Fault]:
    """Return moves of Korean shares that the exchange's daily limit does not allow."""
    if not _KRX_SHARE.fullmatch(found.series.symbol):
        return []
    known = {fault.first for fault in faults}
    known |= {
        date.fromordinal(day) for day in found.splits if found.series.basis is Basis.AS_TRADED
    }
    changes = np.expm1(found.moves)
    later = found.days[1:] >= _KRX_LIMIT_SINCE.toordinal()
    result = []
    for place in np.flatnonzero((np.abs(changes) > _KRX_LIMIT) & later) + 1:
        if place == 1 or found.day(int(place)) in known:
            continue  # the first day after a listing has wider limits
        params: dict[str, object] = {
            "symbol": found.series.symbol, "day": found.day(int(place)).isoformat(),
            "change": f"{_percent(found, int(place)):+.1f} %",
        }  # fmt: skip
        result.append(_fault(found, int(place), "market.beyond_limit", params, None))
    return result
