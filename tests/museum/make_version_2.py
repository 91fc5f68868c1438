"""How ``version_2.corridor`` was made, once, by the program of that time; it is kept for ever.

Run again only in a tree of that format: ``python -m tests.museum.make_version_2 FILE``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from corridor_desktop.domain.prices import Turnover
from corridor_desktop.store.portfolio import PortfolioStore
from tests.museum.make_version_1 import fill
from tests.store.rows import AT, closes

TURNOVER = Turnover("FERRY.L", 1250.5, 20, date(2026, 3, 3), "file ferry.csv")


def main(target: Path) -> None:
    """Make the file: what format 1 holds, and how many units change hands."""
    with PortfolioStore.create(target, "Harbour", "EUR", AT) as store:
        fill(store)
        fresh = closes("FERRY.L", date(2026, 3, 2), 71.5, 72.25)
        store.prices.keep([replace(fresh, turnover=TURNOVER)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
