"""Killed without warning at any moment: the file is as it was before the step, or after it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corridor_desktop.domain.account import Account
from corridor_desktop.store import cipher
from corridor_desktop.store.portfolio import PortfolioStore
from tests.faults.steps import AT, KEY, STEPS, content, whole
from tests.store.rows import ACCOUNT, FERRY

ROOT = Path(__file__).resolve().parents[2]
MUSEUM = ROOT / "tests" / "museum" / "version_1.corridor"
FULL = 50
"""Kills of each of the six steps in the long run: 300 in all."""


def start_of(step: str, folder: Path) -> Path:
    """Make the file that a step begins with."""
    path = folder / "start.corridor"
    if step == "migrate":
        shutil.copy(MUSEUM, path)
        return path
    with PortfolioStore.create(path, "Family", "EUR", AT) as store:
        store.accounts.keep(Account("a1", "Depot"))
        store.accounts.keep(ACCOUNT) if ACCOUNT.id != "a1" else None
        store.instruments.keep(FERRY)
    return path


def run(step: str, path: Path, after: float | None) -> float:
    """Run a step; kill it so many seconds after it began. Return how long it took."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.steps", step, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "CORRIDOR_HOME": str(path.parent / "home")},
    )
    assert child.stdout is not None
    assert child.stdout.read(1) == b"."
    begun = time.monotonic()
    if after is None:
        assert child.stdout.read(1) == b"."
    else:
        time.sleep(after)
        child.kill()
    took = time.monotonic() - begun
    child.stdout.close()
    child.wait()
    return took


def killed(step: str, folder: Path, times: int, seed: int) -> None:
    """Kill a step at random moments and hold what is left against before and after."""
    chance = random.Random(seed)
    first = start_of(step, folder)
    before = content(first)
    done = folder / "done.corridor"
    shutil.copy(first, done)
    took = max(run(step, done, None), 0.02)
    key = KEY if step == "encrypt" else None
    after = content(done, key)
    for number in range(times):
        path = folder / f"run{number}.corridor"
        shutil.copy(first, path)
        run(step, path, chance.uniform(0, took * 1.1))
        encrypted = cipher.is_encrypted(path)
        with PortfolioStore.open(path, AT, key if encrypted else None) as store:
            assert store.verify() == ()
        if not encrypted:
            assert whole(path)
        left = content(path, key if encrypted else None)
        assert left in {before, after}, (step, number)
        copies = (*(folder / "home").rglob("*.corridor"), *folder.glob("run*.format-*.corridor"))
        for copy in copies:
            assert content(copy) == before
        for part in (*folder.glob(".*"), *folder.glob("run*")):
            part.unlink()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_killed_at_any_moment_is_done_or_not(step: str, tmp_path: Path) -> None:
    killed(step, tmp_path, 3, seed=5)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_three_hundred_kills(step: str, tmp_path: Path) -> None:
    killed(step, tmp_path, FULL, seed=23)
