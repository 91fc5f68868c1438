"""An estimate as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridor_desktop.domain.estimate import Estimate
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.domain.estimate import Measure

Form = dict[str, Any]


def measure_form(measure: Measure) -> Form:
    """Return an estimate with its interval, or ``null`` with the reason."""
    if not isinstance(measure, Estimate):
        return {
            "value": None,
            "value_reason": say(measure.why),
            "n": measure.n,
            "needed": measure.needed,
        }
    return {
        "value": measure.value,
        "low": measure.low,
        "high": measure.high,
        "se": measure.se,
        "n": measure.n,
        "n_eff": measure.n_eff,
        "horizon": measure.horizon,
        "from": measure.start.isoformat(),
        "to": measure.end.isoformat(),
        "method": measure.method,
        "indicative": measure.indicative,
    }
