"""What the window holds in memory with 300 holdings, every page shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MEMORY = 350
"""Megabytes that the window may hold with 300 holdings."""


PROGRAM = """
from tests.support.reviews import huge
from corridor_desktop.main import build_desk, print_report
from corridor_desktop.ui.app import Application, Start, application
from corridor_desktop.ui.shell.window import PAGES
from pathlib import Path

app = application()
folder = Path({folder!r})
running = Application(build_desk, Start(folder / "window.ini", folder), print_report)
running.state.desk.open_sample(folder)
running.window.show()
running.state.show(huge())
for key, _, _ in PAGES:
    running.window.go(key)
    app.processEvents()
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmRSS")))
"""


def test_300_holdings_fit_into_memory(tmp_path: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is read from /proc, which this system has not")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(folder=str(tmp_path))],
        env={**os.environ, "CORRIDOR_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    held = int(done.stdout.split()[-1]) / 1024
    print(f"{held:.0f} MB after every page was shown")
    assert held < MEMORY
