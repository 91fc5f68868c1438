"""Two monitors side by side, the second with twice the pixels to an inch: a window moves over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCREENS = {
    "synchronousWindowSystemEvents": True,
    "screens": [
        {"name": "plain", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96,
         "logicalBaseDpi": 96, "dpr": 1},
        {"name": "dense", "x": 1600, "y": 0, "width": 3200, "height": 2000, "logicalDpi": 96,
         "logicalBaseDpi": 96, "dpr": 1},
    ],
}  # fmt: skip

PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from corridor_desktop.main import build_desk, print_report
from corridor_desktop.ui.app import Application, Start, application
from corridor_desktop.ui.shell.window import PAGES
from corridor_desktop.ui.tasks import TaskRunner

folder = Path(sys.argv[1])
app = application()
start = Start(folder / "window.ini", folder)
running = Application(build_desk, start, print_report, TaskRunner(inline=True))
running.state.desk.open_sample(folder)
window = running.window
window.resize(1280, 800)
screens = {screen.name(): screen for screen in QGuiApplication.screens()}
window.move(screens["plain"].geometry().topLeft())
window.show()
running.state.look_again()
told = []
for name in ("plain", "dense", "plain"):
    window.move(screens[name].geometry().x() + 40, 40)
    app.sendPostedEvents()
    for key, *_ in PAGES:
        window.go(key)
        picture = window.grab()
        colours = {picture.toImage().pixel(x, y) for x in range(0, picture.width(), 16)
                   for y in range(0, picture.height(), 16)}
        told.append({"screen": window.screen().name(), "page": key,
                     "ratio": picture.devicePixelRatio(), "width": picture.width(),
                     "laid_out": window.page.width(), "colours": len(colours)})
running.state.desk.close()
print(json.dumps(told))
"""


def test_a_window_moves_between_screens_of_different_scale(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text(json.dumps(SCREENS), encoding="utf-8")
    environment = {
        **os.environ,
        "CORRIDOR_HOME": str(tmp_path),
        "QT_SCREEN_SCALE_FACTORS": "plain=1;dense=2",
        "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    pages = len(told) // 3
    for turn, (name, ratio) in enumerate((("plain", 1), ("dense", 2), ("plain", 1))):
        for each in told[turn * pages : (turn + 1) * pages]:
            assert (each["screen"], each["ratio"]) == (name, ratio), each
            assert each["width"] == 1280 * ratio
            assert each["colours"] > 8, each
    for first, second, third in zip(
        *(told[n * pages : (n + 1) * pages] for n in range(3)), strict=True
    ):
        assert first["laid_out"] == second["laid_out"] == third["laid_out"], first["page"]
