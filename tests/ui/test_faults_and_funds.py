"""Faults to decide about, keys that a keyring may never answer, funds looked through."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.errors import SecretTrouble
from corridor_desktop.domain.fetch import FetchReport, Wanted
from corridor_desktop.domain.job import Job
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.key_desk import KeyDesk
from corridor_desktop.ui.app import Application
from corridor_desktop.ui.pages.exposure.funds_card import FundsCard
from corridor_desktop.ui.pages.exposure.page import ExposurePage
from corridor_desktop.ui.pages.limits.page import LimitsPage
from corridor_desktop.ui.pages.settings.faults_card import TITLES, FaultsCard
from corridor_desktop.ui.pages.settings.keys_card import KeysCard
from corridor_desktop.ui.pages.stress.drivers_card import DriversCard
from corridor_desktop.ui.state import AppState
from corridor_desktop.ui.tasks import TaskRunner
from tests.conftest import StoppedClock

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAYS = [date(2026, 11, 9) + timedelta(step) for step in range(5)]
KEY = "k3y-4711-of-the-user"


def tick() -> PriceSeries:
    days = array("i", [day.toordinal() for day in DAYS])
    return PriceSeries("RUB=X", "RUB", days, array("d", [80.0, 80.5, 5.0, 80.2, 80.1]),
                       source="invented", fetched_at=NOW)  # fmt: skip


def keep(running: Application, series: PriceSeries) -> None:
    with running.state.desk._session.store() as store:
        store.prices.keep([series])
    running.state.look_again()


def test_every_kind_of_fault_has_a_short_title() -> None:
    from corridor_desktop.services.words import catalogue

    kinds = {
        code.rpartition(".")[2].partition("#")[0]
        for code in catalogue()
        if code.startswith("market.")
    }
    assert kinds == set(TITLES)


def test_a_fault_is_shown_decided_and_taken_back(sample: Application) -> None:
    sample.window.go("settings")
    keep(sample, tick())
    (card,) = sample.window.findChildren(FaultsCard)
    assert card._model.rowCount() == 1
    card._table.selectRow(0)
    assert "5" in card._what.text()
    assert card._accept.isEnabled()
    card._accept.click()
    assert card._model.rowCount() == 0, "what is decided asks no more"
    used = sample.state.desk.prices.series("RUB=X")
    assert used is not None
    assert 5.0 not in used.closes
    card._all.click()
    card._table.selectRow(0)
    assert not card._accept.isEnabled()
    card._reopen.click()
    used = sample.state.desk.prices.series("RUB=X")
    assert used is not None
    assert 5.0 in used.closes


class Keyring:
    """A keyring that refuses, waits for ever, or keeps."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.gate: threading.Event | None = None
        self.trouble: SecretTrouble | None = None

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def set(self, name: str, value: str) -> None:
        if self.gate is not None:
            self.gate.wait(20)
        if self.trouble is not None:
            raise self.trouble
        self.kept[name] = value

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)


def _feed() -> None:
    raise AssertionError("nobody asked for prices")


@pytest.fixture
def keyring() -> Iterator[Keyring]:
    made = Keyring()
    yield made
    if made.gate is not None:
        made.gate.set()


def card_of(qtbot: QtBot, keyring: Keyring) -> tuple[KeysCard, AppState]:
    desk = Desk(StoppedClock(NOW), _feed, keys=KeyDesk(keyring))  # type: ignore[arg-type]
    state = AppState(lambda: desk, TaskRunner())
    card = KeysCard(state, "tiingo")
    qtbot.addWidget(card)
    return card, state


def test_a_key_is_kept_and_never_shown(qtbot: QtBot, keyring: Keyring) -> None:
    card, state = card_of(qtbot, keyring)
    card._field.setText(f"  {KEY}\t")
    assert card._field.displayText() != card._field.text()
    card._keep.click()
    qtbot.waitUntil(lambda: keyring.kept == {"tiingo": KEY})
    qtbot.waitUntil(lambda: not state.runner.busy)
    assert card._field.text() == ""
    assert KEY not in card._said.text()


