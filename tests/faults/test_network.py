"""A broken network under the real program: sentences in seconds, nothing stored is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from corridor_desktop.domain.errors import Cancelled
from corridor_desktop.domain.fetch import Wanted
from corridor_desktop.feeds.source_feed import WORKER_FLAG, Patience
from corridor_desktop.feeds.worker import Ended, Late, Worker
from corridor_desktop.feeds.yahoo import YahooFeed
from corridor_desktop.host.clock import SystemClock
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy, chart_body

TODAY = SystemClock().today()
ROWS = tuple((TODAY - timedelta(days=back), 2700.5 - back) for back in (3, 2, 1))


def _run(folder: Path, environment: Mapping[str, str], *arguments: str) -> tuple[int, Any, float]:
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "corridor_desktop", *arguments, "--json"],
        env={**os.environ, "CORRIDOR_HOME": str(folder / "home"), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ended.stdout, ended.stderr
    return ended.returncode, json.loads(ended.stdout), time.monotonic() - begun


def test_the_program_refreshes_and_then_loses_the_network(tmp_path: Path) -> None:
    proxy = YahooProxy(tmp_path)
    proxy.charts["^KS11"] = Answer(body=chart_body("^KS11", ROWS, "KRW", 32400, kind="INDEX"))
    try:
        _run(tmp_path, {}, "new", str(tmp_path / "a.corridor"), "--base", "KRW")
        code, found, _ = _run(tmp_path, proxy.environment(), "prices", "refresh")
    finally:
        proxy.close()
    assert code == 1
    assert [series["symbol"] for series in found["series"]] == ["^KS11"]
    assert {failed["symbol"]: failed["code"] for failed in found["failures"]} == {
        "^GSPC": "unknown_symbol"
    }
    dead = {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    code, found, seconds = _run(tmp_path, dead, "prices", "refresh")
    assert code == 1
    assert {failed["code"] for failed in found["failures"]} == {"offline"}
    assert seconds < 20
    _, status, _ = _run(tmp_path, {}, "prices", "status")
    kospi = next(part for part in status["prices"] if part["symbol"] == "^KS11")
    assert (kospi["n"], kospi["last"], kospi["currency"]) == (
        3, ROWS[-1][0].isoformat(), "KRW",
    )  # fmt: skip


def test_a_dead_network_is_not_asked_for_every_symbol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    texts: list[str] = []

    class Watching:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            texts.append(text)

    wanted = [Wanted(f"S{number}") for number in range(50)]
    report = YahooFeed(StoppedClock(), tmp_path).fetch(wanted, Watching())
    assert [failed.code for failed in report.failures] == ["offline"] * 50
    assert [failed.sentence.startswith("Not tried") for failed in report.failures] == (
        [False] * 2 + [True] * 48
    )
    assert set(texts) == {"Prices of S0", "Prices of S1"}


def test_a_stop_ends_a_stalled_request_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = YahooProxy(tmp_path, charts={"SLOW": Answer(stall=30)})
    for name, value in proxy.environment().items():
        monkeypatch.setenv(name, value)
    begun = time.monotonic()

    class Impatient:
        def checkpoint(self, fraction: float, text: str = "") -> None:
            if time.monotonic() - begun > 2:
                raise Cancelled

    patience = Patience(symbol=60, start=60)
    report = YahooFeed(StoppedClock(), tmp_path, patience).fetch([Wanted("SLOW")], Impatient())
    proxy.close()
    assert report.cancelled
    assert not report.failures
    assert time.monotonic() - begun < 6


def _helper(body: str) -> Worker:
    return Worker((sys.executable, "-c", f"import sys, time\n{body}"))


def test_a_helper_that_dies_or_talks_nonsense_is_replaced(tmp_path: Path) -> None:
    mark = tmp_path / "died"
    body = (
        "from pathlib import Path\n"
        f"mark = Path({str(mark)!r})\n"
        "line = sys.stdin.readline()\n"
        "if not mark.exists():\n"
        "    mark.touch(); sys.exit(1)\n"
        "print('{\"ok\": 1}', flush=True); sys.stdin.readline()\n"
    )
    with _helper(body) as worker:
        with pytest.raises(Ended):
            worker.ask({}, 20, lambda: None)
        assert worker.ask({}, 20, lambda: None) == {"ok": 1}
    with (
        _helper("sys.stdin.readline(); print('Traceback!', flush=True)") as worker,
        pytest.raises(Ended),
    ):
        worker.ask({}, 20, lambda: None)


def test_the_program_itself_can_be_the_helper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    request = {"folder": str(tmp_path), "symbol": "A", "since": None, "facts": False, "now": 0}
    with Worker((sys.executable, "-m", "corridor_desktop", WORKER_FLAG)) as worker:
        assert worker.ask(request, 60, lambda: None) == {"symbol": "A", "failure": "offline"}


def test_a_helper_that_is_late_is_ended(tmp_path: Path) -> None:
    with _helper("sys.stdin.readline(); time.sleep(60)") as worker:
        begun = time.monotonic()
        with pytest.raises(Late):
            worker.ask({}, 0.5, lambda: None)
        assert time.monotonic() - begun < 10
