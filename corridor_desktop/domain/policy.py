"""The limits that an investor promised himself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Limit:
    """One promise. ``warn`` and ``breach`` are fractions of one unless the limit counts things.

    ``id`` is a limit id of the catalogue (``single_issuer``). ``floor`` turns the comparison
    round: below is worse (effective number). ``subject`` narrows it to one theme, country, ...;
    empty means every subject. ``origin`` says where the threshold comes from.
    """

    id: str
    warn: float | None
    breach: float | None
    on: bool = True
    floor: bool = False
    subject: str = ""
    origin: str = "our_default"


@dataclass(frozen=True, slots=True)
class Policy:
    """A named, versioned set of limits. ``cooling_off`` is in days and delays loosening."""

    name: str
    limits: tuple[Limit, ...]
    version: int = 1
    since: date | None = None
    cooling_off: int = 7
    home_country: str = ""
