"""Asking for a newer version as a user does: by command, in the window, and over TLS."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from corridor_desktop.cli.program import run
from corridor_desktop.domain.errors import Cancelled, CorridorError, FeedTrouble
from corridor_desktop.domain.job import Quiet
from corridor_desktop.domain.release import Consent
from corridor_desktop.feeds.release_feed import ReleaseFeedSource
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import PriceFeed
from corridor_desktop.services.release_desk import ReleaseDesk
from corridor_desktop.services.release_envelope import open_envelope, read_feed
from corridor_desktop.ui.app import Application, Start
from corridor_desktop.ui.tasks import TaskRunner
from tests.cli.schemas import hold
from tests.conftest import StoppedClock
from tests.support.yahoo_proxy import Answer, YahooProxy
from tests.updates.publisher import (
    ADDRESS,
    KEY,
    NOW,
    PAGE,
    PUBLISHER,
    STRANGER,
    Shelf,
    content,
    release,
    signed,
)

NEWER = signed(content(release("1.3.0", security=True)))
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIDOR_HOME", str(tmp_path / "data"))


def _offline() -> PriceFeed:
    raise AssertionError("no prices are asked for here")


def make_desk(shelf: Shelf) -> Desk:
    clock = StoppedClock(NOW)
    return Desk(clock, _offline, releases=ReleaseDesk(clock, PUBLISHER, lambda: shelf, "1.2.0"))


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def said(shelf: Shelf, *arguments: str) -> tuple[int, str, str]:
        code = run(arguments, make_desk(shelf), lambda *_: None)
        out, err = capsys.readouterr()
        return code, out, err

    return said


def test_the_commands_ask_only_after_they_were_allowed_to(say: Say) -> None:
    shelf = Shelf(NEWER)
    code, _, err = say(shelf, "updates", "ask")
    assert (code, shelf.asked) == (2, [])
    assert "nothing was sent" in err
    code, out, _ = say(shelf, "updates", "allow", "--json")
    hold(json.loads(out), "updates-show")
    assert json.loads(out)["consent"] == "when_told"
    code, out, _ = say(shelf, "updates", "ask", "--json")
    hold(json.loads(out), "updates-ask")
    assert (code, shelf.asked) == (1, [ADDRESS])
    assert json.loads(out)["newer"][0]["page"] == f"{PAGE}/tag/v1.3.0"
    code, out, _ = say(shelf, "updates", "ask")
    assert "closes a security hole" in out
    assert "What 1.3.0 brought" in out
    assert say(Shelf(NEWER), "updates", "forbid")[0] == 0
    assert say(shelf, "updates", "ask")[0] == 2


def test_a_command_names_what_was_not_believed(say: Say) -> None:
    say(Shelf(), "updates", "allow", "--weekly")
    forged = Shelf(signed(content(release("1.3.0")), STRANGER))
    code, out, err = say(forged, "updates", "ask", "--json")
    assert code == 3
    assert json.loads(out)["error"]["code"] == "wrong_signature"
    assert "not believed" in err


def test_a_build_without_a_publisher_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(StoppedClock(NOW), _offline)
    assert run(["updates", "show", "--json"], desk, lambda *_: None) == 0
    document = json.loads(capsys.readouterr().out)
    hold(document, "updates-show")
    assert document["address"] is None


@pytest.fixture
def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[YahooProxy]:
    running = YahooProxy(tmp_path)
    for name, value in running.environment().items():
        monkeypatch.setenv(name, value)
    yield running
    running.close()


def test_over_tls_the_feed_arrives_as_it_was_signed(proxy: YahooProxy) -> None:
    proxy.route = lambda path, query: Answer(body=NEWER.encode())
    desk = ReleaseDesk(StoppedClock(NOW), PUBLISHER, ReleaseFeedSource, "1.2.0")
    desk.agree(Consent.WHEN_TOLD)
    assert desk.ask(Quiet()).newest is not None
    assert proxy.asked == ["/releases.json"]
    assert proxy.queries == [{}]
    told = proxy.heads[-1].lower()
    assert told.startswith("get /releases.json")
    assert not [word for word in ("user-agent", "cookie", "referer", "1.2.0") if word in told]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(302, b""), "changed_format"),
        (Answer(404, b""), "unknown_symbol"),
        (Answer(503, b""), "server"),
        (Answer(200, b"x" * 300_000), "changed_format"),
    ],
)
def test_trouble_on_the_way_is_told(proxy: YahooProxy, answer: Answer, code: str) -> None:
    proxy.route = lambda path, query: answer
    with pytest.raises(FeedTrouble) as caught:
        ReleaseFeedSource().fetch(ADDRESS, Quiet())
    assert caught.value.code == code
    assert caught.value.sentence.startswith(("The release feed", "The place of the release feed"))


class _Stop:
    def checkpoint(self, fraction: float, text: str = "") -> None:
        raise Cancelled


def test_a_stop_ends_the_question(proxy: YahooProxy) -> None:
    proxy.route = lambda path, query: Answer(body=b"", stall=20)
    with pytest.raises(Cancelled):
        ReleaseFeedSource().fetch(ADDRESS, _Stop())


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(NEWER)


@pytest.fixture
def running(qtbot: QtBot, tmp_path: Path, shelf: Shelf) -> Iterator[Application]:
    start = Start(tmp_path / "window.ini", tmp_path)
    made = Application(lambda: make_desk(shelf), start, lambda *_: None, TaskRunner(inline=True))
    qtbot.addWidget(made.window)
    yield made
    made.state.desk.close()


def test_the_dialog_asks_when_the_button_is_pressed(running: Application, shelf: Shelf) -> None:
    dialog = running.updates.dialog()
    assert shelf.asked == []
    opened: list[str] = []
    dialog.pageWanted.disconnect()  # no browser is started by a test
    dialog.pageWanted.connect(opened.append)
    dialog.weekly.setChecked(True)
    dialog.ask.click()
    assert shelf.asked == [ADDRESS]
    assert "Version 1.3.0" in dialog.said.text()
    assert "security hole" in dialog.said.text()
    assert not dialog.page.isHidden()
    dialog.page.click()
    assert opened == [f"{PAGE}/tag/v1.3.0"]
    assert running.state.desk.releases.consent == "weekly"
    dialog.never.click()
    assert running.state.desk.releases.consent == "none"


def test_the_dialog_tells_of_a_forged_feed(running: Application, shelf: Shelf) -> None:
    shelf.text = signed(content(release("1.3.0")), STRANGER)
    dialog = running.updates.dialog()
    dialog.ask.click()
    assert "not believed" in dialog.said.text()
    assert dialog.page.isHidden()
    assert dialog.ask.isEnabled()


def test_the_window_looks_by_itself_only_where_that_was_agreed_to(
    running: Application, shelf: Shelf
) -> None:
    told: list[CorridorError] = []
    running.state.troubleRaised.connect(told.append)
    running.updates.look_by_itself()
    assert shelf.asked == []
    running.state.desk.releases.agree(Consent.WEEKLY)
    running.updates.look_by_itself()
    running.updates.look_by_itself()
    assert shelf.asked == [ADDRESS]
    assert told == []


def test_a_forged_feed_is_told_of_even_when_nobody_asked(
    running: Application, shelf: Shelf
) -> None:
    told: list[CorridorError] = []
    running.state.troubleRaised.connect(told.append)
    running.state.desk.releases.agree(Consent.WEEKLY)
    shelf.text = signed(content(release("1.3.0")), STRANGER)
    running.updates.look_by_itself()
    assert [each.code for each in told] == ["wrong_signature"]


def _feed_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("feed", ROOT / "packaging" / "feed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_the_publisher_s_script_signs_the_program_reads(tmp_path: Path) -> None:
    feed = _feed_script()
    public = base64.b64decode(feed.make_key(tmp_path / "secret"))
    if os.name != "nt":
        assert (tmp_path / "secret").stat().st_mode & 0o077 == 0, "only its owner may read it"
    out = tmp_path / "releases.json"
    wanted = ["make", "--counter", "4", "--page", PAGE, "--key", str(tmp_path / "secret")]
    assert feed.main([*wanted, "--out", str(out), "--security", "0.1.0"]) == 0
    found = read_feed(open_envelope(out.read_text(encoding="ascii"), [public]), PAGE)
    first = next(each for each in found.releases if str(each.version) == "0.1.0")
    assert (found.counter, first.security, first.page) == (4, True, f"{PAGE}/tag/v0.1.0")
    assert first.changes
    assert found.expires - found.issued == timedelta(days=90)
    with pytest.raises(FeedTrouble):
        open_envelope(out.read_text(encoding="ascii"), [bytes(KEY.verify_key)])


def test_the_changelog_becomes_one_line_an_item() -> None:
    text = "## 1.1.0 (2026-01-02)\n\nWords.\n\n- **One** thing\n  on two lines\n- `Two`\n\n## 1.0\n"
    found = _feed_script().releases(text, PAGE, set())
    assert [each["changes"] for each in found] == [["One thing on two lines", "Two"]]
    assert datetime(2026, 1, 2, tzinfo=UTC).date().isoformat() == found[0]["day"]
