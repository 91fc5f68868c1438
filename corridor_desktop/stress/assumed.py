"""What if the user says so: currencies and themes moved by hand, exact and without statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from corridor_desktop.domain.money import Money
from corridor_desktop.exposure.exposure import Exposure
from corridor_desktop.valuation.valuation import Valuation

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AssumedPart:
    """One currency or theme: what hangs on it, by how much it moves, what that changes."""

    key: str
    label: str
    exposed: Decimal
    move: Decimal
    change: Decimal


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the user's own assumption changes, exactly; no figure here is an estimate.

    ``change`` is signed, in the base currency; ``fraction`` of the priced total, ``None`` when
    that is not positive. ``unmoved`` are names that nothing held hangs on.
    """

    kind: str
    change: Money
    fraction: float | None
    parts: tuple[AssumedPart, ...]
    unmoved: tuple[str, ...] = ()


def fx_shock(valuation: Valuation, moves: Mapping[str, Decimal]) -> Assumed:
    """Revalue what is held when currencies move against the base currency: value x move.

    A holding counts in the currency that it economically depends on, a balance in its own;
    ``moves`` are fractions by currency (-0.10: it loses a tenth against the base).

    Raises
    ------
    ValueError
        The base currency itself is moved, or a currency below nothing.
    """
    if valuation.base in moves:
        raise ValueError("the base currency cannot move against itself")
    exposed: dict[str, Decimal] = {}
    for line in valuation.lines:
        key = line.instrument.economic_currency or line.price.currency
        exposed[key] = exposed.get(key, ZERO) + line.value.amount
    for cash in valuation.cash:
        key = cash.balance.currency
        exposed[key] = exposed.get(key, ZERO) + cash.value.amount
    return _assume("currency", valuation.total, exposed, {}, moves)


def theme_shock(themes: Exposure, moves: Mapping[str, Decimal]) -> Assumed:
    """Return the sum of theme exposure x assumed move; ``moves`` are fractions by theme id.

    Raises
    ------
    ValueError
        A theme falls below nothing.
    """
    exposed = {part.key: part.value for part in themes.slices}
    labels = {part.key: part.label for part in themes.slices}
    return _assume("theme", themes.total, exposed, labels, moves)


def _assume(
    kind: str,
    total: Money,
    exposed: Mapping[str, Decimal],
    labels: Mapping[str, str],
    moves: Mapping[str, Decimal],
) -> Assumed:
    if any(move < -1 for move in moves.values()):
        raise ValueError("nothing can lose more than all of its value")
    parts = tuple(
        AssumedPart(key, labels.get(key, key), exposed[key], move, exposed[key] * move)
        for key, move in moves.items()
        if key in exposed
    )
    change = sum((part.change for part in parts), ZERO)
    return Assumed(
        kind,
        Money(change, total.currency),
        float(change / total.amount) if total.amount > 0 else None,
        tuple(sorted(parts, key=lambda part: (part.change, part.key))),
        tuple(key for key in moves if key not in exposed),
    )
