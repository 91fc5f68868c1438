"""The steps that are killed half way: each takes a file from one known state to another.

Started as ``python -m tests.faults.steps STEP FILE``; a dot on standard output says that the step
has begun, a second one that it is done.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from array import array
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.domain.secret import Secret
from corridor_desktop.domain.transaction import Kind, Transaction
from corridor_desktop.services.portfolio_file import back_up
from corridor_desktop.store.copies import rewrite
from corridor_desktop.store.portfolio import PortfolioStore

AT = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
KEY = Secret("seven grey herons")


class Noon:
    """A stopped clock."""

    def now(self) -> datetime:
        return AT

    def today(self) -> date:
        return AT.date()


def _import(path: Path) -> None:
    with PortfolioStore.open(path, AT) as store, store.together():
        digest = store.raw_files.keep(b"statement" * 3000, "statement.csv", AT)
        for number in range(400):
            store.transactions.add(
                [
                    Transaction(
                        f"new{number}", "a1", Kind.INTEREST, date(2026, 1, 1),
                        note=f"{digest}{number}" * 4,
                    )
                ]
            )  # fmt: skip


def _refresh(path: Path) -> None:
    days = array("i", range(730_000, 736_000))
    with PortfolioStore.open(path, AT) as store, store.together():
        for number in range(12):
            closes = array("d", (100.0 + number + place % 7 for place in range(len(days))))
            store.prices.keep(
                [PriceSeries(f"S{number}", "EUR", days, closes, source="test", fetched_at=AT)]
            )


def _tag(path: Path) -> None:
    from corridor_desktop.domain.theme import ThemeTag

    with PortfolioStore.open(path, AT) as store, store.together():
        for number in range(300):
            store.tags.add(
                ThemeTag("n1", "harbours", number, AT.date() + timedelta(number), AT.date(), "why")
            )


def _migrate(path: Path) -> None:
    PortfolioStore.open(path, AT).close()


def _back_up(path: Path) -> None:
    with PortfolioStore.open(path, AT) as store:
        back_up(store, Noon())


def _encrypt(path: Path) -> None:
    rewrite(path, None, KEY)


STEPS: dict[str, Callable[[Path], None]] = {
    "import": _import,
    "refresh": _refresh,
    "tag": _tag,
    "migrate": _migrate,
    "backup": _back_up,
    "encrypt": _encrypt,
}


def content(path: Path, key: Secret | None = None) -> str:
    """Return a digest of every row that a user could miss; the seal, say, is none of those."""
    found = hashlib.sha256()
    with PortfolioStore.peek(path, key) as store, store._database.quiet() as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
                "('seals', 'migrations', 'sqlite_sequence') ORDER BY name"
            )
        ]
        for table in tables:
            query = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608 - names of the schema
            rows = connection.execute(query).fetchall()
            if rows:
                found.update(repr((table, rows)).encode())
    return found.hexdigest()


def whole(path: Path) -> bool:
    """Tell whether SQLite alone finds nothing wrong with a plain file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


if __name__ == "__main__":
    sys.stdout.write(".")
    sys.stdout.flush()
    STEPS[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.write(".")
    sys.stdout.flush()
