"""How ``version_7.corridor`` was made, once, by the program of that time; it is kept for ever.

Run again only in a tree of that format: ``python -m tests.museum.make_version_7 FILE``.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from corridor_desktop.domain.foreign_class import ForeignClass
from corridor_desktop.store.portfolio import PortfolioStore
from tests.museum.make_version_1 import fill
from tests.store.rows import AT

CLASSES = (
    ForeignClass(
        "i1", "n1", "Regions", ("Asia", "Korea"), Decimal("0.123456"), "resource_transit",
        AT.date(), "one.csv", (3, 4),
    ),
    ForeignClass("i1", "n2", "Regions", ("Asia",), None, None, AT.date(), "one.csv"),
)  # fmt: skip


def main(target: Path) -> None:
    """Make the file: everything of format 1, and classes of its import."""
    with PortfolioStore.create(target, "Harbour", "EUR", AT) as store:
        fill(store)
        store.foreign_classes.add(CLASSES)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
