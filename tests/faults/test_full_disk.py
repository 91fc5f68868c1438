"""A disk that is full at any write of any step: told, and the file as before the step or after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.store import cipher
from corridor_desktop.store.portfolio import PortfolioStore
from tests.faults.steps import AT, KEY, STEPS, content
from tests.faults.test_killed import start_of
from tests.faults.test_portfolio_file import small_disk

ROOM = (4, 24, 64, 120, 200, 320)
"""Kilobytes that are left on the disk when the step begins."""


EVERY = range(0, 480, 4)
"""Room for one page more each time, so that every write of a step is once the one that fails."""


@pytest.mark.parametrize("step", STEPS)
def test_a_step_on_a_full_disk_is_done_or_not(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(step, ROOM, tmp_path, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_full_at_every_write(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(step, EVERY, tmp_path, monkeypatch)


def filled(
    step: str, rooms: Iterable[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run a step with so many kilobytes left, and hold what is there against before and after."""
    first = start_of(step, tmp_path)
    before = content(first)
    done = tmp_path / "done.corridor"
    shutil.copy(first, done)
    STEPS[step](done)
    after = content(done, KEY if step == "encrypt" else None)
    codes = []
    with small_disk(tmp_path / "disk") as disk:
        monkeypatch.setenv("CORRIDOR_HOME", str(disk / "home"))
        (disk / "home" / "backups").mkdir(parents=True)
        for room in rooms:
            path = disk / "family.corridor"
            shutil.copy(first, path)
            _fill(disk, room * 1024)
            try:
                STEPS[step](path)
                codes.append("done")
            except FileTrouble as found:
                codes.append(found.code)
            (disk / "ballast").unlink()
            encrypted = cipher.is_encrypted(path)
            with PortfolioStore.open(path, AT, KEY if encrypted else None) as store:
                assert store.verify() == ()
            assert content(path, KEY if encrypted else None) in {before, after}, room
            for left in disk.rglob("*.corridor*"):
                if left.name != path.name and not left.name.endswith(("-wal", "-shm")):
                    assert content(left) == before, left.name
            shutil.rmtree(disk / "home" / "backups")
            (disk / "home" / "backups").mkdir()
            for left in disk.iterdir():
                if left.is_file():
                    left.unlink()
    assert codes[0] in {"disk_full", "disk_error"}, codes
    assert set(codes) <= {"done", "disk_full", "disk_error"}, codes


def _fill(disk: Path, room: int) -> None:
    """Leave so many bytes on a disk."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    (disk / "ballast").write_bytes(bytes(max(free - room, 0)))
