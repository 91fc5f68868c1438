"""A whole application over a real desk, run inline so that every step ends before the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.ui.app import Application, Start
from corridor_desktop.ui.tasks import TaskRunner
from tests.conftest import StoppedClock


def _offline() -> PriceFeed:
    raise AssertionError("the window went online by itself")


@pytest.fixture
def running(qtbot: QtBot, tmp_path: Path) -> Iterator[Application]:
    clock = StoppedClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
    start = Start(tmp_path / "window.ini", tmp_path)
    runner = TaskRunner(inline=True)
    made = Application(lambda: Desk(clock, _offline), start, lambda *_: None, runner)
    qtbot.addWidget(made.window)
    made.state.runner.crashed.connect(_raise)
    yield made
    made.state.desk.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _raise(error: Exception) -> None:
    raise error


@pytest.fixture
def sample(running: Application, tmp_path: Path) -> Application:
    running.state.desk.open_sample(tmp_path)
    running.window.show()
    running.bind_keys()
    running.state.look_again()
    return running
