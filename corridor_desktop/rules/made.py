"""What the owner made, as against what prices did: units, cash, tags and stated facts, digested.

Two findings with equal digests differ by prices, rates and splits alone: units count as they would
have been without the splits that were booked.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Context as Digits
from decimal import Decimal

from corridor_desktop.domain.money import ZERO
from corridor_desktop.rules.contract import Context, Reading, Stake
from corridor_desktop.valuation.valuation import Line, Unpriced

_DIGITS = Digits(prec=15)
"""A third of a unit, multiplied by three, is a unit again."""


def made_of(context: Context) -> str:
    """Return the digest of everything that is held, tagged and stated."""
    valuation = context.valuation
    parts = [
        f"{line.account.id}|{line.instrument.id}|{_held(line)}|"
        f"{line.instrument.asset_class}|{line.instrument.multiplier}|{line.instrument.country}|"
        f"{line.instrument.economic_currency}|{line.instrument.sector}"
        for line in valuation.lines
    ]
    parts += [f"{gap.account.id}|{gap.label}|{_gap(gap)}" for gap in valuation.unpriced]
    parts += [
        f"{line.account.id}|{line.balance.currency}|{_plain(line.balance.amount)}"
        for line in valuation.cash
    ]
    parts += [
        f"{instrument}|{tag.theme_id}|{tag.basis_points}"
        for instrument, tags in context.tags.at(context.as_of).items()
        for tag in tags
    ]
    return _digest(parts)


def units_of(context: Context) -> dict[str, Decimal]:
    """Return how many units are held of each instrument, over all accounts, without splits."""
    units: dict[str, Decimal] = defaultdict(Decimal)
    for line in context.valuation.lines:
        position = line.position
        units[line.instrument.id] += _bought(position.quantity, position.split_factor)
    return units


def own_of(reading: Reading, units: Mapping[str, Decimal], made: str) -> str:
    """Return the digest of the units behind one reading and of the fractions they count with.

    Where no holdings stand behind a reading (an effective number, a share of risk) it is
    ``made``, the digest of everything.
    """
    stakes = [stake for stake in reading.stakes if not stake.key.startswith("cash ")]
    if not stakes:
        return made
    return _digest(
        f"{stake.key}|{_digits(units.get(stake.key, ZERO))}|{_factor(stake)}" for stake in stakes
    )


def _bought(quantity: Decimal, factor: Decimal) -> Decimal:
    return quantity if factor == 1 else quantity / factor


def _held(line: Line) -> str:
    return _digits(_bought(line.position.quantity, line.position.split_factor))


def _gap(gap: Unpriced) -> str:
    if gap.quantity is None:
        return ""
    return _digits(_bought(gap.quantity, gap.split_factor or Decimal(1)))


def _digits(value: Decimal) -> str:
    return _plain(_DIGITS.plus(value))


def _factor(stake: Stake) -> str:
    if stake.inside:  # what a fund holds changes by itself, and with each new list of it
        return "inside"
    return f"{stake.exposed / stake.held:.9f}" if stake.held else "0"


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:32]
