"""Flipped bits, cut ends, foreign bytes: told, the best backup named; never read as data."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.errors import CorridorError, FileTrouble
from corridor_desktop.domain.secret import Secret
from corridor_desktop.host.secrets import SessionSecrets
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.portfolio_file import load
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.store.portfolio import PortfolioStore
from corridor_desktop.store.seal import Seal
from tests.conftest import StoppedClock
from tests.faults.steps import AT, KEY, content
from tests.store.rows import FERRY, closes, purchase

TOLD = {"damaged", "not_a_portfolio", "newer_file", "wrong_passphrase", "disk_error"}


def made(folder: Path, key: Secret | None = None) -> Path:
    path = folder / "family.corridor"
    with PortfolioStore.create(path, "Family", "EUR", AT, key) as store:
        store.accounts.keep(Account("a1", "Depot"))
        store.instruments.keep(FERRY)
        store.transactions.add([purchase(1)])
        store.prices.keep([closes("FERRY.L", date(2026, 3, 2), *(70 + n / 8 for n in range(900)))])
    return path


def state_of(path: Path, key: Secret | None) -> str:
    """Open a file as the program does and return what is in it, or the code of the trouble."""
    try:
        with PortfolioStore.open(path, AT, key) as store:
            load(store, AT.date())
            return content(path, key)
    except FileTrouble as found:
        return found.code


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
@pytest.mark.parametrize("seed", range(2))
def test_no_flipped_bit_is_read_as_data(tmp_path: Path, key: Secret | None, seed: int) -> None:
    path = made(tmp_path, key)
    pristine, whole = path.read_bytes(), content(path, key)
    chance = random.Random(seed)
    unnoticed = 0
    for _ in range(10 if key else 40):
        place = chance.randrange(len(pristine) * 8)
        spoilt = bytearray(pristine)
        spoilt[place // 8] ^= 1 << (place % 8)
        path.write_bytes(spoilt)
        found = state_of(path, key)
        assert found in TOLD or found == whole, (place // 8, found)
        unnoticed += found == whole
    assert unnoticed <= 2  # only what opening a file alters anyway may differ


@pytest.mark.parametrize("place", [18, 24, 27, 93, 99])
def test_what_opening_alters_anyway_does_no_harm(tmp_path: Path, place: int) -> None:
    path = made(tmp_path)
    whole = content(path)
    spoilt = bytearray(path.read_bytes())
    spoilt[place] ^= 4
    path.write_bytes(spoilt)
    assert state_of(path, None) in {whole, *TOLD}


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_no_cut_file_is_opened(tmp_path: Path, key: Secret | None) -> None:
    path = made(tmp_path, key)
    pristine = path.read_bytes()
    chance = random.Random(9)
    lengths = [chance.randrange(1, len(pristine)) for _ in range(8)]
    for length in (*lengths, len(pristine) - 1, len(pristine) - 4096, 100, 16, 4):
        path.write_bytes(pristine[:length])
        assert state_of(path, key) in TOLD, length


def test_a_change_by_another_program_is_no_damage_and_is_told(tmp_path: Path) -> None:
    path = made(tmp_path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE portfolio SET name = 'Other'")
    with PortfolioStore.open(path, AT) as store:
        assert (store.name, store.state) == ("Other", Seal.OUTSIDE)
        store.rename("Mine")
    with PortfolioStore.open(path, AT) as store:
        assert (store.name, store.state) == ("Mine", Seal.WHOLE)


def test_the_last_of_two_windows_seals(tmp_path: Path) -> None:
    path = made(tmp_path)
    first, second = PortfolioStore.open(path, AT), PortfolioStore.open(path, AT)
    first.rename("One")
    second.rename("Two")
    first.close()
    second.rename("Three")
    second.close()
    assert [each.name for each in tmp_path.iterdir()] == ["family.corridor"]
    with PortfolioStore.open(path, AT) as store:
        assert (store.name, store.state) == ("Three", Seal.WHOLE)


def test_looking_leaves_every_byte(tmp_path: Path) -> None:
    path = made(tmp_path)
    before = path.read_bytes()
    with PortfolioStore.open(path, AT) as store:
        load(store, AT.date())
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_the_best_backup_is_offered(tmp_path: Path, key: Secret | None) -> None:
    path = made(tmp_path, key)
    clock = StoppedClock(AT)
    desk = Desk(clock, _no_feed, secrets=SessionSecrets())
    desk.open(path, key)
    good = desk.back_up()
    clock.moment = AT.replace(hour=18)
    bad = desk.back_up()
    desk.close()
    for spoilt in (path, bad):
        spoilt.write_bytes(spoilt.read_bytes()[:-3000])
    with pytest.raises(FileTrouble) as caught:
        desk.open(path, key)
    assert caught.value.code == "damaged"
    assert str(good) in caught.value.remedy
    desk.restore(good, path, replace=True, key=key)
    assert desk.path == path
    desk.close()
    assert len(list(tmp_path.glob("*.replaced.*"))) == 1


@pytest.mark.parametrize("seed", range(25))
def test_a_fuzzed_file_never_breaks_the_program(tmp_path: Path, seed: int) -> None:
    """Whatever stands in the cells: a sentence, or a portfolio that can be read."""
    path = made(tmp_path)
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA ignore_check_constraints=ON")
        tables = ("transactions", "instruments", "series", "portfolio", "accounts", "raw_files")
        table = chance.choice(tables)
        columns = [row[1] for row in other.execute(f"PRAGMA table_info({table})")]
        column = chance.choice(columns)
        junk = chance.choice(
            ["", "x", "9" * 400, "NaN", "1e999999", "2026-13-45", "null", "[" * 5000, "\x00"]
        )
        value = chance.choice([junk, junk.encode(), -1, 2**62])
        try:
            other.execute(f"UPDATE {table} SET {column} = ?", (value,))  # noqa: S608
        except sqlite3.Error:
            return  # SQLite itself keeps such a value out
    desk = Desk(StoppedClock(AT), _no_feed)
    try:
        desk.open(path)
        desk.review()
    except CorridorError:
        pass  # a sentence is all that may happen
    finally:
        desk.close()


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER x AFTER INSERT ON settings BEGIN SELECT load_extension('x'); END",
        "CREATE VIEW x AS SELECT writefile('x', 'x')",
        "DROP TRIGGER decisions_never_update",
        "CREATE TABLE more (x)",
    ],
)
@pytest.mark.parametrize("version", [1, 5])
def test_foreign_code_in_a_file_is_refused_before_anything_is_written(
    tmp_path: Path, sql: str, version: int
) -> None:
    source = Path(__file__).resolve().parents[1] / "museum" / f"version_{version}.corridor"
    path = tmp_path / "evil.corridor"
    path.write_bytes(source.read_bytes())
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(sql)
    before = path.read_bytes()
    with pytest.raises(FileTrouble) as caught:
        PortfolioStore.open(path, AT)
    assert caught.value.code == "damaged"
    assert path.read_bytes() == before


def test_a_file_replaced_while_open_is_not_written_to(tmp_path: Path) -> None:
    path = made(tmp_path)
    (tmp_path / "x").mkdir()
    other = made(tmp_path / "x")
    with PortfolioStore.open(path, AT) as store:
        store.rename("Mine")
        other.replace(path)
        with pytest.raises(FileTrouble) as caught:
            store.rename("Lost")
        assert caught.value.code == "replaced"
        store.copy_to(tmp_path / "rescued.corridor")
    with PortfolioStore.open(tmp_path / "rescued.corridor", AT) as store:
        assert store.name == "Mine"


def _no_feed() -> PriceFeed:
    raise AssertionError("nothing is fetched here")


def test_a_file_too_large_to_seal_opens_and_closes_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    whole = content(path)
    monkeypatch.setattr("corridor_desktop.store.seal.LARGEST", path.stat().st_size - 1)
    with PortfolioStore.open(path, AT) as store:
        assert store.state is Seal.NONE
        store.accounts.keep(Account("a1", "Depot"))
    assert content(path) == whole
    with PortfolioStore.open(path, AT) as store:
        assert store.state is Seal.NONE
        store.copy_to(tmp_path / "copy.corridor")
    assert content(tmp_path / "copy.corridor") == whole
