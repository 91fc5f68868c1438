"""A program that writes into a portfolio until it is killed; started by the tests.

Each round is one transaction of ``PAIR`` facts, so a file with another count is half-written.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.store.portfolio import PortfolioStore

PAIR = 25
AT = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def facts(first: int) -> list[Transaction]:
    """Return one round of facts with new ids."""
    return [
        Transaction(f"t{number}", "a1", Kind.INTEREST, date(2026, 1, 1), note="x" * 400)
        for number in range(first, first + PAIR)
    ]


def write_on(path: Path) -> None:
    """Write for ever; one dot on standard output after each kept round."""
    with PortfolioStore.open(path, AT) as store:
        first = store.transactions.count()
        while True:
            with store.together():
                store.transactions.add(facts(first)[:5])
                store.transactions.add(facts(first)[5:])
            first += PAIR
            sys.stdout.write(".")
            sys.stdout.flush()


if __name__ == "__main__":
    write_on(Path(sys.argv[1]))
