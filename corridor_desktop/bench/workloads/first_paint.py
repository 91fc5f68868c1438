"""From the start of a process to its first painted window, and a chart of 25 years."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.exposure_history import history_material
from corridor_desktop.bench.workloads.material import own_folder

if TYPE_CHECKING:
    from corridor_desktop.exposure.exposure import History

_WATCH = """
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print("painted", flush=True)
            QTimer.singleShot(0, app.quit)
            watched.removeEventFilter(self)
        return False
"""
EMPTY = f"""
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
{_WATCH}
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
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from corridor_desktop.main import build_desk, print_report
from corridor_desktop.ui.app import Application, Start, application
{_WATCH}
app = application()
folder = Path(sys.argv[1])
running = Application(build_desk, Start(folder / "window.ini", folder), print_report)
watch = Watch()
running.window.centralWidget().installEventFilter(watch)
running.window.show()
app.exec()
"""


@dataclass(frozen=True, slots=True)
class _Program:
    text: str
    folder: Path


def _ours(folder: Path, _: Scale) -> _Program:
    return _Program(OURS, own_folder(folder, "start"))


def _empty(folder: Path, _: Scale) -> _Program:
    return _Program(EMPTY, own_folder(folder, "start"))


def _start(program: _Program) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program.text, str(program.folder)],
        env={**os.environ, "CORRIDOR_HOME": str(program.folder)},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def _painted(said: str) -> Figures:
    return {"painted": float(said.startswith("painted"))}


FIRST_PAINT = Workload(
    name="first-paint",
    title="Start to first paint",
    does="a new process, imports, the window without a portfolio, until it first paints",
    own=Part("ours", _ours, _start, _painted, spawns=True),
    floor=Part("empty PySide6 window", _empty, _start, _painted, spawns=True),
    most=1.5,
)


def _layers(folder: Path, scale: Scale) -> Any:
    from corridor_desktop.domain.theme import CORRIDOR_THEMES
    from corridor_desktop.exposure.exposure import Dimension
    from corridor_desktop.exposure.past import measure_past
    from corridor_desktop.ui.app import application

    data, daily = history_material(folder, scale)
    application()
    return measure_past(daily, data.instruments, Dimension.SECTOR), len(CORRIDOR_THEMES)


def _draw(material: tuple[History, int]) -> Any:
    from corridor_desktop.ui.charts.stacked_area import Layer, StackedArea, StackedAreaData

    history, _ = material
    columns = zip(*history.values, strict=True)
    layers = tuple(
        Layer(key, label, tuple(float(value) for value in column))
        for key, label, column in zip(history.keys, history.labels, columns, strict=True)
    )
    chart = StackedArea()
    chart.resize(1200, 700)
    chart.set_data(StackedAreaData(history.days, layers))
    return chart.grab()


def _polygons(material: tuple[History, int]) -> Any:
    """Fill one polygon for each layer with the painter alone."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

    history, _ = material
    image = QImage(1200, 700, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    highest = max(float(sum(row)) for row in history.values) or 1.0
    step, below = 1200 / max(1, len(history.days) - 1), [0.0] * len(history.days)
    for at in range(len(history.keys)):
        above = [low + float(row[at]) for low, row in zip(below, history.values, strict=True)]
        edge = [QPointF(n * step, 700 - 690 * y / highest) for n, y in enumerate(above)]
        back = [QPointF(n * step, 700 - 690 * y / highest) for n, y in enumerate(below)]
        painter.setBrush(QColor.fromHsv(at * 40 % 360, 120, 200))
        painter.drawPolygon(QPolygonF([*edge, *reversed(back)]))
        below = above
    painter.end()
    return image


def _size(picture: Any) -> Figures:
    return {"width": float(picture.width()), "height": float(picture.height())}


CHART = Workload(
    name="chart",
    title="Chart of 25 years",
    does="build and paint the stacked chart of exposure through time with axes and labels",
    own=Part("ours", _layers, _draw, _size),
    floor=Part("QPainter polygons", _layers, _polygons, _size),
    axes={"days": 1.1},
)
