"""The smallest trades that bring the chosen limits inside, checked by the rules themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import Finding
from corridor_desktop.domain.job import Job
from corridor_desktop.domain.money import ZERO, minor_units
from corridor_desktop.planning.changes import Trade
from corridor_desktop.planning.optimise import optimise
from corridor_desktop.planning.problem import Asset, Problem, Row, Share, Solution, Spread
from corridor_desktop.planning.rows import NOT_LINEAR, Goals, goals, most_units
from corridor_desktop.rules.check import measured_pairs
from corridor_desktop.rules.contract import Context
from corridor_desktop.valuation.valuation import Line, Valuation

BUY, SELL, BOTH = "buy", "sell", "both"
_STEP: Final = Decimal("0.000001")
_ROUNDS = 6
_SLACK = 1e-12

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """How the trades may look.

    ``sides`` is ``buy``, ``sell`` or ``both``. ``whole`` allows whole units only. A trade costs
    ``fee`` plus ``fee_rate`` (a fraction) of its value and is worth at least ``smallest``; money
    is in the base currency. ``locked`` are instrument ids that are not touched. ``chosen`` are
    the limit ids to bring inside, empty for every open breach. ``to_warn`` aims at the level
    from which a limit counts as near. ``not_bought`` are instrument ids that are at most sold.
    """

    sides: str = BOTH
    whole: bool = True
    fee: Decimal = ZERO
    fee_rate: Decimal = ZERO
    smallest: Decimal = ZERO
    locked: frozenset[str] = frozenset()
    chosen: tuple[str, ...] = ()
    to_warn: bool = False
    seconds: float = 4.0
    not_bought: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Served:
    """A broken limit that a trade helps, with its measure before and after all trades."""

    limit: str
    subject: str
    before: float | None
    after: float | None

    @property
    def text(self) -> str:
        """Return it as ``single_issuer BIG 0.60 → 0.20``, told apart by two digits at least."""
        sides = (self.before, self.after)
        digits = 2
        if self.before is not None and self.after is not None:
            while digits < 5 and f"{self.before:.{digits}f}" == f"{self.after:.{digits}f}":
                digits += 1
        shown = ["none held" if one is None else f"{one:.{digits}f}" for one in sides]
        return f"{self.limit} {self.subject} {' → '.join(shown)}"


@dataclass(frozen=True, slots=True)
class Fix:
    """``status`` is optimal, gap or infeasible; ``gap`` is a fraction of the answer.

    ``reasons`` gives for each trade the limits it serves; none: it keeps other limits inside.
    ``conflicts`` are limits that cannot hold together; ``beyond`` broken limits that no trade can
    mend, with why (see ``rows.Goals``); ``turnover`` is what is traded, in the base currency.
    """

    status: str
    gap: float = 0.0
    trades: tuple[Trade, ...] = ()
    reasons: tuple[tuple[Served, ...], ...] = ()
    turnover: Decimal = ZERO
    conflicts: tuple[Name, ...] = ()
    beyond: Mapping[Name, str] = field(default_factory=dict)
    served: tuple[Name, ...] = field(default=())


def smallest_fix(
    context: Context,
    findings: Iterable[Finding],
    terms: Terms,
    after: Callable[[tuple[Trade, ...]], Context],
    job: Job,
) -> Fix:
    """Return the fewest and smallest trades that bring the chosen limits inside.

    Parameters
    ----------
    context
        What the rules look at now (deposits of the plan included).
    findings
        Where the limits stand now.
    terms
        How the trades may look.
    after
        Gives what the rules would look at after some trades; the answer is held against it.
    job
        May stop the search.

    Raises
    ------
    UsageTrouble
        The terms make no sense.
    Cancelled
        The user stopped it.
    """
    _check(terms)
    lines = _tradable(context.valuation)
    assets = _assets(lines, terms, most_units(context))
    wanted = goals(context, findings, assets, terms.chosen, to_warn=terms.to_warn)
    if not wanted.broken:
        return _untradable(wanted)
    problem = _problem(context.valuation, assets, wanted.rows, terms)
    deadline = time.monotonic() + terms.seconds
    for turn in range(_ROUNDS):
        left = max(deadline - time.monotonic(), 0.2)
        found = optimise(problem, left, job)
        if found.status == "infeasible" or not found.units:
            return Fix(found.status, found.gap, conflicts=found.conflicts, beyond=wanted.beyond)
        trades = _trades(found, lines, terms, context.valuation.base)
        looked = after(trades)
        missed = _missed(problem.rows, looked)
        if not missed:
            return _told(found, trades, lines, wanted, context, looked)
        room = _room(problem, terms, trades, context.valuation) * (2**turn - 1)
        problem = replace(problem, rows=tuple(_tighter(row, missed, room) for row in problem.rows))
    return Fix("gap", 1.0, beyond=wanted.beyond)


def _untradable(wanted: Goals) -> Fix:
    """Return the answer where no broken limit is one that trades are searched for."""
    if not wanted.beyond:
        return Fix("optimal")
    hopeless = tuple(name for name, why in wanted.beyond.items() if why != NOT_LINEAR)
    if hopeless:
        return Fix("infeasible", conflicts=hopeless, beyond=wanted.beyond)
    return Fix("gap", 1.0, beyond=wanted.beyond)


def _check(terms: Terms) -> None:
    if terms.sides not in {BUY, SELL, BOTH}:
        raise UsageTrouble("bad_sides", "Trades can be buy, sell or both.")
    if min(terms.fee, terms.fee_rate, terms.smallest) < 0 or terms.fee_rate >= 1:
        raise UsageTrouble("bad_fee", "A fee or a smallest order cannot be negative.")


def _tradable(valuation: Valuation) -> tuple[Line, ...]:
    return tuple(line for line in valuation.lines if line.position.quantity > 0)


def _assets(lines: Iterable[Line], terms: Terms, most: Mapping[str, float]) -> tuple[Asset, ...]:
    made = []
    for line in lines:
        free = line.instrument.id not in terms.locked and line.value.amount > 0
        made.append(
            Asset(
                line.instrument.id,
                line.account.id,
                float(line.value.amount / line.position.quantity),
                float(line.position.quantity),
                terms.whole,
                sellable=free and terms.sides != BUY,
                buyable=free and terms.sides != SELL and line.instrument.id not in terms.not_bought,
                most=most.get(line.instrument.id),
            )
        )
    return tuple(made)


def _problem(
    valuation: Valuation, assets: tuple[Asset, ...], rows: tuple[Row, ...], terms: Terms
) -> Problem:
    cash: dict[str, float] = {}
    for line in valuation.cash:
        cash[line.account.id] = cash.get(line.account.id, 0.0) + float(line.value.amount)
    return Problem(
        assets,
        rows,
        cash,
        float(valuation.total.amount),
        float(terms.fee),
        float(terms.fee_rate),
        float(terms.smallest),
    )


def _trades(found: Solution, lines: tuple[Line, ...], terms: Terms, base: str) -> tuple[Trade, ...]:
    trades = []
    for place, units in sorted(found.units.items()):
        line = lines[place]
        quantity = _exact(units, line.position.quantity, whole=terms.whole)
        if not quantity:
            continue
        worth = abs(quantity) * line.price.price * line.fx.rate
        cent = Decimal(1).scaleb(-minor_units(base))
        fee = (terms.fee + terms.fee_rate * worth).quantize(cent, ROUND_CEILING)
        trades.append(Trade(line.instrument.id, line.account.id, quantity, line.price.price, fee))
    return tuple(trades)


def _exact(units: float, held: Decimal, *, whole: bool) -> Decimal:
    """Return units as traded: sales rounded up and purchases down, to what can be traded."""
    if whole:
        return Decimal(round(units))
    if units > 0:
        return Decimal(repr(units)).quantize(_STEP, ROUND_FLOOR)
    # The solver's own noise is below a thousandth of the step and must not add a step.
    sold = (Decimal(repr(-units)) - _STEP / 1000).quantize(_STEP, ROUND_CEILING)
    return -min(max(sold, ZERO), held)


def _missed(rows: Collection[Row], looked: Context) -> dict[Name, float]:
    """Return by how much each row is missed by the exact arithmetic of the rules."""
    levels = {row.name: row for row in rows}
    missed = {}
    for rule, limit, reading in measured_pairs(looked):
        row = levels.get((rule.id, reading.subject))
        if row is None or reading.measured is None or rule.id == "kospi_loss":
            continue
        allowed = _levels(row)
        off = allowed - reading.measured if limit.floor else reading.measured - allowed
        if off > 0:
            missed[row.name] = off
    return missed


def _levels(row: Row) -> float:
    return row.goal if row.goal is not None else row.level


def _room(problem: Problem, terms: Terms, trades: tuple[Trade, ...], valuation: Valuation) -> float:
    """Return what rounding can move at most, as a share of the total: a step and a cent a trade."""
    cents = len(trades) * 10.0 ** -minor_units(valuation.base)
    steps = 0.0 if terms.whole else sum(asset.price for asset in problem.assets) * float(_STEP)
    return (cents + steps) / problem.total


def _tighter(row: Row, missed: dict[Name, float], room: float) -> Row:
    """Move a row's level by what was missed, so that rounding ends on the right side.

    ``room`` is more of it where that was not enough before.
    """
    off = missed.get(row.name)
    if off is None:
        return row
    off += room
    goal = _levels(row)
    if isinstance(row, Spread):
        return replace(row, level=row.level + off + _SLACK * row.level, goal=goal)
    return replace(row, level=row.level - off - _SLACK, goal=goal)


def _told(
    found: Solution,
    trades: tuple[Trade, ...],
    lines: tuple[Line, ...],
    wanted: Goals,
    context: Context,
    looked: Context,
) -> Fix:
    before, now = _measures(context), _measures(looked)
    places = {(line.instrument.id, line.account.id): at for at, line in enumerate(lines)}
    rows = {row.name: row for row in wanted.rows}
    reasons, turnover = [], ZERO
    for trade in trades:
        place = places[trade.instrument_id, trade.account_id]
        line = lines[place]
        turnover += abs(trade.quantity) * line.price.price * line.fx.rate
        served = [name for name in wanted.broken if _serves(rows[name], place, trade)]
        reasons.append(tuple(Served(*name, before.get(name), now.get(name)) for name in served))
    return Fix(
        found.status,
        found.gap,
        trades,
        tuple(reasons),
        turnover,
        beyond=wanted.beyond,
        served=wanted.broken,
    )


def _measures(context: Context) -> dict[Name, float]:
    return {
        (rule.id, reading.subject): reading.measured
        for rule, _, reading in measured_pairs(context)
        if reading.measured is not None
    }


def _serves(row: Row, place: int, trade: Trade) -> bool:
    if isinstance(row, Share):
        # What is sold turns into cash, so only the difference between the two counts.
        moved = row.weights.get(place, 0.0) - row.cash.get(trade.account_id, 0.0)
        return moved < 0 if trade.quantity > 0 else moved > 0
    return any(place in weights for weights in row.groups.values())
