"""How many days selling takes without moving the price much, holding by holding and in all.

A holding takes its units over a fifth of what changes hands in a session on average. The
portfolio takes as long as the slowest holding that is needed to sell 85 % of it, so that no more
than 15 % may be slower: the two bounds of the rule for funds that it is an analogy to.
"""

from __future__ import annotations

from decimal import Decimal

from corridor_desktop.domain.finding import Driver
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import ZERO
from corridor_desktop.exposure.liquidity import days_of
from corridor_desktop.rules.concentration import UNKNOWN, WHOLE
from corridor_desktop.rules.contract import Context, Reading
from corridor_desktop.rules.stakes import SHOWN
from corridor_desktop.valuation.valuation import Line

SLOW_SHARE = 0.15
"""So much of what is held may take longer than the portfolio's own figure."""


def measure_liquidity(context: Context) -> tuple[Reading, ...]:
    """Days to sell each holding and the portfolio; unknown volumes are unknown, never zero."""
    if not context.valuation.lines:
        return ()
    days: dict[str, float] = {}
    worth: dict[str, tuple[str, Decimal]] = {}
    seen: dict[str, int] = {}
    for line in context.valuation.lines:
        key = line.instrument.id
        label, value = worth.get(key, (line.instrument.label, ZERO))
        worth[key] = label, value + abs(line.value.amount)
        needed = _days(context, line)
        if needed is not None:
            days[key] = days.get(key, 0.0) + needed[0]
            seen[key] = needed[1]
    if not days:
        return (Reading(WHOLE, WHOLE, None, why=Message.of("rules.no_volumes")),)
    singles = [
        Reading(
            worth[key][0], worth[key][0], needed, (Driver(key, worth[key][0], needed),), n=seen[key]
        )
        for key, needed in days.items()
    ]
    return (*singles, *_whole(context, days, worth))


def _days(context: Context, line: Line) -> tuple[float, int] | None:
    listing = line.instrument.listing
    needed = days_of(line, context.turnovers)
    if listing is None or needed is None:
        return None
    return needed, context.turnovers[listing.symbol].sessions


def _whole(
    context: Context, days: dict[str, float], worth: dict[str, tuple[str, Decimal]]
) -> tuple[Reading, ...]:
    """Return the portfolio's reading, and one for what is unknown where there is any."""
    known = sum((worth[key][1] for key in days), ZERO)
    slowest_first = sorted(days, key=lambda key: (-days[key], key))
    left, portfolio = known * Decimal(repr(SLOW_SHARE)), 0.0
    for key in slowest_first:
        left -= worth[key][1]
        if left < 0:
            portfolio = days[key]
            break
    unknown = sum((value for key, (_, value) in worth.items() if key not in days), ZERO)
    share = float(unknown / context.valuation.total.amount)
    named = tuple(Driver(key, worth[key][0], days[key]) for key in slowest_first[:SHOWN])
    whole = Reading(WHOLE, WHOLE, portfolio, named, n=len(days), unknown=share)
    if share <= 0:
        return (whole,)
    why = Message.of("rules.unknown_volumes", share=f"{share * 100:.1f} %")
    return whole, Reading(UNKNOWN, UNKNOWN, None, why=why, unknown=share)
