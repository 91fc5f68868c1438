"""Does a history agree with what the broker says is held? Four answers, each instrument once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Agreement(StrEnum):
    """How the two sides stand to each other."""

    MATCHED = "matched"
    ONLY_SNAPSHOT = "only_snapshot"
    ONLY_HISTORY = "only_history"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Compared:
    """One instrument: units by the history and units by the broker; ``None`` where it has none."""

    instrument_id: str
    history: Decimal | None
    stated: Decimal | None
    agreement: Agreement

    @property
    def gap(self) -> Decimal:
        """Return how many units the broker has more than the history."""
        return (self.stated or Decimal(0)) - (self.history or Decimal(0))


def compare(history: Mapping[str, Decimal], stated: Mapping[str, Decimal]) -> tuple[Compared, ...]:
    """Return both sides by instrument, in the order of the broker's list, then of the history.

    Units of zero are nothing held. Brokers round fractions of a unit when they show a position:
    a stated quantity with two or more decimals agrees with a history that rounds to it.
    """
    ids = dict.fromkeys((*stated, *history))
    found = (_compared(key, history.get(key) or None, stated.get(key) or None) for key in ids)
    return tuple(each for each in found if each is not None)


def _compared(key: str, history: Decimal | None, stated: Decimal | None) -> Compared | None:
    if history is None and stated is None:
        return None
    if history is None:
        return Compared(key, None, stated, Agreement.ONLY_SNAPSHOT)
    if stated is None:
        return Compared(key, history, None, Agreement.ONLY_HISTORY)
    same = history == stated or _rounded(history, stated) == stated
    return Compared(key, history, stated, Agreement.MATCHED if same else Agreement.DIFFERS)


def _rounded(history: Decimal, stated: Decimal) -> Decimal:
    places = stated.as_tuple().exponent
    if isinstance(places, int) and places <= -2:
        return history.quantize(stated)
    return history
