"""How ``version_4.corridor`` was made, once, by the program of that time; it is kept for ever.

Run again only in a tree of that format: ``python -m tests.museum.make_version_4 FILE``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from corridor_desktop.domain.fault import FaultDecision, Repair, RepairKind
from corridor_desktop.domain.fund import Constituent, FundHoldings
from corridor_desktop.domain.listing_change import ChangeKind, ListingChange
from corridor_desktop.domain.prices import EventKind, SeriesEvent
from corridor_desktop.store.portfolio import PortfolioStore
from tests.museum.make_version_1 import fill
from tests.store.rows import AT, closes

DAY = AT.date()
DIVIDEND = SeriesEvent(DAY, EventKind.DIVIDEND, Decimal("0.25"))
REPAIR = Repair(RepairKind.REPLACE, "PIER.L", DAY, DAY, Decimal(1), ((DAY, 71.5),))
DECISION = FaultDecision(f"PIER.L/bad_tick/{DAY.isoformat()}", accepted=True, at=AT, repair=REPAIR)
HOLDINGS = FundHoldings(DAY, "file a.csv", (Constituent("Crane", Decimal("0.605"), "CRNE"),))
RENAMED = ListingChange("n2", DAY, ChangeKind.RENAMED, "PIER.L", "QUAY.L")


def main(target: Path) -> None:
    """Make the file: everything of format 1, and what is known about prices beside the closes."""
    with PortfolioStore.create(target, "Harbour", "EUR", AT) as store:
        fill(store)
        store.prices.merge([replace(closes("PIER.L", DAY, 71.5), events=(DIVIDEND,))])
        store.prices.merge([closes("PIER.L", DAY, 72.5, 73.0)])
        store.prices.merge([closes("PIER.L", DAY + timedelta(1), 9.0, 9.5)], checked=True)
        store.price_record.decide(DECISION)
        store.funds.keep("n1", HOLDINGS)
        store.listing_changes.keep(RENAMED)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
