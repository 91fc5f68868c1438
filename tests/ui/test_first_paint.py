"""The window is painted before anything heavy is imported, and Qt keeps None alive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("numpy", "pandas", "pyqtgraph", "yfinance", "scipy", "curl_cffi", "jinja2")

PROGRAM = """
import sys
from pathlib import Path
from PySide6 import QtCore
from PySide6.QtCore import QObject, QEvent, QTimer
from corridor_desktop.main import build_desk, print_report
from corridor_desktop.ui.app import Application, Start, application

app = application()
folder = Path({folder!r})
running = Application(build_desk, Start(folder / "window.ini", folder), print_report)

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            loaded = sorted(name for name in {heavy!r} if name in sys.modules)
            print("loaded:", ",".join(loaded))
            print("enumerations of Qt built:", "Qt" in vars(QtCore))
            QTimer.singleShot(0, app.quit)
        return False

watch = Watch()
running.window.centralWidget().installEventFilter(watch)
running.window.show()
app.exec()
"""


def test_first_paint_comes_before_heavy_imports(tmp_path: Path) -> None:
    program = PROGRAM.format(folder=str(tmp_path), heavy=HEAVY)
    environment = {**os.environ, "CORRIDOR_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:2] == ["loaded: ", "enumerations of Qt built: False"]


def test_calls_that_return_none_keep_none_alive() -> None:
    """PySide6 6.12.0 loses a reference to None on each such call and aborts within seconds."""
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "app = QApplication([])\n"
        "label = QLabel()\n"
        "before = sys.getrefcount(None)\n"
        "for number in range(20000):\n"
        "    label.setText(str(number % 7))\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert int(done.stdout) > -1000
