"""How ``version_5.corridor`` was made, once, by the program of that time; it is kept for ever.

Run again only in a tree of that format: ``python -m tests.museum.make_version_5 FILE``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from corridor_desktop.store.portfolio import PortfolioStore
from tests.museum.make_version_1 import fill
from tests.store.rows import AT

REVIEW = b'{"kept":"review"}'


def main(target: Path) -> None:
    """Make the file: everything of format 1, a plan, a kept review; sealed when it is closed."""
    with PortfolioStore.create(target, "Harbour", "EUR", AT) as store:
        fill(store)
        store.plans.keep("calmer", "{}")
        store.last_review.keep(REVIEW, "shape", AT.date(), AT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
