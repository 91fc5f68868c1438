"""Where a return came from and why exposure changed, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.cli.text import plain
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.exposure.change import Change
    from corridor_desktop.exposure.liquidity import Liquidity
    from corridor_desktop.performance.attribution import Attribution, ReturnPart
    from corridor_desktop.performance.statement_periods import Dietz

Form = dict[str, Any]


def attribution_form(found: Attribution) -> Form:
    """Return the parts of a return; each list adds up to ``total``."""
    form: Form = {
        "from": found.start.isoformat() if found.start else None,
        "to": found.end.isoformat() if found.end else None,
        "total": found.total,
        "by_holding": _parts(found.by_holding),
        "by_theme": _parts(found.by_theme),
        "by_currency": _parts(found.by_currency),
    }
    if found.why is not None:
        form["total_reason"] = say(found.why)
    return form


def _parts(parts: tuple[ReturnPart, ...]) -> list[Form]:
    return [
        {
            "key": part.key,
            "label": part.label,
            "total": part.total,
            "price": part.price,
            "currency": part.currency,
        }
        for part in parts
    ]


def dietz_form(found: Dietz) -> Form:
    """Return the return between statements (Modified Dietz, chained)."""
    form: Form = {
        "value": found.value,
        "periods": [
            {
                "from": period.start.isoformat(),
                "to": period.end.isoformat(),
                "start_value": period.start_value,
                "end_value": period.end_value,
                "flows": period.flows,
                "value": period.value,
            }
            for period in found.periods
        ],
    }
    if found.why is not None:
        form["value_reason"] = say(found.why)
    return form


def change_form(change: Change) -> Form:
    """Return why exposure changed; the four parts add up to after - before exactly."""
    return {
        "span": change.span,
        "from": change.start.isoformat(),
        "to": change.end.isoformat(),
        "slices": [
            {
                "key": part.key,
                "label": part.label,
                "before": plain(part.before),
                "after": plain(part.after),
                "price": plain(part.parts.price),
                "currency": plain(part.parts.currency),
                "trade": plain(part.parts.trade),
                "retag": plain(part.parts.retag),
            }
            for part in change.slices
        ],
    }


def liquidity_form(found: Liquidity) -> Form:
    """Return how fast the holdings could be sold at a fifth of the usual volume."""
    return {
        "within": [{"sessions": part.sessions, "share": part.share} for part in found.within],
        "days": [{"key": key, "sessions": days} for key, days in found.days],
        "unknown": found.unknown,
    }
