"""What became of a listing: another symbol, a merger, a spin-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to an instrument on a day."""

    RENAMED = "renamed"
    MERGED = "merged"
    SPUN_OFF = "spun_off"


@dataclass(frozen=True, slots=True)
class ListingChange:
    """One change of ``instrument_id``, in force from ``day`` on.

    ``RENAMED``: it traded as ``before`` and trades as ``after``. ``MERGED``: each unit became
    ``ratio`` units of the instrument ``into``, which takes its cost and days of purchase over.
    ``SPUN_OFF``: each unit brought ``ratio`` units of ``into`` beside it, which take ``cost_share``
    (a fraction of one) of its cost with them.
    """

    instrument_id: str
    day: date
    kind: ChangeKind
    before: str = ""
    after: str = ""
    into: str = ""
    ratio: Decimal = Decimal(1)
    cost_share: Decimal = Decimal(0)
