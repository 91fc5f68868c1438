"""What a list file holds, in one form for all lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corridor_desktop.domain.message import Message


class Kind(StrEnum):
    """What a listed thing is."""

    ENTITY = "entity"
    INDIVIDUAL = "individual"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list.

    ``id`` is the list's own number. ``names`` has the main name first, then aliases.
    ``programs`` are the list's own words for why. ``countries`` as the list writes them.
    ``tickers`` are exchange code and country, ``601186 CN``. ``note`` is what the list says about
    the reach of the measure, empty when it says nothing special.
    """

    id: str
    names: tuple[str, ...]
    kind: Kind = Kind.ENTITY
    programs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    isins: tuple[str, ...] = ()
    leis: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """Return the main name."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a companion file adds to an entry of the main file, by the entry's number."""

    id: str
    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What was read out of one file.

    ``role`` names the list and which of its files this is (``ofac_sdn``, ``ofac_alt``, ``un``).
    ``dated`` is the day that stands inside the file, ``None`` for lists that carry none.
    ``rows`` counts what a cut file would have fewer of. A companion file has ``extras`` only.
    """

    role: str
    listed: tuple[Listed, ...] = ()
    extras: tuple[Extra, ...] = ()
    dated: date | None = None
    rows: int = 0
    notes: tuple[Message, ...] = ()


TITLES = {
    "ofac_sdn": "OFAC Specially Designated Nationals (United States)",
    "ofac_alt": "OFAC SDN: other names",
    "ofac_add": "OFAC SDN: addresses",
    "ofac_comments": "OFAC SDN: remarks, continued",
    "ofac_cons": "OFAC consolidated non-SDN lists (United States)",
    "ofac_cons_alt": "OFAC consolidated: other names",
    "ofac_cons_add": "OFAC consolidated: addresses",
    "ofac_cons_comments": "OFAC consolidated: remarks, continued",
    "un": "United Nations Security Council consolidated list",
    "eu": "European Union financial sanctions",
    "uk": "UK Sanctions List",
    "opensanctions": "OpenSanctions: securities of listed issuers",
}
"""What each file is called."""

COMPANIONS = {
    "ofac_sdn": ("ofac_alt", "ofac_add", "ofac_comments"),
    "ofac_cons": ("ofac_cons_alt", "ofac_cons_add", "ofac_cons_comments"),
}
"""Which files add to which main file."""

STALE_DAYS = 7
"""Lists change every week: an older file is called stale."""
