"""Formats of the user's own: listed, named, forgotten, and handed on without any data.

A format that is handed on holds column titles, the words of its word columns, marks and date
order. No cell of a file that could name a person, an account or an amount goes with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.transaction import Kind
from corridor_desktop.importers.contract import IGNORE
from corridor_desktop.importers.fields import FIELDS
from corridor_desktop.importers.reader import fingerprint as fingerprint_of
from corridor_desktop.services.column_maps import answers_of, document_of, keep_document

if TYPE_CHECKING:
    from pathlib import Path

    from corridor_desktop.store.portfolio import PortfolioStore

MARK: Final = "corridor-desktop import format"
_VERSION: Final = 1
_HANDED_ON: Final = ("decimal", "date_order", "kind")
_LONGEST: Final = 40
_LARGEST: Final = 1_000_000
_MEANINGS: Final = {*(str(kind) for kind in Kind), IGNORE, "side", "position"}
_TELLING = re.compile(r"\d|@|[A-Z]{2}\d{2}")
_LONG_NUMBER = re.compile(r"\d[\d .\-]{3,}\d")


@dataclass(frozen=True, slots=True)
class Format:
    """What was taught about one set of column titles; ``fingerprint`` names that set."""

    fingerprint: str
    name: str
    columns: Mapping[str, str]
    words: Mapping[str, str]


def all_formats(store: PortfolioStore) -> tuple[Format, ...]:
    """Return every format, by name."""
    found = [
        _format(key, document)
        for key in store.column_maps.all()
        if (document := document_of(store, key))
    ]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.fingerprint)))


def _format(fingerprint: str, document: Mapping[str, Any]) -> Format:
    return Format(
        fingerprint,
        str(document.get("name") or "My format"),
        dict(document.get("columns") or {}),
        dict(document.get("words") or {}),
    )


def name_format(store: PortfolioStore, fingerprint: str, name: str) -> None:
    """Call a format something else. Raises UsageTrouble."""
    if not name.strip():
        raise UsageTrouble("no_name", "A format needs a name.")
    keep_document(store, fingerprint, {**_found(store, fingerprint), "name": name.strip()})


def forget_format(store: PortfolioStore, fingerprint: str) -> None:
    """Forget a format; files that were read with it stay as they are. Raises UsageTrouble."""
    _found(store, fingerprint)
    store.column_maps.remove(fingerprint)


def _found(store: PortfolioStore, fingerprint: str) -> dict[str, Any]:
    document = document_of(store, fingerprint)
    if document is None:
        raise UsageTrouble(
            "no_such_format",
            f"There is no format {fingerprint}.",
            "The list of formats shows which there are.",
        )
    return document


def without_data(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a format may be handed on.

    Words that were asked about in a description stay here, and so does everything with a digit in
    it; a column title with a number as long as an account's is left out with its column.
    """
    plain = set(document.get("plain_words") or ())
    words = document.get("words") or {}
    columns = document.get("columns") or {}
    titles = [
        title for title in document.get("header") or columns if not _LONG_NUMBER.search(title)
    ]
    kept = {name: document[name] for name in _HANDED_ON if document.get(name)}
    return {
        "corridor": MARK,
        "version": _VERSION,
        "name": _LONG_NUMBER.sub("", str(document.get("name") or "My format")).strip(),
        "header": titles,
        "columns": {title: field for title, field in columns.items() if title in titles},
        "words": {
            word: meaning
            for word, meaning in words.items()
            if word in plain and len(word) <= _LONGEST and not _TELLING.search(word)
        },
        **kept,
    }


def export_format(store: PortfolioStore, fingerprint: str, path: Path) -> None:
    """Write a format as JSON, without data. Raises UsageTrouble, FileTrouble."""
    text = json.dumps(
        without_data(_found(store, fingerprint)), ensure_ascii=False, indent=2, sort_keys=True
    )
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as trouble:
        raise FileTrouble(
            "unwritable", f"{path.name} cannot be written: {trouble.strerror}."
        ) from trouble


def import_format(store: PortfolioStore, path: Path) -> Format:
    """Take a format over; one for the same titles is replaced. Raises UsageTrouble, FileTrouble."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _wrong(path.name, "it is far too large")
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise FileTrouble(
            "unreadable", f"{path.name} cannot be read: {trouble.strerror}."
        ) from trouble
    except ValueError as trouble:
        raise _wrong(path.name, "it is not JSON") from trouble
    if not isinstance(document, dict) or document.pop("corridor", None) != MARK:
        raise _wrong(path.name, "it is not a format of this program")
    if document.pop("version", None) != _VERSION:
        raise _wrong(path.name, "it was written by another version of the program")
    _check(path.name, document)
    fingerprint = fingerprint_of(document["header"])
    document["plain_words"] = sorted(document.get("words") or {})
    keep_document(store, fingerprint, document)
    return _format(fingerprint, document)


def _check(name: str, document: dict[str, Any]) -> None:
    header = document.get("header")
    texts = isinstance(header, list) and all(isinstance(title, str) for title in header)
    if not texts or not header:
        raise _wrong(name, "it names no columns")
    said = answers_of(document)
    unknown = sorted(set(said.columns.values()) - set(FIELDS))
    if unknown:
        raise _wrong(name, f"it maps onto fields that do not exist: {', '.join(unknown)}")
    odd = sorted(set(said.words.values()) - _MEANINGS)
    if odd:
        raise _wrong(name, f"it gives words a meaning that does not exist: {', '.join(odd)}")


def _wrong(name: str, why: str) -> UsageTrouble:
    return UsageTrouble(
        "bad_format",
        f"{name} cannot be used: {why}. Nothing was changed.",
        "Choose a file that was written by “Export format”.",
    )
