"""A helper process that answers one JSON line with another, and is ended when it is late."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

_TICK = 0.1
_NO_WINDOW = 0x08000000


class Late(Exception):
    """The helper did not answer before the deadline; it was ended."""


class Ended(Exception):
    """The helper ended by itself instead of answering."""


class Worker:
    """Starts the helper when it is first asked, and again after it was ended.

    ``command`` is what to run. Leaving the context ends the helper at once.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._process: subprocess.Popen[str] | None = None
        self._answers: Queue[str | None] = Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def ask(
        self, request: Mapping[str, Any], seconds: float, waiting: Callable[[], None]
    ) -> dict[str, Any]:
        """Return the answer to one request.

        ``waiting`` is called ten times a second and may raise to give up.

        Raises
        ------
        Late, Ended
            There is no answer; the next request starts a fresh helper.
        """
        process = self._process or self._start()
        if process.stdin is None:
            raise Ended
        try:
            process.stdin.write(json.dumps(dict(request)) + "\n")
            process.stdin.flush()
        except OSError as error:
            self.end()
            raise Ended from error
        line = self._line(monotonic() + seconds, waiting)
        try:
            answer = json.loads(line)
        except ValueError as error:
            self.end()
            raise Ended from error
        if not isinstance(answer, dict):
            self.end()
            raise Ended
        return answer

    def _line(self, deadline: float, waiting: Callable[[], None]) -> str:
        while True:
            waiting()
            try:
                line = self._answers.get(timeout=_TICK)
            except Empty:
                if monotonic() < deadline:
                    continue
                self.end()
                raise Late from None
            if line is None:
                self.end()
                raise Ended
            return line

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=_environment(),
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        answers: Queue[str | None] = Queue()
        Thread(target=_read, args=(process, answers), name="price-source", daemon=True).start()
        self._process, self._answers = process, answers
        return process

    def end(self) -> None:
        """End the helper at once; fine when there is none."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        process.wait()


def _read(process: subprocess.Popen[str], answers: Queue[str | None]) -> None:
    if process.stdout is None:
        return
    with process.stdout:
        for line in process.stdout:
            answers.put(line)
    answers.put(None)


def _environment() -> dict[str, str]:
    """Return the environment, with this very package in reach of a fresh interpreter."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
