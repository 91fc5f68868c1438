"""Bad files and bad luck: one clear sentence with a remedy, and the file unharmed."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from corridor_desktop.domain.account import Account
from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.store import trouble
from corridor_desktop.store.portfolio import PortfolioStore
from tests.faults.writer import AT, PAIR, facts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "family.corridor"
    with PortfolioStore.create(target, "Family", "EUR", AT) as store:
        store.accounts.keep(Account("a1", "Depot"))
        store.transactions.add(facts(0))
    return target


def refusal(path: Path) -> FileTrouble:
    """Return the trouble of opening; the bytes must be as they were."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(FileTrouble) as caught:
        PortfolioStore.open(path, AT).close()
    if before is not None:
        assert path.read_bytes() == before
    assert caught.value.sentence.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


def outcome(work: Callable[[], object]) -> str:
    """Return the code of the trouble that ``work`` ended in, or ``done``."""
    try:
        work()
    except FileTrouble as found:
        return found.code
    return "done"


def read_all(path: Path) -> None:
    with PortfolioStore.open(path, AT) as store:
        assert len(store.transactions.all()) == PAIR


def test_a_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.corridor").code == "missing_file"
    assert refusal(tmp_path / "gone" / "gone.corridor").code == "missing_file"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "not_a_portfolio"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"Date;Type\n2026-01-01;Buy\n", random.Random(7).randbytes(9000)],
)
def test_other_files(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "other.corridor"
    target.write_bytes(content)
    assert refusal(target).code == "not_a_portfolio"


def test_a_header_followed_by_noise(tmp_path: Path) -> None:
    target = tmp_path / "noise.corridor"
    target.write_bytes(b"SQLite format 3\x00" + random.Random(7).randbytes(9000))
    assert refusal(target).code in {"not_a_portfolio", "damaged"}


def test_a_database_of_another_program(tmp_path: Path) -> None:
    target = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(target)) as other, other:
        other.execute("CREATE TABLE portfolio (id, name)")
    assert refusal(target).code == "not_a_portfolio"


def test_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version=99")
        other.execute("PRAGMA journal_mode=DELETE")
    found = refusal(path)
    assert found.code == "newer_file"
    assert "99" in found.sentence


