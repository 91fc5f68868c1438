"""The task runner: the latest request wins, late answers fall on the floor, trouble is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.domain.job import Job
from corridor_desktop.ui.tasks import TaskRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.wait()


def test_an_answer_comes_back_to_the_gui_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[object, bool]] = []
    here = threading.get_ident()
    runner.submit(
        "a", "math", lambda _: 42, lambda r: seen.append((r, threading.get_ident() == here))
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, True)]


def test_a_successor_silences_its_predecessor(runner: TaskRunner, qtbot: QtBot) -> None:
    release = threading.Event()
    seen: list[object] = []
    runner.submit("a", "math", lambda _: release.wait(5) and "late", seen.append)
    runner.submit("a", "math", lambda _: "new", seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    release.set()
    qtbot.wait(50)
    assert seen == ["new"]


def test_a_cancelled_job_stops_at_its_checkpoint(runner: TaskRunner, qtbot: QtBot) -> None:
    begun, stopped = threading.Event(), threading.Event()

    def verb(job: Job) -> None:
        begun.set()
        try:
            while True:
                job.checkpoint(0.5)
        finally:
            stopped.set()

    with qtbot.waitSignal(runner.ended):
        runner.submit("a", "math", verb, title="Long work")
        assert begun.wait(5)
        runner.cancel("a")
    assert stopped.wait(5)
    assert not runner.busy


def test_foreseen_trouble_is_told_in_its_sentence(runner: TaskRunner, qtbot: QtBot) -> None:
    def verb(_: Job) -> None:
        raise FileTrouble("locked", "The file is locked.", "Close it elsewhere.")

    with qtbot.waitSignal(runner.troubled) as told:
        runner.submit("a", "store", verb)
    assert told.args[0].remedy == "Close it elsewhere."


def test_a_bug_is_told_apart_from_trouble(runner: TaskRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.crashed) as told:
        runner.submit("a", "math", lambda _: 1 / 0)
    assert isinstance(told.args[0], ZeroDivisionError)


def test_progress_carries_a_real_fraction(runner: TaskRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.progressed) as told:
        runner.submit("a", "math", lambda job: job.checkpoint(0.25, "a quarter"))
    assert told.args == ["a", 0.25, "a quarter"]
