"""Exposure along a dimension: every holding divided among keys, the rest shown as untagged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from corridor_desktop.domain.theme import Theme, ThemeTag
from corridor_desktop.exposure.exposure import Dimension, Exposure, Part, Slice
from corridor_desktop.exposure.keys import CASH, share_of_cash, shares_of_line
from corridor_desktop.valuation.valuation import Line, Valuation

# Along these, cash is not one of the things that diversification counts.
_WITHOUT_CASH = {Dimension.HOLDING, Dimension.ISSUER}
UNTAGGED = "untagged"


def measure(
    valuation: Valuation,
    tags: Mapping[str, tuple[ThemeTag, ...]],
    themes: Iterable[Theme],
    by: Dimension,
) -> Exposure:
    """Return the exposure of a valuation along ``by``.

    ``tags`` are those in force by instrument id. A holding counts with value x multiplier. The
    slices and the untagged part add up to the net exposure exactly; with multipliers of one that
    is the priced total.
    """
    known = {theme.id: theme for theme in themes}
    parts: dict[str, list[Part]] = defaultdict(list)
    labels: dict[str, str] = {}
    for line in valuation.lines:
        for share in shares_of_line(line, by, tags, known):
            worth = line.exposure * share.fraction
            labels.setdefault(share.key, share.label)
            held = line.through[-1] if line.through else ""
            part = Part(line.instrument.id, line.account.id, _label(line), worth, held)
            parts[share.key].append(part)
    for cash in valuation.cash:
        share = share_of_cash(cash, by)
        labels.setdefault(share.key, share.label)
        label = f"Cash {cash.balance.currency}"
        parts[share.key].append(Part("", cash.account.id, label, cash.value.amount))
    untagged = _slice(UNTAGGED, "Untagged", parts.pop("", []), valuation)
    slices = [_slice(key, labels[key], found, valuation) for key, found in parts.items()]
    slices.sort(key=lambda part: (-abs(part.value), part.key))
    return _exposure(valuation, by, tuple(slices), untagged)


def _label(line: Line) -> str:
    return f"{line.instrument.name} (in a fund)" if line.through else line.instrument.name


def _slice(key: str, label: str, parts: list[Part], valuation: Valuation) -> Slice:
    worth = sum((part.value for part in parts), Decimal(0))
    gross = sum((abs(part.value) for part in parts), Decimal(0))
    total = valuation.total.amount
    weight = float(worth / total) if total > 0 else 0.0
    return Slice(key, label, worth, gross, weight, tuple(parts))


def _exposure(
    valuation: Valuation, by: Dimension, slices: tuple[Slice, ...], untagged: Slice
) -> Exposure:
    gross = sum((part.gross for part in slices), Decimal(0)) + untagged.gross
    left_out = {CASH} if by in _WITHOUT_CASH else set()
    counted = [part.gross for part in slices if part.key not in left_out]
    aside = sum((part.gross for part in slices if part.key in left_out), Decimal(0))
    hhi = _concentration(counted, gross - aside)
    return Exposure(
        by,
        valuation.as_of,
        valuation.total,
        slices,
        untagged,
        sum((part.value for part in slices), Decimal(0)) + untagged.value,
        gross,
        hhi,
        1 / hhi if hhi else None,
    )


def _concentration(parts: Iterable[Decimal], whole: Decimal) -> float | None:
    """Return the Herfindahl-Hirschman index, the sum of squared shares of ``whole``."""
    if whole <= 0:
        return None
    found = sum((float(part / whole) ** 2 for part in parts), 0.0)
    return found or None


def measure_all(
    valuation: Valuation, tags: Mapping[str, tuple[ThemeTag, ...]], themes: Iterable[Theme]
) -> dict[Dimension, Exposure]:
    """Return the exposure along every dimension."""
    known = tuple(themes)
    return {by: measure(valuation, tags, known, by) for by in Dimension}
