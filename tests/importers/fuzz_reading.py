"""A coverage-guided search for files that break reading.

Run it by ``python -m tests.importers.fuzz_reading``.

Needs ``atheris``, which no test needs. Own fixtures and ``corpus`` are where it begins; arguments
are libFuzzer's, for instance ``-max_total_time=600``, and folders, of which the first takes what
is found on the way. What broke reading belongs into ``corpus``: ``test_metamorphic`` reads it from
then on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["corridor_desktop.importers"]):
    from corridor_desktop.importers.contract import Answers, FileReading, Outcome
    from corridor_desktop.importers.reader import read

from corridor_desktop.domain.job import Quiet
from corridor_desktop.services.book_statement import book_statement
from corridor_desktop.services.import_statement import plan_statement
from corridor_desktop.store.portfolio import PortfolioStore
from tests.conftest import StoppedClock
from tests.contracts.importer_contract import keeps_the_contract
from tests.golden.refresh import fixtures

CORPUS = Path(__file__).resolve().parent / "corpus"
LONGEST = 3_000
"""Bytes of a file: short ones go through all stages, and many of them in a second."""
BOOKED = 32
"""One in so many readable files is also booked and taken back."""
CLOCK = StoppedClock(datetime(2026, 1, 1, tzinfo=UTC))


class Target:
    """Reads what the search proposes, and now and then books it and takes it back."""

    def __init__(self, folder: Path) -> None:
        path = folder / "own.corridor"
        self._store = PortfolioStore.create(path, "own", "EUR", CLOCK.now())

    def __call__(self, data: bytes) -> None:
        """Read one file; a broken promise is an exception and ends the search."""
        found = read(data, "fuzzed.csv")
        keeps_the_contract(found)
        if found.outcome is Outcome.IMPORT and hashlib.sha256(data).digest()[0] % BOOKED == 0:
            self._book(found, data)

    def _book(self, found: FileReading, data: bytes) -> None:
        store = self._store
        plan = plan_statement("fuzzed.csv", data, Answers(), None, store, CLOCK, Quiet())
        batch = book_statement(plan, store, CLOCK)
        assert batch.imported <= len(found.transactions) + len(found.positions)
        store.undo_import(batch.id, CLOCK.now())
        assert store.transactions.count() == 0
        assert not store.statements.all()


def main() -> None:
    """Search until a promise breaks or the time is over."""
    with tempfile.TemporaryDirectory() as name:
        seeds = Path(name) / "seeds"
        seeds.mkdir()
        for path in (*fixtures(), *CORPUS.iterdir()):
            if path.stat().st_size <= LONGEST:
                shutil.copy(path, seeds / f"{path.parent.name}-{path.name}")
        limits = [f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=1024"]
        atheris.Setup([*sys.argv, *limits, os.fspath(seeds)], Target(Path(name)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
