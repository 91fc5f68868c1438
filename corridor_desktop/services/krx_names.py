"""What the Korea Exchange lists: code, ISIN, market and name of each share, offline.

The table is looked up exactly, never by likeness: a name that differs by a letter finds nothing.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from corridor_desktop.host.paths import resource_folder
from corridor_desktop.importers.folding import fold

if TYPE_CHECKING:
    from corridor_desktop.importers.contract import Identity

AS_OF: Final = "2026-03-20"
"""The day of the listing in the table."""

_SUFFIXES: Final = {"KOSPI": ".KS", "KOSDAQ": ".KQ"}
_MARKETS: Final = {"krx", "xkrx", "xkos", "kospi", "kosdaq", "konex", "kr", "ks", "kq"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One share; ``symbol`` is that of the price source, empty for KONEX, which it leaves out."""

    code: str
    isin: str
    market: str
    name: str

    @property
    def symbol(self) -> str:
        """Return code and suffix, like ``005930.KS``."""
        suffix = _SUFFIXES.get(self.market)
        return f"{self.code}{suffix}" if suffix else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The table by each of its three names."""

    by_isin: Mapping[str, Listed]
    by_code: Mapping[str, Listed]
    by_name: Mapping[str, Listed]


@cache
def listing() -> Listing:
    """Return the shipped table."""
    path = resource_folder() / "instruments" / "krx.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Listed(**row) for row in csv.DictReader(file)]
    names = [fold(row.name) for row in rows]
    count = Counter(names)
    return Listing(
        {row.isin: row for row in rows},
        {row.code: row for row in rows},
        {name: row for name, row in zip(names, rows, strict=True) if count[name] == 1},
    )


def find(identity: Identity, currency: str) -> Listed | None:
    """Return the share that an identity means beyond doubt.

    By its ISIN; else by its code, else by its whole name, both only where the row is in won or
    names a Korean market: other exchanges have six-place codes too.
    """
    if identity.isin:
        return listing().by_isin.get(identity.isin)
    if currency != "KRW" and fold(identity.market or "") not in _MARKETS:
        return None
    if identity.symbol:
        return listing().by_code.get(identity.symbol.upper().partition(".")[0])
    return listing().by_name.get(fold(identity.name)) if identity.name else None


def completed(identity: Identity, currency: str) -> Identity:
    """Return an identity with the code and ISIN that the table knows for it."""
    found = find(identity, currency)
    if found is None:
        return identity
    return replace(identity, isin=identity.isin or found.isin, symbol=identity.symbol or found.code)
