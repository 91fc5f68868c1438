"""Hold the ratios of a run against those that were kept: ratios, because times are a machine's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SLACK = 1.5
"""By how much a ratio may rise before it is called slower: ratios vary between machines."""
STEEPER = 0.15
"""By how much a growth exponent may rise."""


def read_kept(path: Path) -> dict[str, Any]:
    """Return the ratios kept beside a page. Raises OSError, ValueError."""
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def slower(kept: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Return in sentences what became slower; what only one of both measured is left out."""
    told = []
    for scale, ratios in now["times_the_floor"].items():
        for name, ratio in ratios.items():
            before = kept["times_the_floor"].get(scale, {}).get(name)
            if before is not None and ratio > before * SLACK:
                told.append(f"{name} ({scale}) takes {ratio:.1f} times the floor, was {before:.1f}")
    for name, power in now["growth"].items():
        before = kept["growth"].get(name)
        if before is not None and power > before + STEEPER:
            told.append(f"{name}: grows with power {power:.2f}, was {before:.2f}")
    return tuple(told)
