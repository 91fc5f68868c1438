"""What the user taught about a layout: kept with the portfolio, used again for the same header."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corridor_desktop.domain.job import Quiet
from corridor_desktop.importers.answers_file import parse_answers
from corridor_desktop.importers.contract import Answers, FileReading, Outcome
from corridor_desktop.importers.reader import read

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.domain.job import Job
    from corridor_desktop.store.portfolio import PortfolioStore

_KEPT = ("decimal", "date_order", "account_currency", "kind")
"""What is true of every file of a layout; days, rows and header lines are of one file alone."""

_ABOUT = ("name", "header", "plain_words")
"""What a kept document says besides answers."""

_WORD_CODES = {"unknown_word", "unknown_status"}
"""Questions about the words of a column; others quote a description, which may name anything."""


def remember_map(
    store: PortfolioStore, reading: FileReading, answers: Answers, data: bytes
) -> None:
    """Keep the columns and words that the user gave; later answers take their place.

    Where a broker is known, only words are kept: the currency of an account is not that of the
    next one.
    """
    if not reading.fingerprint or not (answers.columns or answers.words):
        return
    before = document_of(store, reading.fingerprint) or {}
    words = {**before.get("words", {}), **answers.words}
    kept = {name: getattr(answers, name) for name in _KEPT if getattr(answers, name)}
    named = before.get("name") or reading.broker or "My format"
    document = {
        "columns": dict(answers.columns) or before.get("columns", {}),
        "words": words,
        **(kept if answers.columns else {}),
        "name": named,
        "header": [title for title in reading.header if title],
        "plain_words": _plain_words(reading, answers, data, before),
    }
    keep_document(store, reading.fingerprint, document)


def _plain_words(
    reading: FileReading, answers: Answers, data: bytes, before: dict[str, Any]
) -> list[str]:
    """Return the words that stand in a column of words, by asking the file once more."""
    known = set(before.get("plain_words", []))
    new = set(answers.words) - set(before.get("words", {}))
    if new:
        asked = read(data, reading.file, replace(answers, words={}), Quiet()).questions
        known |= {part.subject for part in asked if part.code in _WORD_CODES} & new
    return sorted(known)


def keep_document(store: PortfolioStore, fingerprint: str, document: dict[str, Any]) -> None:
    """Keep the document of a layout."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    store.column_maps.keep(fingerprint, text)


def document_of(store: PortfolioStore, fingerprint: str) -> dict[str, Any] | None:
    """Return what is kept for a layout, ``None`` when it is not known."""
    text = store.column_maps.get(fingerprint)
    return dict(json.loads(text)) if text else None


def answers_of(document: dict[str, Any]) -> Answers:
    """Return the answers in a kept document. Raises UsageTrouble."""
    said = {name: value for name, value in document.items() if name not in _ABOUT}
    return parse_answers(json.dumps(said))


def read_with_map(
    store: PortfolioStore,
    file_name: str,
    data: bytes,
    answers: Answers,
    job: Job,
    today: date,
) -> tuple[FileReading, Answers]:
    """Read a file with what the user taught about its layout.

    What the user says about this file goes before what was kept.
    """
    reading = read(data, file_name, answers, job, today)
    if answers.columns or answers.profile is not None:
        return reading, answers
    same = document_of(store, reading.fingerprint) if reading.fingerprint else None
    if reading.broker is not None or (same is not None and not same.get("columns")):
        return _with_words(store, reading, answers, data, job, today)
    for fingerprint in store.column_maps.all():
        if reading.outcome is not Outcome.REFUSED and reading.fingerprint != fingerprint:
            continue
        document = document_of(store, fingerprint) or {}
        if not document.get("columns"):
            continue
        merged = _merged(answers_of(document), answers)
        again = read(data, file_name, merged, job, today)
        if again.fingerprint == fingerprint:
            return again, merged
    return reading, answers


def _with_words(
    store: PortfolioStore,
    reading: FileReading,
    answers: Answers,
    data: bytes,
    job: Job,
    today: date,
) -> tuple[FileReading, Answers]:
    """Answer what was answered before for the same header, where something is asked at all."""
    document = document_of(store, reading.fingerprint)
    if document is None or not (reading.questions or document.get("columns")):
        return reading, answers
    merged = _merged(answers_of(document), answers)
    if merged == answers:
        return reading, answers
    return read(data, reading.file, merged, job, today), merged


def _merged(kept: Answers, said: Answers) -> Answers:
    changes = {name: getattr(kept, name) for name in _KEPT if getattr(said, name) is None}
    words = {**kept.words, **said.words}
    return replace(said, columns=kept.columns, words=words, **changes)
