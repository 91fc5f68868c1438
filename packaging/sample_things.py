"""What the sample portfolio is made of: invented companies, accounts, markets and tags.

The companies stand in sample_things.csv and their tags in sample_tags.csv beside this file.
Nobody of this exists. Symbols end in .SIM, identifiers carry the letters SIM, and every price is
drawn from the seeded generator in sample_prices.py.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

ACCOUNTS = (
    ("linden", "Linden Depot", "Linden Bank (invented)", "EUR"),
    ("bluefin", "Bluefin Brokerage", "Bluefin (invented)", "USD"),
    ("seorabeol", "Seorabeol Securities", "Seorabeol (invented)", "KRW"),
)


@dataclass(frozen=True)
class Thing:
    """An invented instrument.

    ``kind`` is an asset class, ``economic`` the currency of risk where it is not that of the
    listing, ``listed`` its first day where that is late, ``buys`` the days of purchase.
    ``world``, ``korea`` and ``thaw`` are its loadings on the three simulated forces, ``noise``
    the daily standard deviation of its own news in percent, ``share`` its weight in the final
    portfolio in percent, ``start`` its first close.
    """

    key: str
    name: str
    account: str
    mic: str
    currency: str
    country: str
    sector: str
    kind: str
    economic: str
    listed: str
    share: float
    start: float
    world: float
    korea: float
    thaw: float
    noise: float
    yield_percent: float
    analysts: int | None
    buys: tuple[str, ...]
    tags: tuple[tuple[str, int, str, str], ...]

    @property
    def symbol(self) -> str:
        """Return the symbol under which its simulated prices are kept."""
        return f"{self.key}.SIM"

    @property
    def isin(self) -> str:
        """Return an invented ISIN: real country prefix, SIM inside, right check digit."""
        stem = f"{self.country or 'DE'}0SIM{self.key:0<5.5}"
        return stem + str(check_digit(stem))


def check_digit(stem: str) -> int:
    """Return the check digit of eleven signs (ISO 6166)."""
    digits = "".join(str(int(sign, 36)) for sign in stem)
    total = 0
    for place, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (1 if place % 2 else 2)
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10


def _things() -> tuple[Thing, ...]:
    tags: dict[str, list[tuple[str, int, str, str]]] = {}
    for row in _rows("sample_tags.csv"):
        found = row["theme"], int(row["basis_points"]), row["driver"], row["reason"]
        tags.setdefault(row["key"], []).append(found)
    return tuple(_thing(row, tuple(tags.get(row["key"], ()))) for row in _rows("sample_things.csv"))


def _thing(row: dict[str, str], tags: tuple[tuple[str, int, str, str], ...]) -> Thing:
    numbers = {name: float(row[name] or 0) for name in _NUMBERS}
    words = {name: row[name] for name in _WORDS}
    return Thing(
        **words,
        **numbers,
        analysts=int(row["analysts"]) if row["analysts"] else None,
        buys=tuple(row["buys"].split()),
        tags=tags,
    )


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(__file__).resolve().parent / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_NUMBERS = ("share", "start", "world", "korea", "thaw", "noise", "yield_percent")
_WORDS = (
    *("key", "name", "account", "mic", "currency", "country", "sector"),
    *("kind", "economic", "listed"),
)

THINGS = _things()

UNPRICED = {"OKHF"}
SPLIT_KEY, SPLIT_DAY, SPLIT_RATIO = "PINE", "2021-06-14", 4
MOVED_KEY, MOVED_DAY, MOVED_TO = "BHHC", "2023-05-15", "linden"
