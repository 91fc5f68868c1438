"""The holdings behind a measured share, and the smallest sale that would bring it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corridor_desktop.domain.finding import Driver
from corridor_desktop.domain.money import ZERO
from corridor_desktop.exposure.exposure import Part
from corridor_desktop.rules.contract import Reading, Stake
from corridor_desktop.valuation.valuation import Valuation

SHOWN = 5
"""How many contributors are named."""


@dataclass(frozen=True, slots=True)
class Sale:
    """Selling ``amount`` (base currency) of ``stake`` leaves ``left`` of the portfolio exposed.

    ``enough`` is false when even all of it is too little.
    """

    stake: Stake
    amount: Decimal
    left: float
    enough: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of an instrument over all accounts, in the base currency, and its names."""

    value: Decimal
    name: str
    label: str


def holdings_of(valuation: Valuation) -> dict[str, Held]:
    """Return every priced instrument by id."""
    held: dict[str, Held] = {}
    for line in valuation.lines:
        thing = line.instrument
        before = held[thing.id].value if thing.id in held else ZERO
        held[thing.id] = Held(before + line.value.amount, thing.name, thing.label)
    return held


def gather(parts: Iterable[Part], held: Mapping[str, Held]) -> tuple[Stake, ...]:
    """Merge the parts of a slice by holding, biggest contribution first.

    A part that is no priced holding is a cash balance: what is held is what is exposed. What a
    fund holds is behind the fund, because only the fund can be sold.
    """
    merged: dict[str, Stake] = {}
    for part in parts:
        found = held.get(part.holding)
        key = part.holding if found else f"cash {part.label}"
        before = merged.get(key)
        exposed = part.value + (before.exposed if before else ZERO)
        inside = bool(part.held_id) or (before is not None and before.inside)
        label = found.name if found and inside else part.label
        merged[key] = Stake(key, label, found.value if found else exposed, exposed, inside)
    return tuple(sorted(merged.values(), key=lambda stake: (-abs(stake.exposed), stake.key)))


def drivers(stakes: Iterable[Stake], total: Decimal) -> tuple[Driver, ...]:
    """Return the largest contributors as shares of the portfolio."""
    ranked = sorted(stakes, key=lambda stake: (-abs(stake.exposed), stake.key))
    return tuple(
        Driver(stake.key, stake.label, float(stake.exposed / total)) for stake in ranked[:SHOWN]
    )


def share_reading(
    subject: str, label: str, stakes: tuple[Stake, ...], total: Decimal, unknown: float = 0.0
) -> Reading:
    """Return the reading of a share of the portfolio: the net exposure's absolute size."""
    net = sum((stake.exposed for stake in stakes), ZERO)
    return Reading(
        subject,
        label,
        abs(float(net / total)),
        drivers=drivers(stakes, total),
        stakes=stakes,
        unknown=unknown,
    )


def smallest_sale(reading: Reading, total: Decimal, level: float) -> Sale | None:
    """Return the smallest sale of one holding that brings a share of ``total`` down to ``level``.

    The proceeds stay in the portfolio as cash of the base currency, so that the total does not
    move: a holding whose whole value counts must give up ``total x (share - level)``; one that
    counts with a fraction f must give up 1/f as much. ``None`` when nothing held adds to it.
    """
    net = sum((stake.exposed for stake in reading.stakes), ZERO)
    excess = abs(net) - total * Decimal(repr(level))
    options = [
        Sale(stake, excess * stake.held / abs(stake.exposed), level, enough=True)
        for stake in reading.stakes
        if stake.held > 0 and stake.exposed != 0 and (stake.exposed > 0) == (net > 0)
    ]
    enough = [option for option in options if option.amount <= option.stake.held]
    if enough:
        return min(enough, key=lambda option: (option.amount, -option.stake.held, option.stake.key))
    if not options:
        return None
    stake = max(options, key=lambda option: abs(option.stake.exposed)).stake
    left = float((abs(net) - abs(stake.exposed)) / total)
    return Sale(stake, stake.held, left, enough=False)
