"""The user's answers as a JSON text, so that the command line can give them too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.importers.contract import Answers, StatementKind

_TEXTS = (
    "profile",
    "encoding",
    "delimiter",
    "decimal",
    "date_order",
    "account_currency",
)
_MAPS = ("words", "columns", "instruments", "classes")
_LINES = ("rows", "restated")
_KNOWN = {*_TEXTS, *_MAPS, *_LINES, "kind", "as_of", "header_line", "openings"}


def parse_answers(text: str, profile: str | None = None) -> Answers:
    """Return the answers of a JSON object; ``profile`` given beside it wins.

    Raises
    ------
    UsageTrouble
        The text is not a JSON object of known answers.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as trouble:
        raise _wrong(f"it is not JSON (line {trouble.lineno})") from trouble
    if not isinstance(document, dict):
        raise _wrong("it is not a JSON object")
    unknown = sorted(set(document) - _KNOWN)
    if unknown:
        raise _wrong(f"it answers something nobody asked: {', '.join(unknown)}")
    answers = _answers(document)
    return replace(answers, profile=profile) if profile else answers


def _answers(document: dict[str, Any]) -> Answers:
    texts = {name: str(document[name]) for name in _TEXTS if document.get(name) is not None}
    maps = {name: _mapping(document, name) for name in _MAPS}
    by_line = {
        name: {_line(key): value for key, value in _mapping(document, name).items()}
        for name in _LINES
    }
    openings = {key: _units(text) for key, text in _mapping(document, "openings").items()}
    try:
        kind = StatementKind(document["kind"]) if document.get("kind") else None
        as_of = date.fromisoformat(document["as_of"]) if document.get("as_of") else None
    except (TypeError, ValueError) as trouble:
        raise _wrong(str(trouble)) from trouble
    header = document.get("header_line")
    line = _line(str(header)) if header is not None else None
    given: dict[str, Any] = {**texts, **maps, **by_line}
    return Answers(**given, kind=kind, as_of=as_of, header_line=line, openings=openings)


def _mapping(document: dict[str, Any], name: str) -> dict[str, str]:
    found = document.get(name) or {}
    if not isinstance(found, dict):
        raise _wrong(f"{name} is not an object")
    return {str(key): str(value) for key, value in found.items()}


def _line(text: str) -> int:
    if not text.isdigit():
        raise _wrong(f"{text!r} is not a line number")
    return int(text)


def _units(text: str) -> Decimal:
    try:
        units = Decimal(text)
    except InvalidOperation:
        raise _wrong(f"{text!r} is not a number of units") from None
    if not units.is_finite():
        raise _wrong(f"{text!r} is not a number of units")
    return units


def _wrong(why: str) -> UsageTrouble:
    return UsageTrouble(
        "bad_answers",
        f"The file of answers cannot be used: {why}.",
        "Write a JSON object; the help page on imports shows one.",
    )