def test_a_refusal_offers_the_session(qtbot: QtBot, keyring: Keyring) -> None:
    card, state = card_of(qtbot, keyring)
    keyring.trouble = SecretTrouble("keyring_locked", "The keyring is locked.", "Unlock it.")
    card._field.setText(KEY)
    card._keep.click()
    qtbot.waitUntil(lambda: not state.runner.busy)
    assert card._said.text() == "The keyring is locked. Unlock it."
    assert card._field.text() == KEY, "it need not be typed again"
    card._session.click()
    qtbot.waitUntil(lambda: not state.runner.busy)
    assert state.desk.keys.get("tiingo") == KEY
    assert keyring.kept == {}


def test_a_prompt_that_nobody_answers_leaves_the_window_alive(
    qtbot: QtBot, keyring: Keyring
) -> None:
    card, state = card_of(qtbot, keyring)
    keyring.gate = threading.Event()
    beats: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(10)
    card._field.setText(KEY)
    card._keep.click()
    qtbot.wait(300)
    timer.stop()
    assert len(beats) > 8
    assert "Waiting" in card._said.text()
    assert not card._cancel.isHidden()
    card._cancel.click()
    assert not state.runner.busy
    assert "Waiting" not in card._said.text()
    keyring.gate.set()


def test_the_window_lives_while_a_source_stalls(qtbot: QtBot, tmp_path: Path) -> None:
    gate = threading.Event()

    class Stalling:
        name = "Stalling"

        def fetch(
            self,
            wanted: Sequence[Wanted],
            job: Job,
            received: Callable[[PriceSeries], None] | None = None,
        ) -> FetchReport:
            while not gate.wait(0.02):
                job.checkpoint(0.5, "Prices of nothing")
            return FetchReport((), ())

    desk = Desk(StoppedClock(NOW), Stalling)
    desk.new(tmp_path / "a.corridor", "EUR")
    state = AppState(lambda: desk, TaskRunner())
    beats: list[int] = []
    fractions: list[float] = []
    state.runner.progressed.connect(lambda key, fraction, text: fractions.append(fraction))
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(10)
    state.runner.submit("prices", "net", lambda job: desk.prices.refresh(None, job))
    qtbot.wait(400)
    assert len(beats) > 10
    assert 0 < max(fractions) <= 0.5
    assert desk.prices.status(), "the file is not held while a source stalls"
    state.runner.cancel("prices")
    assert not state.runner.busy
    gate.set()
    state.runner.wait()
    timer.stop()
    desk.close()


def test_funds_are_looked_through_at_a_click(sample: Application, tmp_path: Path) -> None:
    sample.window.go("exposure")
    (page,) = sample.window.findChildren(ExposurePage)
    assert page._funds.isHidden(), "there is nothing to look through yet"
    review = sample.state.review
    assert review is not None
    fund = review.valuation.lines[0].instrument
    path = tmp_path / "list.csv"
    path.write_text("Name,Weight (%)\nCrane Electronics,60\nPier Memory,30\n", encoding="utf-8")
    sample.state.desk.funds.import_file(path, fund.id)
    sample.state.look_again()
    assert not page._funds.isHidden()
    page.focus_on(str(Dimension.HOLDING))
    assert "Crane Electronics" not in {row.part for row in page._model.rows}
    page._funds.group.button(1).click()
    assert "Crane Electronics" in {row.part for row in page._model.rows}


def test_limits_count_what_funds_hold_and_two_funds_are_compared(
    sample: Application, tmp_path: Path
) -> None:
    sample.window.go("exposure")
    (card,) = sample.window.findChildren(FundsCard)
    assert card._counts.isHidden()
    assert card._shared.isHidden()
    review = sample.state.review
    assert review is not None
    path = tmp_path / "list.csv"
    path.write_text("Name,Weight (%)\nCrane Electronics,60\nPier Memory,30\n", encoding="utf-8")
    held = list(dict.fromkeys(line.instrument.id for line in review.valuation.lines))
    for fund in held[:2]:
        sample.state.desk.funds.import_file(path, fund)
    sample.state.look_again()
    assert [float(pair.shared) for pair in card._pairs.rows] == [0.9]
    assert card._pairs.rows[0].largest == ("Crane Electronics", "Pier Memory")
    card._counts.click()
    seen = sample.state.review
    assert seen is not None
    assert seen.looked_through
    assert card._counts.isChecked()
    sample.window.go("limits")
    (limits,) = sample.window.findChildren(LimitsPage)
    assert "What funds hold counts" in limits.finding(seen)
    sample.window.go("stress")
    (drivers,) = sample.window.findChildren(DriversCard)
    assert "funds looked through" in drivers._theme_head.text()
