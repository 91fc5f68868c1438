"""Column maps made by the user: kept with the portfolio, used again for the same header."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor_desktop.importers.answers_file import parse_answers
from corridor_desktop.importers.contract import Answers, FileReading, Outcome
from corridor_desktop.importers.reader import read

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.job import Job
    from corridor_desktop.store.portfolio import PortfolioStore

_KEPT = ("decimal", "date_order", "account_currency", "kind")
"""What is true of every file of a layout; days, rows and header lines are of one file alone."""


def remember_map(store: PortfolioStore, reading: FileReading, answers: Answers) -> None:
    """Keep the map of a file that the user mapped; a later one takes its place."""
    if not answers.columns or not reading.fingerprint:
        return
    kept = {name: getattr(answers, name) for name in _KEPT if getattr(answers, name)}
    document = {"columns": dict(answers.columns), "words": dict(answers.words), **kept}
    store.column_maps.keep(
        reading.fingerprint, json.dumps(document, ensure_ascii=False, sort_keys=True)
    )


def read_with_map(
    store: PortfolioStore,
    file_name: str,
    data: bytes,
    answers: Answers,
    job: Job,
    today: date,
) -> tuple[FileReading, Answers]:
    """Read a file; where no broker is known, with the user's own map for its header.

    What the user says about this file goes before what was kept.
    """
    reading = read(data, file_name, answers, job, today)
    mapped = bool(answers.columns) or answers.profile is not None
    if mapped or reading.broker is not None:
        return reading, answers
    for fingerprint, text in store.column_maps.all().items():
        if reading.outcome is not Outcome.REFUSED and reading.fingerprint != fingerprint:
            continue
        merged = _merged(parse_answers(text), answers)
        again = read(data, file_name, merged, job, today)
        if again.fingerprint == fingerprint:
            return again, merged
    return reading, answers


def _merged(kept: Answers, said: Answers) -> Answers:
    changes = {name: getattr(kept, name) for name in _KEPT if getattr(said, name) is None}
    words = {**kept.words, **said.words}
    return replace(said, columns=kept.columns, words=words, **changes)
