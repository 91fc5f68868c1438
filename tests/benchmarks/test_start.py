"""From the start of the process to the first painted window, beside an empty PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

ROUNDS = 7

_PAINTED = """
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), flush=True)
            QTimer.singleShot(0, app.quit)
            watched.removeEventFilter(self)
        return False
"""

EMPTY = f"""
import time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
{_PAINTED}
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableWidget(20, 8))
for name in ("File", "View", "Help"):
    window.menuBar().addMenu(name).addAction(name)
watch = Watch()
window.centralWidget().viewport().installEventFilter(watch)
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = f"""
import time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from corridor_desktop.main import build_desk, print_report
from corridor_desktop.ui.app import Application, Start, application
{_PAINTED}
app = application()
folder = Path(FOLDER)
running = Application(build_desk, Start(folder / "window.ini", folder), print_report)
watch = Watch()
running.window.centralWidget().installEventFilter(watch)
running.window.show()
app.exec()
"""


def seconds(program: str, home: Path) -> float:
    """Return the time from the start of a process to its first painted window."""
    environment = {**os.environ, "CORRIDOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[0]) - begun


@pytest.mark.benchmark(group="start")
def test_first_paint_beside_an_empty_window(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    ours = OURS.replace("FOLDER", repr(str(tmp_path)))
    pairs = [(seconds(EMPTY, tmp_path), seconds(ours, tmp_path)) for _ in range(ROUNDS)]
    ratio = statistics.median(mine / floor for floor, mine in pairs)
    benchmark.extra_info["ratio_to_an_empty_window"] = round(ratio, 2)
    benchmark.pedantic(seconds, args=(ours, tmp_path), rounds=1)
    print(f"\nfirst paint: {ratio:.2f} x an empty window (target 1.5)")
