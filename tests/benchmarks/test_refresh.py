"""A refresh of a hundred symbols against bare yfinance in the same run: requests and time."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from corridor_desktop.domain.fetch import Wanted
from corridor_desktop.domain.job import Quiet
from corridor_desktop.feeds.yahoo import YahooFeed
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy, chart_body

COUNT = 100
FIRST = date(2025, 3, 24)
DAYS = [FIRST + timedelta(step) for step in range(361) if (FIRST + timedelta(step)).weekday() < 5]
BARE = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import yfinance
yfinance.set_tz_cache_location(sys.argv[1])
names = json.loads(sys.argv[2])
begun = time.monotonic()
frame = yfinance.download(names, period="max", auto_adjust=False, progress=False)
closes = int(frame["Close"].count().sum())
print(json.dumps({"seconds": time.monotonic() - begun, "closes": closes}))
"""


def _bare(folder: Path, names: list[str]) -> tuple[float, int]:
    ended = subprocess.run(
        [sys.executable, "-c", BARE, str(folder), json.dumps(names)],
        capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    found = json.loads(ended.stdout.splitlines()[-1])
    return found["seconds"], found["closes"]


def test_a_hundred_symbols(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    names = [f"B{number:03d}" for number in range(COUNT)]
    rows = [(day, 100.0 + place / 7) for place, day in enumerate(DAYS)]
    proxy = YahooProxy(tmp_path)
    proxy.charts = {name: Answer(body=chart_body(name, rows)) for name in names}
    for name, value in proxy.environment().items():
        monkeypatch.setenv(name, value)
    bare_seconds, closes = _bare(tmp_path / "bare", names)
    bare = len(proxy.asked)
    proxy.asked.clear()
    clock = StoppedClock(datetime(2026, 3, 20, 22, tzinfo=UTC))
    feed = YahooFeed(clock, tmp_path / "ours")
    lines = []
    for turn in ("first", "again"):
        begun = time.monotonic()
        report = feed.fetch([Wanted(name) for name in names], Quiet())
        seconds = time.monotonic() - begun
        assert sum(len(series) for series in report.series) == closes
        assert len(proxy.asked) <= bare, "never more requests than the library alone"
        lines.append(
            f"{turn}: {len(proxy.asked)} requests against {bare}, "
            f"{seconds:.1f} s against {bare_seconds:.1f} s, ratio {seconds / bare_seconds:.2f}"
        )
        proxy.asked.clear()
    proxy.close()
    with capsys.disabled():
        print("\n" + "\n".join(lines))
