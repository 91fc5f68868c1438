"""Work off the GUI thread: three lanes, the latest request wins, late answers fall on the floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from corridor_desktop.domain.errors import Cancelled, CorridorError
from corridor_desktop.domain.job import CancelToken

LANES = {"store": 1, "net": 4, "math": 2}


class _Wire(QObject):
    """Carries what a worker says to the GUI thread."""

    progressed = Signal(object, float, str)
    finished = Signal(object, object)
    failed = Signal(object, object)


@dataclass(eq=False, slots=True)
class Task:
    """One piece of work; compared by identity."""

    key: str
    title: str
    verb: Callable[[Any], object]
    done: Callable[[Any], None] | None
    trouble: Callable[[Exception], None] | None
    token: CancelToken = field(default_factory=CancelToken)


class _WatchedJob:
    def __init__(self, task: Task, wire: _Wire) -> None:
        self._task, self._wire = task, wire

    def checkpoint(self, fraction: float, text: str = "") -> None:
        self._task.token.check()
        self._wire.progressed.emit(self._task, fraction, text)


class _Runnable(QRunnable):
    def __init__(self, task: Task, wire: _Wire) -> None:
        super().__init__()
        self._task, self._wire = task, wire

    def run(self) -> None:
        try:
            self._task.token.check()
            result = self._task.verb(_WatchedJob(self._task, self._wire))
        except Exception as trouble:  # noqa: BLE001 (the boundary: told to the GUI thread)
            self._wire.failed.emit(self._task, trouble)
        else:
            self._wire.finished.emit(self._task, result)


class TaskRunner(QObject):
    """Runs verbs in lanes. A key runs once: submitting it again cancels its predecessor."""

    started = Signal(str, str)
    progressed = Signal(str, float, str)
    ended = Signal(str)
    troubled = Signal(object)
    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None, *, inline: bool = False) -> None:
        super().__init__(parent)
        self._inline = inline
        self._wire = _Wire(self)
        self._wire.progressed.connect(self._progress)
        self._wire.finished.connect(self._finish)
        self._wire.failed.connect(self._fail)
        self._current: dict[str, Task] = {}
        self._pools: dict[str, QThreadPool] = {}
        for name, width in LANES.items():
            pool = QThreadPool(self)
            pool.setMaxThreadCount(width)
            self._pools[name] = pool

    def submit(
        self,
        key: str,
        lane: str,
        verb: Callable[[Any], object],
        done: Callable[[Any], None] | None = None,
        *,
        title: str = "",
        trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run ``verb(job)`` in a lane; ``done(result)`` runs on the GUI thread afterwards.

        ``trouble`` takes foreseen trouble instead of the ``troubled`` signal.
        """
        self.cancel(key)
        task = Task(key, title, verb, done, trouble)
        self._current[key] = task
        self.started.emit(key, title)
        runnable = _Runnable(task, self._wire)
        if self._inline:
            runnable.run()
        else:
            self._pools[lane].start(runnable)

    def cancel(self, key: str) -> None:
        """Ask a running key to stop; whatever it still answers is dropped."""
        task = self._current.pop(key, None)
        if task is not None:
            task.token.cancel()
            self.ended.emit(key)

    def cancel_all(self) -> None:
        """Ask everything to stop."""
        for key in list(self._current):
            self.cancel(key)

    @property
    def busy(self) -> bool:
        """Tell whether anything is running."""
        return bool(self._current)

    def is_running(self, key: str) -> bool:
        """Tell whether the work of a key has begun and not ended."""
        return key in self._current

    def wait(self, milliseconds: int = 5000) -> None:
        """Cancel everything and wait for the workers to end."""
        self.cancel_all()
        for pool in self._pools.values():
            pool.clear()
            pool.waitForDone(milliseconds)

    def _is_late(self, task: Task) -> bool:
        return self._current.get(task.key) is not task

    def _progress(self, task: Task, fraction: float, text: str) -> None:
        if not self._is_late(task):
            self.progressed.emit(task.key, fraction, text or task.title)

    def _finish(self, task: Task, result: object) -> None:
        if self._is_late(task):
            return
        del self._current[task.key]
        self.ended.emit(task.key)
        if task.done is not None:
            task.done(result)

    def _fail(self, task: Task, trouble: Exception) -> None:
        if self._is_late(task):
            return
        del self._current[task.key]
        self.ended.emit(task.key)
        if isinstance(trouble, Cancelled):
            return
        if isinstance(trouble, CorridorError):
            if task.trouble is not None:
                task.trouble(trouble)
            else:
                self.troubled.emit(trouble)
        else:
            self.crashed.emit(trouble)
