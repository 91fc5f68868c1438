"""Clock, display and what a crash leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from corridor_desktop.host.clock import SystemClock
from corridor_desktop.host.display import has_display


def test_the_clock_is_aware_and_in_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert abs(clock.now().date() - clock.today()) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "minimal:x"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_display(environment: dict[str, str], platform: str, expected: bool) -> None:
    assert has_display(environment, platform) is expected


def _run(body: str, folder: Path) -> subprocess.CompletedProcess[str]:
    head = (
        "import sys, threading, faulthandler\n"
        "from pathlib import Path\n"
        "from corridor_desktop.host.crash import watch_for_crashes\n"
        "from corridor_desktop.host.logging import set_up_logging\n"
        "folder = Path(sys.argv[1]); set_up_logging(folder); watch_for_crashes(folder)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", head + body, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_unforeseen_exception_is_logged_without_amounts(tmp_path: Path) -> None:
    ended = _run("raise ValueError('cash was 98,765.43 EUR')", tmp_path)
    written = (tmp_path / "logs" / "corridor.log").read_text(encoding="utf-8")
    assert ended.returncode == 1
    assert "ValueError" in ended.stderr
    assert "ValueError" in written
    assert "765.43" not in written


def test_an_unforeseen_exception_in_a_thread_is_logged(tmp_path: Path) -> None:
    body = (
        "def work(): raise KeyError('feed')\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join()\n"
    )
    ended = _run(body, tmp_path)
    written = (tmp_path / "logs" / "corridor.log").read_text(encoding="utf-8")
    assert ended.returncode == 0
    assert "in a thread" in written
    assert "KeyError" in written


@pytest.mark.skipif(os.name == "nt", reason="Windows ends the program without its handler")
def test_a_hard_fault_leaves_a_trace(tmp_path: Path) -> None:
    ended = _run("import os, signal\nos.kill(os.getpid(), signal.SIGABRT)\n", tmp_path)
    assert ended.returncode != 0
    assert "Abort" in (tmp_path / "logs" / "faults.log").read_text(encoding="utf-8")


def test_a_missing_folder_stops_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert _run("print('ran')", blocked).stdout.strip() == "ran"
