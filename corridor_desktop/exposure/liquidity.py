"""How long selling takes without moving the price much, and how much could be sold by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.prices import Turnover
from corridor_desktop.valuation.valuation import Line, Valuation

PARTICIPATION = 0.2
"""The part of a session's trades that a careful seller makes."""
FEWEST = 5
"""An average over fewer sessions than this is taken for unknown."""
HORIZONS = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Saleable:
    """What part of the priced holdings can be sold within so many sessions."""

    sessions: int
    share: float


@dataclass(frozen=True, slots=True)
class Liquidity:
    """``within`` counts only holdings with a known volume; ``unknown`` is the share of the rest.

    Shares are of the priced holdings, cash left out. ``days`` are sessions by instrument id.
    """

    within: tuple[Saleable, ...]
    days: tuple[tuple[str, float], ...]
    unknown: float


def days_to_sell(
    quantity: Decimal | float, average_volume: float, participation: float = PARTICIPATION
) -> float | None:
    """Return sessions needed to sell: |quantity| / (participation x average volume).

    ``None`` when nothing is known to change hands.
    """
    if average_volume <= 0 or participation <= 0:
        return None
    return abs(float(quantity)) / (participation * average_volume)


def saleable_within(
    values: Mapping[str, float], days: Mapping[str, float], sessions: float
) -> float:
    """Return which share of ``values`` can be sold within ``sessions``.

    A holding that needs longer counts with the part that goes in that time; one whose ``days``
    are not known counts as not sold. 0 when nothing is worth anything.
    """
    whole = sum(abs(value) for value in values.values())
    sold = sum(
        abs(value) * min(1.0, sessions / days[key] if days[key] > 0 else 1.0)
        for key, value in values.items()
        if key in days
    )
    return sold / whole if whole > 0 else 0.0


def measure_liquidity(
    valuation: Valuation, turnovers: Mapping[str, Turnover], horizons: tuple[int, ...] = HORIZONS
) -> Liquidity | None:
    """Return how fast today's holdings could be sold; ``None`` without any."""
    values: dict[str, float] = {}
    days: dict[str, float] = {}
    for line in valuation.lines:
        key = line.instrument.id
        values[key] = values.get(key, 0.0) + abs(float(line.value.amount))
        needed = days_of(line, turnovers)
        if needed is not None:
            days[key] = days.get(key, 0.0) + needed
    whole = sum(values.values())
    if whole <= 0:
        return None
    return Liquidity(
        tuple(Saleable(sessions, saleable_within(values, days, sessions)) for sessions in horizons),
        tuple(sorted(days.items(), key=lambda pair: (-pair[1], pair[0]))),
        sum(value for key, value in values.items() if key not in days) / whole,
    )


def days_of(line: Line, turnovers: Mapping[str, Turnover]) -> float | None:
    """Return the sessions that selling a line takes; ``None`` when its volume is not known."""
    listing = line.instrument.listing
    found = turnovers.get(listing.symbol) if listing is not None else None
    if found is None or found.sessions < FEWEST:
        return None
    return days_to_sell(line.position.quantity, found.average)


def describe_liquidity(found: Liquidity) -> Message:
    """Say what could be sold within one, three and seven sessions."""
    one, three, seven = (f"{part.share * 100:.0f} %" for part in found.within[:3])
    unknown = f"{found.unknown * 100:.0f} %"
    return Message.of("exposure.saleable", one=one, three=three, seven=seven, unknown=unknown)
