"""From the settings to what counts as stress."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from corridor_desktop.services.settings import setting
from corridor_desktop.services.spans import read_spans
from corridor_desktop.stress.sets import Kind, StressChoice

_CHOICES = {
    "worst_tenth": StressChoice(),
    "shock_days": StressChoice(Kind.SHOCKS),
    "falls_10": StressChoice(Kind.FALLS, depth=0.10),
    "falls_15": StressChoice(Kind.FALLS, depth=0.15),
    "falls_20": StressChoice(Kind.FALLS, depth=0.20),
    "events": StressChoice(Kind.EVENTS),
}


def stress_choice(settings: Mapping[str, str]) -> StressChoice:
    """Return the definition of stress that the settings ask for."""
    key = setting(settings, "stress_set")
    if key == "shock_days":
        return StressChoice(Kind.SHOCKS, level=-float(setting(settings, "shock_level")) / 100)
    if key == "own_dates":
        spans: tuple[tuple[date, date], ...] = read_spans(setting(settings, "stress_dates"))
        return StressChoice(Kind.OWN, spans=spans)
    return _CHOICES[key]
