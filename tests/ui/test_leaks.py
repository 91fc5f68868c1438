"""Nothing is left behind: 200 page switches and 50 openings leave what there was before."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from corridor_desktop.ui.app import Application
from corridor_desktop.ui.shell.window import PAGES

SWITCHES, OPENINGS = 200, 50


def standing(running: Application) -> dict[str, int]:
    for _ in range(4):
        QEventLoop().processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    handles = Path("/proc/self/fd")
    return {
        "widgets": len(QApplication.allWidgets()),
        "timers": len(running.window.findChildren(QTimer)),
        "threads": threading.active_count(),
        "handles": len(list(handles.iterdir())) if handles.exists() else 0,
    }


def test_page_switches_leave_nothing_behind(sample: Application) -> None:
    for key, _, _ in PAGES:
        sample.window.go(key)
    before = standing(sample)
    for turn in range(SWITCHES):
        sample.window.go(PAGES[turn % len(PAGES)][0])
        if turn % 9 == 0:
            QEventLoop().processEvents()
    after = standing(sample)
    assert {key: (before[key], after[key]) for key in after if after[key] > before[key]} == {}


def test_reviews_shown_again_leave_nothing_behind(sample: Application) -> None:
    review = sample.state.review
    for key, _, _ in PAGES:
        sample.window.go(key)
    sample.state.show(review)
    before = standing(sample)
    for _ in range(3):
        sample.state.show(review)
    after = standing(sample)
    assert {key: (before[key], after[key]) for key in after if after[key] > before[key]} == {}


def test_openings_leave_nothing_behind(running: Application, tmp_path: Path) -> None:
    desk = running.state.desk
    paths = [tmp_path / f"{name}.corridor" for name in ("one", "two")]
    for path in paths:
        desk.new(path, "EUR")
    running.window.show()
    for path in paths:
        running.files.open_path(path)
    before = standing(running)
    for turn in range(OPENINGS):
        running.files.open_path(paths[turn % 2])
    after = standing(running)
    assert desk.path == paths[(OPENINGS - 1) % 2]
    assert {key: (before[key], after[key]) for key in after if after[key] > before[key]} == {}
