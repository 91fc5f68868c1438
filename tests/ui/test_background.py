"""The tray: off by default, one notice an episode, and a window that can always come back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtGui import QCloseEvent

from corridor_desktop.domain.finding import Finding
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.shell import tray
from corridor_desktop.ui.shell.tray import Tray


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []

    def tell(_: Tray, findings: Sequence[Finding]) -> None:
        said.extend(tray.notice([found]) for found in findings)

    monkeypatch.setattr(Tray, "available", staticmethod(lambda: True))
    monkeypatch.setattr(Tray, "tell", tell)
    # The platform of the tests has no tray, and Qt warns of that when an icon is shown.
    monkeypatch.setattr(Tray, "appear", lambda _: None)
    return said


def test_it_is_off_until_it_is_asked_for(sample: Application, told: list[str]) -> None:
    assert sample.state.desk.settings.get("background") == "off"
    assert not sample.background.on
    assert not sample.window.stays
    sample.state.look_again()
    assert told == []
    assert all(entry.kind != "noticed" for entry in sample.state.desk.limits.log())


def test_a_breach_is_told_once_while_the_window_is_hidden(
    sample: Application, told: list[str]
) -> None:
    sample.window.hide()
    sample.state.desk.settings.set("background", "on")
    sample.state.look_again()
    assert sample.background.on
    sample.state.look_again()
    sample.state.look_again()
    assert len(told) == 1
    assert told[0].startswith("One company: ")


def test_what_stood_in_the_visible_window_is_not_told_again(
    sample: Application, told: list[str]
) -> None:
    sample.state.desk.settings.set("background", "on")
    sample.state.look_again()
    sample.state.look_again()
    sample.window.hide()
    sample.state.look_again()
    assert told == []


def test_switching_it_off_lets_the_window_close(sample: Application, told: list[str]) -> None:
    for wanted in ("on", "off"):
        sample.state.desk.settings.set("background", wanted)
        sample.state.look_again()
    assert not sample.background.on
    event = QCloseEvent()
    sample.window.closeEvent(event)
    assert event.isAccepted()


def test_without_a_tray_nothing_hides(sample: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tray, "available", staticmethod(lambda: False))
    sample.state.desk.settings.set("background", "on")
    sample.state.look_again()
    assert not sample.background.on
    assert not sample.window.stays


def test_the_window_comes_back_and_quitting_leaves(
    sample: Application, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample.window, "raise_", lambda: None)
    sample.state.desk.settings.set("background", "on")
    sample.state.look_again()
    assert sample.window.stays
    sample.window.hide()
    sample.background._come_back()
    assert sample.window.isVisible()
    sample._quit()
    assert not sample.background.on
    assert not sample.window.isVisible()
