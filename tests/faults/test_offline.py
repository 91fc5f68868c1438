"""The whole program with every socket blocked, from a file alone, on another machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCKED = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("a socket was asked for")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
socket.create_connection = refuse
from corridor_desktop.main import start
sys.exit(start(sys.argv[1:]))
"""


def run(home: Path, *arguments: str) -> tuple[int, Any, str]:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *arguments, "--json"],
        cwd=ROOT,
        env={**os.environ, "CORRIDOR_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, json.loads(done.stdout or "null"), done.stderr


@pytest.fixture
def carried(tmp_path: Path, sample_copy: Path) -> Path:
    """A portfolio file alone, in a folder of a machine that never saw it."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Path(shutil.copy(sample_copy, folder / "carried.corridor"))


@pytest.fixture(scope="module")
def sample_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from corridor_desktop.host.clock import SystemClock
    from corridor_desktop.services.sample import build_sample

    path = tmp_path_factory.mktemp("offline") / "sample.corridor"
    build_sample(path, SystemClock())
    return path


def test_everything_is_in_the_file(carried: Path, tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    file = ("--portfolio", str(carried))
    code, review, said = run(home, "review", *file)
    assert code in {0, 1, 4}, said
    assert review["valuation"]["coverage"] > 0.9
    for command in (("stress",), ("exposure", "--by", "theme"), ("performance",), ("check",),
                    ("tags",), ("imports",), ("verify",), ("suggest",)):  # fmt: skip
        code, document, said = run(home, *command, *file)
        assert code in {0, 1, 4}, (command, said)
        assert "error" not in document


def test_every_price_and_rate_shows_its_age(carried: Path, tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    _, review, _ = run(home, "review", "--portfolio", str(carried))
    for line in review["valuation"]["lines"]:
        assert line["price_date"], line["name"]
    _, status, _ = run(home, "prices", "status", "--portfolio", str(carried))
    stored = [part for part in status["prices"] if part["n"]]
    assert stored
    for part in stored:
        assert part["last"]
        assert part["age_days"] is not None


def test_the_window_opens_from_the_file_alone(carried: Path, tmp_path: Path) -> None:
    code = BLOCKED.replace(
        "from corridor_desktop.main import start\nsys.exit(start(sys.argv[1:]))",
        "from PySide6.QtCore import QTimer\n"
        "from pathlib import Path\n"
        "from corridor_desktop.main import build_desk\n"
        "from corridor_desktop.ui.app import Application, Start, application\n"
        "app = application()\n"
        "start = Start(Path(sys.argv[2]), Path(sys.argv[2]).parent, Path(sys.argv[1]))\n"
        "running = Application(build_desk, start, lambda *_: None)\n"
        "seen = []\n"
        "def look(review):\n"
        "    if review is not None and not seen:\n"
        "        seen.append(review)\n"
        "        for page in ('holdings', 'exposure', 'stress', 'limits', 'settings'):\n"
        "            running.window.go(page)\n"
        "        QTimer.singleShot(500, running.window.close)\n"
        "running.state.reviewChanged.connect(look)\n"
        "running.show()\n"
        "QTimer.singleShot(90000, app.quit)\n"
        "app.exec()\n"
        "running.state.desk.close()\n"
        "print(seen[0].portfolio, len(seen[0].valuation.lines))\n",
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(carried), str(tmp_path / "window.ini")],
        cwd=ROOT,
        env={
            **os.environ,
            "CORRIDOR_HOME": str(tmp_path / "fresh"),
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=150,
    )
    assert done.returncode == 0, done.stderr
    assert "SIMULATED" in done.stdout
    assert "AssertionError" not in done.stderr
