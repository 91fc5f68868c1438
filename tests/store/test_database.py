"""Opening, several threads, several windows, and the shape of the file."""

from __future__ import annotations

import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.store import migrations
from corridor_desktop.store.copies import in_use
from corridor_desktop.store.database import Database, connect_existing, ended_uncleanly
from corridor_desktop.store.migrations import MIGRATIONS, Migration, migrate, version_of
from corridor_desktop.store.portfolio import PortfolioStore
from tests.store.rows import AT, closes, purchase


def test_a_closed_portfolio_is_one_file(store: PortfolioStore, path: Path) -> None:
    assert ended_uncleanly(path)
    assert in_use(path)
    store.close()
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == [path.name]
    assert not in_use(path)


def test_every_table_is_strict_and_guarded(store: PortfolioStore, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        loose = [
            row[1]
            for row in other.execute("PRAGMA table_list")
            if row[2] == "table" and not row[5] and not row[1].startswith("sqlite_")
        ]
        assert loose == []
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert other.execute("PRAGMA user_version").fetchone() == (MIGRATIONS[-1].version,)
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("INSERT INTO settings VALUES ('a', NULL)")


def test_an_existing_file_is_never_made_anew(store: PortfolioStore, path: Path) -> None:
    with pytest.raises(FileTrouble) as caught:
        PortfolioStore.create(path, "Other", "USD", AT)
    assert caught.value.code == "exists"
    assert store.name == "Harbour"


def test_many_threads_share_one_store(store: PortfolioStore) -> None:
    def work(number: int) -> int:
        with store.together():
            store.transactions.add([purchase(number)])
            store.prices.keep([closes(f"S{number}", date(2026, 1, 1), 1.0, 2.0)])
        return len(store.transactions.all())

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(1, 41)))
    assert max(seen) == 40
    assert store.transactions.count() == 40
    assert len(store.prices.all()) == 40


def test_two_windows_see_each_other(store: PortfolioStore, path: Path) -> None:
    with PortfolioStore.open(path, AT) as other:
        other.transactions.add([purchase(1)])
        assert store.transactions.count() == 1
    assert in_use(path)


@pytest.mark.parametrize(
    "name",
    [
        "über #1 100%.corridor",
        pytest.param(
            "a?b=c&d.corridor",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ? in names"),
        ),
        "가족 계좌.corridor",
    ],
)
def test_any_file_name(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    PortfolioStore.create(target, "Name", "EUR", AT).close()
    with PortfolioStore.open(target, AT) as opened_again:
        assert opened_again.name == "Name"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_a_link_opens_the_file_it_points_to(store: PortfolioStore, path: Path) -> None:
    link = path.with_name("link.corridor")
    link.symlink_to(path)
    with PortfolioStore.open(link, AT) as other:
        other.transactions.add([purchase(1)])
    assert store.transactions.count() == 1
    assert not ended_uncleanly(link)


def test_an_old_sqlite_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(FileTrouble) as caught:
        PortfolioStore.create(tmp_path / "new.corridor", "New", "EUR", AT)
    assert caught.value.code == "old_sqlite"
    assert not (tmp_path / "new.corridor").exists()


def test_a_foreign_trigger_is_refused(store: PortfolioStore, path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as foreign, foreign:
        foreign.execute(
            "CREATE TRIGGER sly AFTER INSERT ON transactions BEGIN DELETE FROM statements; END"
        )
    with pytest.raises(FileTrouble) as caught:
        PortfolioStore.open(path, AT)
    assert caught.value.code == "damaged"


def rename_names(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE harbours (id INTEGER PRIMARY KEY) STRICT")


def fail_halfway(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE quays (id INTEGER PRIMARY KEY) STRICT")
    raise RuntimeError("a step with a bug")


NEXT = MIGRATIONS[-1].version + 1
SECOND = Migration(NEXT, "harbours", rename_names)


def opened(store: PortfolioStore, path: Path) -> Database:
    store.close()
    return connect_existing(path)


def test_a_step_leaves_a_dated_copy_and_its_record(store: PortfolioStore, path: Path) -> None:
    store.transactions.add([purchase(1)])
    database = opened(store, path)
    copy = migrate(database, AT, (*MIGRATIONS, SECOND))
    assert copy == path.with_name(f"harbour.format-{NEXT - 1}.2026-03-20T120000Z.corridor")
    assert version_of(database) == NEXT
    assert database.rows("SELECT version, name, applied_at FROM migrations") == [
        *((step.version, step.name, AT.isoformat()) for step in (*MIGRATIONS, SECOND)),
    ]
    assert migrate(database, AT, (*MIGRATIONS, SECOND)) is None
    database.close()
    with PortfolioStore.open(copy, AT) as before:
        assert before.transactions.all() == (purchase(1),)
    with pytest.raises(FileTrouble) as caught:
        PortfolioStore.open(path, AT)
    assert caught.value.code == "newer_file"


def test_a_step_that_fails_keeps_the_steps_before_it(store: PortfolioStore, path: Path) -> None:
    database = opened(store, path)
    with pytest.raises(RuntimeError):
        migrate(database, AT, (*MIGRATIONS, SECOND, Migration(NEXT + 1, "quays", fail_halfway)))
    assert version_of(database) == NEXT
    names = {name for (name,) in database.rows("SELECT name FROM sqlite_schema")}
    assert "harbours" in names
    assert "quays" not in names
    database.close()


def test_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    assert len({step.name for step in MIGRATIONS}) == len(MIGRATIONS)
    assert ("table", "transactions") in migrations.expected_shape()
