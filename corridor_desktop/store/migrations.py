"""From any released format to the present one: named, ordered, append-only steps.

Each step is one transaction that includes its own record, so a file is always exactly one
format. Before the first step of an existing file a dated copy is laid beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corridor_desktop.store import copies, format_1, seal, trouble
from corridor_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; ``version`` is the format it leads to."""

    version: int
    name: str
    apply: Callable[[sqlite3.Connection], None]


def _lay_first_format(connection: sqlite3.Connection) -> None:
    for statement in format_1.statements():
        connection.execute(statement)


def _add_turnovers(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE turnovers (symbol TEXT PRIMARY KEY, average REAL NOT NULL, "
        "sessions INTEGER NOT NULL, last TEXT NOT NULL, source TEXT NOT NULL) STRICT"
    )


def _lay_plans(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE plans (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


def _lay_seal_and_last_review(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE seals (id INTEGER PRIMARY KEY CHECK (id = 1), state BLOB NOT NULL) STRICT"
    )
    connection.execute("INSERT INTO seals (id, state) VALUES (1, ?)", (seal.BROKEN,))
    connection.execute(
        "CREATE TABLE last_review (id INTEGER PRIMARY KEY CHECK (id = 1), as_of TEXT NOT NULL, "
        "made_at TEXT NOT NULL, shape TEXT NOT NULL, packed BLOB NOT NULL) STRICT"
    )


def _lay_vouchers(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE vouchers (fact_id TEXT NOT NULL, position INTEGER NOT NULL, "
        "batch_id TEXT NOT NULL REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED, "
        "digest TEXT NOT NULL, lines TEXT NOT NULL, restated INTEGER NOT NULL, "
        "PRIMARY KEY (fact_id, position, batch_id)) STRICT, WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX vouchers_by_batch ON vouchers (batch_id)")


_PRICE_RECORD = """
CREATE TABLE series_events (symbol TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;

CREATE TABLE price_differences (
    symbol TEXT NOT NULL, session TEXT NOT NULL, before REAL NOT NULL, after REAL NOT NULL,
    verdict TEXT NOT NULL, source_before TEXT NOT NULL, source_after TEXT NOT NULL,
    at TEXT NOT NULL, taken INTEGER NOT NULL, PRIMARY KEY (symbol, session)
) STRICT;

CREATE TABLE price_decisions (
    key TEXT PRIMARY KEY, accepted INTEGER NOT NULL, at TEXT NOT NULL, repair TEXT
) STRICT;

CREATE TABLE fund_holdings (
    instrument_id TEXT PRIMARY KEY REFERENCES instruments (id) ON DELETE CASCADE,
    as_of TEXT, source TEXT NOT NULL, content TEXT NOT NULL
) STRICT;

CREATE TABLE listing_changes (
    instrument_id TEXT NOT NULL REFERENCES instruments (id) ON DELETE CASCADE,
    day TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (instrument_id, day, kind)
) STRICT;
"""


def _lay_price_record(connection: sqlite3.Connection) -> None:
    for statement in _PRICE_RECORD.split(";\n"):
        if statement.strip():
            connection.execute(statement.strip())


_FOREIGN_CLASSES = """
CREATE TABLE foreign_classes (
    batch_id TEXT NOT NULL REFERENCES batches (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL, instrument_id TEXT NOT NULL REFERENCES instruments (id),
    taxonomy TEXT NOT NULL, path TEXT NOT NULL, weight TEXT, theme_id TEXT, lines TEXT NOT NULL,
    made INTEGER NOT NULL, PRIMARY KEY (batch_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX foreign_classes_by_instrument ON foreign_classes (instrument_id);
"""


def _lay_foreign_classes(connection: sqlite3.Connection) -> None:
    for statement in _FOREIGN_CLASSES.split(";\n"):
        if statement.strip():
            connection.execute(statement.strip())


MIGRATIONS = (
    Migration(1, "first_format", _lay_first_format),
    Migration(2, "turnovers", _add_turnovers),
    Migration(3, "plans", _lay_plans),
    Migration(4, "price_record", _lay_price_record),
    Migration(5, "seal_and_last_review", _lay_seal_and_last_review),
    Migration(6, "vouchers", _lay_vouchers),
    Migration(7, "foreign_classes", _lay_foreign_classes),
)
"""Every step ever released, oldest first."""


def version_of(database: Database) -> int:
    """Return the format of a file, 0 for one without tables."""
    found = database.row("PRAGMA user_version")
    return int(found[0]) if found else 0


def refuse_newer(database: Database, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Raise FileTrouble newer_file for a format beyond the last of ``steps``."""
    found, known = version_of(database), steps[-1].version
    if found > known:
        raise trouble.newer_file(database.path, found, known)


def known_version(database: Database) -> int:
    """Return the format of a file. Raises FileTrouble newer_file."""
    refuse_newer(database)
    return version_of(database)


def migrate(
    database: Database,
    at: datetime,
    steps: tuple[Migration, ...] = MIGRATIONS,
) -> Path | None:
    """Bring a file to the last format of ``steps``; return the copy made before, if one was.

    Raises
    ------
    FileTrouble
        newer_file when the file is beyond the last step; disk_full, read_only, locked when a
        step could not be written (the steps before it are kept, each whole).
    """
    refuse_newer(database, steps)
    found = version_of(database)
    due = [step for step in steps if step.version > found]
    copy = _copy_before(database, found, at) if due and found > 0 else None
    for step in due:
        _take(database, step, at)
    return copy


def check_shape(database: Database, version: int = MIGRATIONS[-1].version) -> None:
    """Refuse a file whose tables, indexes or triggers are not those of its format.

    A foreign trigger could change what is read or written, a missing one would lose the
    append-only promise. Raises FileTrouble.
    """
    steps = tuple(step for step in MIGRATIONS if step.version <= version)
    if _shape(database.rows(_SHAPE)) != expected_shape(steps):
        raise trouble.damaged(database.path, "its tables are not those of a portfolio")


_SHAPE = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"


def expected_shape(steps: tuple[Migration, ...] = MIGRATIONS) -> dict[tuple[str, str], str]:
    """Return what a fresh file of the last of ``steps`` holds: SQL by type and name."""
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for step in steps:
            step.apply(fresh)
        return _shape(fresh.execute(_SHAPE).fetchall())
    finally:
        fresh.close()


def _shape(rows: list[tuple[str, str, str | None]]) -> dict[tuple[str, str], str]:
    return {(kind, name): " ".join((sql or "").split()) for kind, name, sql in rows}


def _copy_before(database: Database, found: int, at: datetime) -> Path:
    stem, stamp = database.path.stem, at.strftime("%Y-%m-%dT%H%M%SZ")
    name, suffix = f"{stem}.format-{found}.{stamp}", database.path.suffix
    target, count = database.path.with_name(f"{name}{suffix}"), 1
    while target.exists():  # a migration that ended half way in the same second left it
        count += 1
        target = database.path.with_name(f"{name}.{count}{suffix}")
    copies.copy(database, target)
    return target


def _take(database: Database, step: Migration, at: datetime) -> None:
    with database.write() as connection:
        if version_of(database) >= step.version:
            return  # another window took the same step while this one waited
        step.apply(connection)
        connection.execute(
            "INSERT INTO migrations (version, name, applied_at) VALUES (?, ?, ?)",
            (step.version, step.name, at.isoformat()),
        )
        connection.execute(f"PRAGMA user_version={step.version:d}")
