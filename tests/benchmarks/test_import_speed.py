"""100,000 rows through the window: how long, how much memory, and how long the window stands still.

Figures are printed, never asserted on: the machine is not always idle. The floor beside them is
``csv`` and ``Decimal`` alone, in the same run.
"""

from __future__ import annotations

import csv
import io
import os
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.ui.app import Application, Start
from corridor_desktop.ui.pages.imports.wizard import ImportWizard
from corridor_desktop.ui.tasks import TaskRunner
from tests.conftest import StoppedClock
from tests.ui.heartbeat import Heartbeat

ROWS = 100_000
ISINS = ("US0378331005", "DE0007164600", "US5949181045", "US02079K3059")

pytestmark = pytest.mark.skipif(
    not os.environ.get("CORRIDOR_BENCHMARK"), reason="set CORRIDOR_BENCHMARK=1 to measure"
)


def export() -> bytes:
    lines = ["Date,Action,ISIN,Symbol,Name,Quantity,Price,Currency,Total"]
    first = date(2000, 1, 3)
    for number in range(ROWS):
        kind, units, cents = number % 4, number * 7919 % 500 + 1, number * 104729 % 89000 + 1000
        day = first + timedelta(days=number // 12)
        verb, sign = ("Sell", "") if number % 3 == 2 else ("Buy", "-")
        total = units * cents
        lines.append(
            f"{day},{verb},{ISINS[kind]},S{kind},Name {kind},{units},"
            f"{cents // 100}.{cents % 100:02},EUR,{sign}{total // 100}.{total % 100:02}"
        )
    return ("\n".join(lines) + "\n").encode()


def floor(data: bytes) -> float:
    began = time.perf_counter()
    rows = csv.reader(io.StringIO(data.decode()))
    next(rows)
    assert sum(1 for row in rows if Decimal(row[5]) * Decimal(row[6]) != 0) == ROWS
    return time.perf_counter() - began


def test_a_long_import_leaves_the_window_alive(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = export()
    path = tmp_path / "long.csv"
    path.write_bytes(data)
    clock = StoppedClock(datetime(2026, 3, 20, 12, tzinfo=UTC))
    start = Start(tmp_path / "window.ini", tmp_path)
    made = Application(lambda: Desk(clock, _offline), start, lambda *_: None, TaskRunner())
    qtbot.addWidget(made.window)
    made.state.desk.new(tmp_path / "p.corridor", "EUR", "P")
    made.window.show()
    made.bind_keys()
    made.state.look_again()
    qtbot.waitUntil(lambda: not made.state.runner.busy, timeout=20_000)
    made.window.go("imports")
    wizard = made.window.findChild(ImportWizard)
    assert wizard is not None
    told: list[str] = []
    for name, act in (
        ("preview", lambda: made.files.take([path])),
        ("commit", wizard._import.click),
    ):
        heart = Heartbeat()
        began = time.perf_counter()
        QTimer.singleShot(0, act)
        qtbot.wait(50)
        qtbot.waitUntil(lambda: not made.state.runner.busy, timeout=120_000)
        qtbot.wait(200)
        took = time.perf_counter() - began
        told.append(f"{name} {took:.2f} s, {heart.stop()}")
    told.append(f"csv + Decimal alone {floor(data):.2f} s")
    with capsys.disabled():
        for line in told:
            print(f"\n{line}", end="")
    made.state.runner.wait()
    made.state.desk.close()


def _offline() -> PriceFeed:
    raise AssertionError("nothing is asked online")