def test_an_unreadable_text(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE transactions SET note = CAST(x'ff41fe' AS TEXT) WHERE id = 't3'")
    assert outcome(lambda: read_all(path)) == "damaged"


@pytest.mark.parametrize("part", [0.25, 0.5, 0.9, 0.99])
def test_a_cut_file(path: Path, part: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    found = refusal(path)
    assert found.code == "damaged"
    assert str(path) in found.sentence
    assert "backup" in found.remedy


def test_noise_in_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = slice(len(content) // 4, len(content) // 2)
    content[middle] = random.Random(3).randbytes(len(content[middle]))
    path.write_bytes(content)
    assert refusal(path).code == "damaged"


@pytest.mark.parametrize("seed", range(12))
def test_any_single_page_of_noise_is_told_or_harmless(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    start = chance.randrange(1, len(content) // 4096) * 4096
    content[start : start + 4096] = chance.randbytes(4096)
    path.write_bytes(content)
    assert outcome(lambda: read_all(path)) in {"done", "damaged"}


def test_another_program_holds_the_file(path: Path) -> None:
    with (
        PortfolioStore.open(path, AT) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileTrouble) as caught:
            store.transactions.add(facts(PAIR))
        assert caught.value.code == "locked"
        assert store.transactions.count() == PAIR
        other.execute("ROLLBACK")
        store.transactions.add(facts(PAIR))
        assert store.transactions.count() == 2 * PAIR


def test_a_file_held_exclusively_cannot_be_opened(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert refusal(path).code == "locked"


def test_killed_while_writing(path: Path) -> None:
    chance = random.Random(11)
    kept = 1
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer", str(path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        dots = len(writer.stdout.read(chance.randrange(1, 12)))
        writer.kill()
        dots += len(writer.stdout.read())
        writer.stdout.close()
        assert writer.wait() != 0
        with PortfolioStore.open(path, AT) as store:
            rounds, rest = divmod(store.transactions.count(), PAIR)
            assert store.verify() == ()
        assert rest == 0
        assert kept + dots <= rounds <= kept + dots + 1
        kept = rounds


def fill(store: PortfolioStore) -> int:
    """Add rounds until the disk is full; return how many were kept."""
    first = store.transactions.count()
    for done in range(2000):
        added = facts(first + done * PAIR)
        told = outcome(lambda added=added: store.transactions.add(added))  # type: ignore[misc]
        if told != "done":
            assert told == "disk_full"
            return done
    raise AssertionError("the disk never filled up")


def assert_unharmed(path: Path, rounds: int) -> None:
    with PortfolioStore.open(path, AT) as store:
        assert store.verify() == ()
        assert store.transactions.count() == rounds * PAIR


def test_no_room_in_the_file(path: Path) -> None:
    with PortfolioStore.open(path, AT) as store:
        with store._database.quiet() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages + 20}")
        rounds = fill(store)
        assert store.transactions.count() == (rounds + 1) * PAIR
    assert_unharmed(path, rounds + 1)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of one megabyte; skip where that is not allowed."""
    folder.mkdir()
    mounted = (
        sys.platform == "linux"
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
    )
    if not mounted:
        pytest.skip("a small disk can only be mounted by root on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(path: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        target = disk / path.name
        target.write_bytes(path.read_bytes())
        with PortfolioStore.open(target, AT) as store:
            rounds = fill(store)
            assert rounds > 0
            assert store.transactions.count() == (rounds + 1) * PAIR
            with pytest.raises(FileTrouble) as caught:
                store.copy_to(disk / "copy.corridor")
            assert caught.value.code == "disk_full"
            assert sorted(each.suffix for each in disk.iterdir() if "family" not in each.name) == []
        assert_unharmed(target, rounds + 1)


def test_a_new_portfolio_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        (disk / "ballast").write_bytes(bytes(960 * 1024))
        with pytest.raises(FileTrouble) as caught:
            PortfolioStore.create(disk / "new.corridor", "New", "EUR", AT)
        assert caught.value.code == "disk_full"
        assert [each.name for each in disk.iterdir()] == ["ballast"]


LIMITED = """
import resource, sys
from pathlib import Path
from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.store.portfolio import PortfolioStore
from tests.faults.writer import AT, PAIR, facts
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
store = PortfolioStore.open(path, AT)
try:
    for number in range(2000):
        store.transactions.add(facts((number + 1) * PAIR))
except FileTrouble as found:
    print(found.code, store.transactions.count())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the size limit of a file is a Linux matter")
def test_a_file_that_may_not_grow(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    code, count = done.stdout.split()
    assert code in {"disk_full", "disk_error"}
    assert int(count) % PAIR == 0
    assert_unharmed(path, int(count) // PAIR)


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user without rights for a while, because root may write everything."""
    if not hasattr(os, "geteuid"):
        pytest.skip("file permissions are a POSIX matter")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shelf(path: Path) -> Iterator[Path]:
    """A folder that everybody may enter, with the portfolio in it, and nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with PortfolioStore.open(path, AT) as store:
            store.copy_to(folder / path.name)
        (folder / path.name).chmod(0o444)
        (folder / "log.corridor").write_bytes(path.read_bytes())
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_folder(shelf: Path) -> None:
    target = shelf / "family.corridor"
    with nobody():
        assert refusal(target).code == "read_only"
        with pytest.raises(FileTrouble) as caught:
            PortfolioStore.create(shelf / "new.corridor", "New", "EUR", AT)
    assert caught.value.code == "read_only"
    assert not list(shelf.glob("new*"))


@pytest.mark.parametrize("name", ["family.corridor", "log.corridor"])
def test_a_backup_on_a_read_only_medium_can_still_be_read(shelf: Path, name: str) -> None:
    with nobody(), PortfolioStore.peek(shelf / name) as copy:
        assert copy.transactions.count() == PAIR
    assert sorted(each.name for each in shelf.iterdir()) == ["family.corridor", "log.corridor"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (28, "disk_full"),
        (13, "read_only"),
        (30, "read_only"),
        (2, "missing_file"),
        (5, "disk_error"),
    ],
)
def test_complaints_of_the_system(number: int, code: str) -> None:
    assert trouble.of_system(OSError(number, "no"), Path("x.corridor")).code == code
