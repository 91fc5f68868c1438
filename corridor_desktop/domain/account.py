"""An account at a broker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CostMethod(StrEnum):
    """How a sale picks the cost it removes."""

    FIFO = "fifo"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Account:
    """Where holdings are kept. ``currency`` is what the broker keeps cash in by default.

    ``cost_method`` is ``None`` when the portfolio's own setting applies. No account number is
    ever stored: ``name`` is what the user calls it.
    """

    id: str
    name: str
    broker: str = ""
    currency: str = ""
    cost_method: CostMethod | None = None
