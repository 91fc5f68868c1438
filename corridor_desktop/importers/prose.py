"""Trades that an unknown broker writes into a sentence: ``Sell 3 @ 139.74 USD``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import Columns
from corridor_desktop.importers.profiles import TextRule, general_words

_NUMBER: Final = r"\d(?:[\d.,' \u00a0]*\d)?"
_INITIALS: Final = {"buy": "b", "sell": "s"}
_SAMPLE: Final = 300


@cache
def trade_rules() -> tuple[TextRule, ...]:
    """Return the patterns of a trade in a sentence: verb, quantity, name, ``@``, price, currency.

    The name may be missing; a short code in capitals counts as a symbol.
    """
    return tuple(TextRule("text", _pattern(kind), kind) for kind in ("buy", "sell"))


def _pattern(kind: str) -> re.Pattern[str]:
    verbs = sorted({*general_words()["tokens"][kind], _INITIALS[kind]}, key=len, reverse=True)
    words = "|".join(map(re.escape, verbs))
    return re.compile(
        rf"^\W*(?i:{words})\s+(?P<quantity>{_NUMBER})\s*"
        rf"(?:(?P<symbol>[A-Z][A-Z0-9.]{{0,7}})\s*|(?P<name>[^@]*?[^@\s])\s*)?@\s*"
        rf"(?:[A-Z]{{3}}\s+)?[$€£]?(?P<price>{_NUMBER})(?:\s*(?P<currency>[A-Z]{{2}}[A-Zpx]))?(?!\w)"
    )


def prose_column(columns: Columns, body: Sequence[Record]) -> int | None:
    """Return the column whose cells tell trades in sentences, ``None`` without one."""
    for place in range(len(columns.header)):
        cells = [row.cells[place] for row in body[:_SAMPLE] if place < len(row.cells)]
        told = sum(1 for cell in cells if any(rule.pattern.search(cell) for rule in trade_rules()))
        if told and told >= len(cells) / 10:
            return place
    return None
