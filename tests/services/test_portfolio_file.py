"""New, open, copy, back up, restore, read and verify a portfolio file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.domain.finding import Decision
from corridor_desktop.host.paths import data_folder
from corridor_desktop.services.policies import default_policy
from corridor_desktop.services.portfolio_file import (
    BACKUPS_KEPT,
    back_up,
    backups,
    load,
    new_portfolio,
    open_portfolio,
    restore_backup,
    save_copy,
    verify,
)
from tests.store.rows import ACCOUNT, FERRY, PIER, add_batch, closes, purchase, snapshot


class Watch:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def tick(self) -> None:
        self.moment += timedelta(minutes=1)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "harbour.corridor"


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(FileTrouble) as caught:
        work()
    return caught.value.code


def test_a_new_portfolio_holds_the_default_limits(path: Path, watch: Watch) -> None:
    with new_portfolio(path, "EUR", "", watch) as store:
        data = load(store, watch.today())
    assert (data.name, data.base) == ("harbour", "EUR")
    assert data.policy.limits == default_policy().limits
    assert (data.policy.version, data.policy.since) == (1, watch.today())
    assert len(data.policy.limits) > 5
    assert (*data.transactions, *data.accounts, *data.statements) == ()
    assert [each.kind for each in data.decisions] == ["policy_begun"]
    assert len(data.tags.themes) == 3


def test_everything_is_read(path: Path, watch: Watch) -> None:
    with new_portfolio(path, "EUR", "Home", watch) as store:
        store.accounts.keep(ACCOUNT)
        for instrument in (FERRY, PIER):
            store.instruments.keep(instrument)
        batch = add_batch(store, "one")
        store.transactions.add([purchase(1, batch)])
        store.statements.add(snapshot(1, batch))
        store.prices.keep([closes("FERRY.L", watch.today(), 1.5)])
        store.settings.keep("appearance", "dark")
        store.decisions.append(Decision(watch.now(), "withdrawn", "theme", "x"))
        looser = replace(default_policy(), name="Looser")
        store.policies.append(looser, watch.today() + timedelta(7), watch.now())
    with open_portfolio(path, watch) as store:
        data = load(store, watch.today())
        later = load(store, watch.today() + timedelta(7))
    assert data.accounts == (ACCOUNT,)
    assert data.instruments == {"n1": FERRY, "n2": PIER}
    assert data.transactions == (purchase(1, batch),)
    assert data.statements == (snapshot(1, batch),)
    assert data.series == {"FERRY.L": closes("FERRY.L", watch.today(), 1.5)}
    assert data.settings == {"appearance": "dark"}
    assert [each.kind for each in data.decisions] == ["policy_begun", "withdrawn"]
    assert (data.policy.name, later.policy.name) == ("Retail", "Looser")


def test_a_copy_is_whole_and_apart(path: Path, watch: Watch, tmp_path: Path) -> None:
    target = tmp_path / "copy.corridor"
    with new_portfolio(path, "EUR", "Home", watch) as store:
        store.accounts.keep(ACCOUNT)
        save_copy(store, target)
        store.accounts.remove("a1")
        assert code_of(lambda: save_copy(store, target)) == "exists"
        assert code_of(lambda: save_copy(store, path, overwrite=True)) == "in_use"
        assert code_of(lambda: save_copy(store, path)) == "in_use"
        with open_portfolio(target, watch) as copy:
            assert copy.accounts.all() == (ACCOUNT,)
            assert code_of(lambda: save_copy(store, target, overwrite=True)) == "in_use"
        save_copy(store, target, overwrite=True)
        gone = tmp_path / "nowhere" / "copy.corridor"
        assert code_of(lambda: save_copy(store, gone)) == "missing_file"
        assert code_of(lambda: save_copy(store, tmp_path, overwrite=True)) == "not_a_portfolio"
    with open_portfolio(target, watch) as copy:
        assert copy.accounts.all() == ()
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == [
        "copy.corridor",
        "harbour.corridor",
    ]


def test_backups_are_dated_and_rotate(path: Path, watch: Watch, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / path.name
    other.parent.mkdir()
    with new_portfolio(other, "EUR", "Other", watch) as store:
        kept = back_up(store, watch)
    made = []
    with new_portfolio(path, "EUR", "Home", watch) as store:
        for _ in range(BACKUPS_KEPT + 3):
            made.append(back_up(store, watch))
            watch.tick()
    assert made[0].parent == data_folder() / "backups"
    assert "2026-03-20T120000Z" in made[0].name
    assert backups(path) == tuple(reversed(made[3:]))
    assert backups(other) == (kept,)
    assert not list(made[0].parent.glob(".*"))


def test_a_backup_comes_back(path: Path, watch: Watch, tmp_path: Path) -> None:
    with new_portfolio(path, "EUR", "Home", watch) as store:
        store.accounts.keep(ACCOUNT)
        backup = back_up(store, watch)
        store.accounts.remove("a1")
        assert code_of(lambda: restore_backup(backup, path, watch)) == "exists"
        assert code_of(lambda: restore_backup(backup, path, watch, replace=True)) == "in_use"
    fresh = tmp_path / "fresh.corridor"
    assert restore_backup(backup, fresh, watch) is None
    aside = restore_backup(backup, path, watch, replace=True)
    assert aside == path.with_name("harbour.replaced.2026-03-20T120000Z.corridor")
    for restored in (fresh, path):
        with open_portfolio(restored, watch) as store:
            assert store.accounts.all() == (ACCOUNT,)
    with open_portfolio(aside, watch) as store:
        assert store.accounts.all() == ()


def test_a_backup_replaces_a_damaged_file(path: Path, watch: Watch) -> None:
    with new_portfolio(path, "EUR", "Home", watch) as store:
        backup = back_up(store, watch)
    ruin = path.read_bytes()[:9000]
    path.write_bytes(ruin)
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"left behind")
    assert code_of(lambda: open_portfolio(path, watch)) == "damaged"
    aside = restore_backup(backup, path, watch, replace=True)
    assert aside is not None
    assert aside.read_bytes() == ruin
    assert not log.exists()
    with open_portfolio(path, watch) as store:
        assert store.name == "Home"


def test_a_log_left_behind_is_not_replayed(path: Path, watch: Watch) -> None:
    log = path.with_name(path.name + "-wal")
    with new_portfolio(path, "EUR", "Home", watch) as store:
        backup = back_up(store, watch)
        store.accounts.keep(ACCOUNT)
        left = log.read_bytes()
    path.unlink()
    log.write_bytes(left)
    restore_backup(backup, path, watch)
    with open_portfolio(path, watch) as store:
        assert store.accounts.all() == ()
        assert store.verify() == ()


def test_a_bad_backup_changes_nothing(path: Path, watch: Watch, tmp_path: Path) -> None:
    with new_portfolio(path, "EUR", "Home", watch) as store:
        backup = back_up(store, watch)
    before = path.read_bytes()
    backup.write_bytes(backup.read_bytes()[:20_000])
    foreign = tmp_path / "list.csv"
    foreign.write_text("a;b", encoding="utf-8")
    for bad, code in ((backup, "damaged"), (foreign, "not_a_portfolio")):
        assert code_of(lambda bad=bad: restore_backup(bad, path, watch, replace=True)) == code  # type: ignore[misc]
    assert code_of(lambda: restore_backup(path, path, watch, replace=True)) == "exists"
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("*.corridor")] == ["harbour.corridor"]


def test_a_check_counts_and_names(path: Path, watch: Watch) -> None:
    with new_portfolio(path, "EUR", "Home", watch) as store:
        store.accounts.keep(ACCOUNT)
        store.instruments.keep(FERRY)
        store.transactions.add([purchase(1, add_batch(store, "one"))])
        whole = verify(store)
    assert (whole.integrity, whole.log_intact, whole.log_broken_at) == ("ok", True, None)
    assert (whole.raw_files, whole.transactions) == (1, 1)
    with closing(sqlite3.connect(path)) as foreign, foreign:
        foreign.execute("UPDATE raw_files SET packed = x'00'")
    with open_portfolio(path, watch) as store:
        assert verify(store).integrity == "kept file one.csv"
