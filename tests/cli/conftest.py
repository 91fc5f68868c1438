"""The command line in this process: arguments in; exit code, document and what was said out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from corridor_desktop.cli.program import run
from corridor_desktop.domain.fetch import FetchFailure, FetchReport, Wanted
from corridor_desktop.domain.job import Job
from corridor_desktop.domain.prices import PriceSeries
from corridor_desktop.host.secrets import SessionSecrets
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.ports import Clock, Secrets
from corridor_desktop.services.review import Review
from corridor_desktop.services.sample import build_sample
from tests.cli.schemas import hold
from tests.conftest import StoppedClock


@dataclass(frozen=True)
class Said:
    """What a command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass
class Shelf:
    """A price source that answers from a shelf, and remembers what it was asked."""

    series: tuple[PriceSeries, ...] = ()
    failures: tuple[FetchFailure, ...] = ()
    asked: tuple[Wanted, ...] = ()
    name: str = "Shelf"

    def fetch(
        self,
        wanted: Sequence[Wanted],
        job: Job,
        received: Callable[[PriceSeries], None] | None = None,
    ) -> FetchReport:
        self.asked = tuple(wanted)
        for series in self.series:
            if received is not None:
                received(series)
        return FetchReport(self.series, self.failures)


class Program:
    """The program of one user: commands one after the other, on one clock."""

    def __init__(self, clock: StoppedClock, capsys: pytest.CaptureFixture[str]) -> None:
        self.clock = clock
        self.shelf = Shelf()
        self.print = b"report"
        self.secrets: Secrets = SessionSecrets()
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Said:
        """Run a command as a program of its own would: the portfolio is opened afresh."""
        desk = Desk(self.clock, lambda: self.shelf, secrets=self.secrets)
        try:
            code = run(arguments, desk, self._print_report)
        finally:
            desk.close()
        out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def json(self, name: str, *arguments: str, code: int = 0) -> Any:
        """Run a command with ``--json``; its document fits the schema ``name``."""
        said = self(*arguments, "--json")
        assert said.code == code, (said.code, said.err)
        hold(said.document, name)
        return said.document

    def _print_report(self, review: Review, out: Path, paper: str) -> None:
        out.write_bytes(self.print)

    def later(self, **span: int) -> None:
        """Let time pass."""
        self.clock.moment += timedelta(**span)


@pytest.fixture
def program(clock: StoppedClock, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(clock, capsys)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.corridor"
    noon: Clock = StoppedClock(datetime(2026, 3, 20, 12, 0, tzinfo=UTC))
    build_sample(path, noon)
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path, program: Program) -> Program:
    """The program after the sample was opened once, so that later commands find it."""
    copy = tmp_path / "sample.corridor"
    shutil.copyfile(sample_file, copy)
    assert program("verify", "--portfolio", str(copy)).code == 0
    return program


@pytest.fixture
def empty(tmp_path: Path, program: Program) -> Program:
    """The program after an empty portfolio in EUR was created."""
    assert program("new", str(tmp_path / "own.corridor"), "--base", "EUR").code == 0
    return program
