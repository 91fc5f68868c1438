"""Limits on what is known: analysts who look, prices that are fresh."""

from __future__ import annotations

from decimal import Decimal

from corridor_desktop.domain.estimate import TooLittle
from corridor_desktop.domain.finding import Driver
from corridor_desktop.domain.instrument import AssetClass
from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import ZERO
from corridor_desktop.rules.concentration import UNKNOWN, WHOLE
from corridor_desktop.rules.contract import Context, Reading
from corridor_desktop.rules.stakes import SHOWN

STALE_DAYS = 7
"""A close older than a week of calendar days counts as stale."""


def measure_analysts(context: Context) -> tuple[Reading, ...]:
    """How many analysts follow each share; unknown is said, and is never taken for none.

    Nothing is measured while no count at all was ever recorded.
    """
    shares = [
        line for line in context.valuation.lines if line.instrument.asset_class is AssetClass.EQUITY
    ]
    counts = {
        line.instrument.id: (line.instrument.label, line.instrument.analysts) for line in shares
    }
    known = [(key, label, count) for key, (label, count) in counts.items() if count is not None]
    if not known:
        return ()
    found = [
        Reading(label, label, float(count), (Driver(key, label, float(count)),))
        for key, label, count in known
    ]
    unknown = sum((line.value.amount for line in shares if line.instrument.analysts is None), ZERO)
    if unknown > 0:
        share = float(unknown / context.valuation.total.amount)
        why = Message.of("rules.unknown_analysts", share=f"{share * 100:.1f} %")
        found.append(Reading(UNKNOWN, UNKNOWN, None, why=why, unknown=share))
    return tuple(found)


def measure_data_quality(context: Context) -> tuple[Reading, ...]:
    """Share of the holdings that are unpriced, priced long ago or too short in history.

    Unpriced holdings weigh what the valuation's coverage says they do; the rest is counted once
    each, over the priced part.
    """
    valuation = context.valuation
    thin = _thin(context)
    flawed: dict[str, tuple[str, Decimal]] = {}
    for line in valuation.lines:
        if line.stale_days > STALE_DAYS or line.instrument.id in thin:
            before = flawed.get(line.instrument.id, ("", ZERO))[1]
            flawed[line.instrument.id] = line.instrument.label, before + abs(line.value.amount)
    weights = {
        key: (label, float(value / valuation.total.amount))
        for key, (label, value) in flawed.items()
    }
    priced = sum(weight for _, weight in weights.values())
    measured = (1 - valuation.coverage) + valuation.coverage * min(priced, 1.0)
    ranked = sorted(weights.items(), key=lambda item: (-item[1][1], item[0]))
    named = tuple(Driver(key, label, weight) for key, (label, weight) in ranked[:SHOWN])
    missing = tuple(Driver(gap.label, gap.label, 0.0) for gap in valuation.unpriced)
    return (Reading(WHOLE, WHOLE, measured, (named + missing)[:SHOWN], n=len(valuation.lines)),)


def _thin(context: Context) -> set[str]:
    """Return the holdings whose shared history is too short to measure anything."""
    if context.stress.why is not None:
        return set()
    return {
        link.instrument_id
        for link in context.stress.holdings
        if isinstance(link.link.correlation, TooLittle)
    }
