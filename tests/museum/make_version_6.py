"""How ``version_6.corridor`` was made, once, by the program of that time; it is kept for ever.

Run again only in a tree of that format: ``python -m tests.museum.make_version_6 FILE``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corridor_desktop.domain.transaction import SourceRow
from corridor_desktop.store.portfolio import PortfolioStore
from corridor_desktop.store.vouchers import Voucher
from tests.museum.make_version_1 import fill
from tests.store.rows import AT, add_batch


def main(target: Path) -> None:
    """Make the file: everything of format 1, a plan, and a voucher of a third import."""
    with PortfolioStore.create(target, "Harbour", "EUR", AT) as store:
        fill(store)
        store.plans.keep("calmer", "{}")
        third = add_batch(store, "three", duplicates=1)
        store.vouchers.add([Voucher("t1", third, SourceRow("cd" * 32, (7,)))])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
