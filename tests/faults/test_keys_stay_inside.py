"""A key of the user is in a header, in memory and in the keyring: nowhere else, at no moment."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.fetch import FetchReport, Wanted
from corridor_desktop.domain.job import Quiet
from corridor_desktop.feeds import source_feed
from corridor_desktop.feeds.source_feed import Patience
from corridor_desktop.feeds.tiingo import TiingoFeed
from corridor_desktop.host.secrets import SessionSecrets
from corridor_desktop.services.key_desk import KeyDesk
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy

CLOCK = StoppedClock(datetime(2026, 3, 20, 22, tzinfo=UTC))
KEY = "k3y-4711-0f-the-user-wh1ch-nobody-sees"


def children() -> list[int]:
    """Return the processes that this one started, by the system's own list."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            status = (entry / "status").read_text() if entry.name.isdigit() else ""
        except OSError:
            continue
        if f"PPid:\t{os.getpid()}\n" in status:
            found.append(int(entry.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process list of Linux")
def test_no_process_shows_the_key_while_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    proxy = YahooProxy(tmp_path, route=lambda path, query: Answer(401, b"no", stall=3.0))
    for name, value in proxy.environment().items():
        monkeypatch.setenv(name, value)
    feed = TiingoFeed(CLOCK, tmp_path / "tiingo", lambda: KEY, Patience(symbol=20, start=20))
    reports: list[FetchReport] = []
    caplog.set_level(logging.DEBUG)
    runner = threading.Thread(target=lambda: reports.append(feed.fetch([Wanted("SPY")], Quiet())))
    runner.start()
    deadline = time.monotonic() + 30
    while not proxy.heads and time.monotonic() < deadline:
        time.sleep(0.05)
    shown = [
        (Path(f"/proc/{child}/{name}").read_bytes())
        for child in children()
        for name in ("cmdline", "environ")
    ]
    runner.join()
    proxy.close()
    assert KEY.lower() in proxy.heads[0].lower(), "the key was in use while the list was read"
    assert len(shown) >= 2
    assert not [text for text in shown if KEY.encode() in text]
    assert KEY not in caplog.text
    assert KEY not in repr(reports)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


def test_a_bug_does_not_print_the_key() -> None:
    run = source_feed._Run.__dataclass_fields__["key"]
    assert not run.repr


def test_what_is_no_key_is_refused_without_repeating_it() -> None:
    desk = KeyDesk(SessionSecrets())
    for wrong in ("", "two words", "k\u20a9y", "x" * 600):
        with pytest.raises(UsageTrouble) as caught:
            desk.keep("tiingo", wrong)
        assert not wrong or wrong not in caught.value.sentence
    with pytest.raises(UsageTrouble):
        desk.keep("yahoo", KEY)


def test_a_key_for_the_session_wins_and_is_forgotten_with_the_other() -> None:
    kept = SessionSecrets()
    desk = KeyDesk(kept)
    desk.keep_for_session("tiingo", KEY)
    assert kept.get("tiingo") is None
    assert desk.get("tiingo") == KEY
    desk.keep("tiingo", f" {KEY}2 ")
    assert desk.get("tiingo") == f"{KEY}2"
    desk.keep_for_session("tiingo", KEY)
    desk.forget("tiingo")
    assert not desk.is_kept("tiingo")
