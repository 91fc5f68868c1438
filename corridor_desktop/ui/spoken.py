"""Messages as the window says them: days, amounts and percentages written as everywhere else.

The stages below give their values as plain text (ISO days, ``4,561.85 EUR``, ``19 %``), so that
files and answers for programs stay exact. Here only the values are rewritten, never the sentence
around them: words that a user typed into a sentence are left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from corridor_desktop.services import words
from corridor_desktop.ui import format as fmt

if TYPE_CHECKING:
    from corridor_desktop.domain.message import Message

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"([-+]?\d[\d,]*(?:\.\d+)?) ([A-Z]{3}|%)")
_WHOLE = re.compile(r"\d{5,}")
_TYPED = frozenset({"name", "label", "reason", "title", "symbol", "file"})
"""Parameters that hold what somebody called something."""


def say(message: Message) -> str:
    """Return the sentence of a message for the screen and the printed report."""
    told = tuple((key, value if key in _TYPED else written(value)) for key, value in message.params)
    return words.say(replace(message, params=told))


def written(value: str) -> str:
    """Return a parameter as the window writes it; what is no day and no amount is unchanged."""
    if _DAY.fullmatch(value):
        try:
            return fmt.day(date.fromisoformat(value))
        except ValueError:
            return value
    if found := _AMOUNT.fullmatch(value):
        return f"{fmt.grouped(found[1])}{fmt.NO_BREAK}{found[2]}"
    return fmt.count(int(value)) if _WHOLE.fullmatch(value) else value
