"""Files that are no broker table, told apart by their first bytes."""

from __future__ import annotations

import re
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.profiles import menus

LARGEST: Final = 64_000_000
"""Bytes; no statement of a person is larger, and reading more would freeze a small machine."""

MOST_LINES: Final = 1_000_000
"""Lines; as above."""

MOST_ELEMENTS: Final = 1_000_000
"""Elements, aggregates or objects of a document; as above."""

_MAGIC: Final = (
    (b"%PDF", "import.refused_pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import.refused_xls"),
    (b"\x1f\x8b", "import.refused_archive"),
    (b"7z\xbc\xaf\x27\x1c", "import.refused_archive"),
    (b"Rar!", "import.refused_archive"),
    (b"\x89PNG", "import.refused_image"),
    (b"\xff\xd8\xff", "import.refused_image"),
    (b"GIF8", "import.refused_image"),
    (b"II*\x00", "import.refused_image"),
    (b"BM", "import.refused_image"),
    (b"SQLite format 3", "import.refused_database"),
    (b"{\\rtf", "import.refused_document"),
    (b"!Type:", "import.refused_qif"),
)


_WITH_MENU: Final = frozenset(
    {"import.refused_pdf", "import.refused_xls", "import.refused_html", "import.refused_image"}
)
_HEAD: Final = 200_000


def with_menu(reason: Message, data: bytes, file_name: str) -> Message:
    """Return a refusal that says where the broker, if the file names it, keeps the export."""
    if reason.code not in _WITH_MENU:
        return reason
    text = f"{file_name} {data[:_HEAD].decode('latin-1')}".casefold()
    for broker, menu in sorted(menus().items(), key=lambda pair: -len(pair[0])):
        if len(broker) > 2 and re.search(rf"(?<!\w){re.escape(broker.casefold())}(?!\w)", text):
            return Message.of(f"{reason.code}_menu", broker=broker, menu=menu)
    return reason


def refuse_bytes(data: bytes) -> Message | None:
    """Return why these bytes cannot be a broker table, ``None`` when they may be one."""
    if not data.strip():
        return Message.of("import.refused_empty")
    if len(data) > LARGEST:
        return Message.of("import.refused_large", size=f"{len(data) // 1_000_000} MB")
    if data.startswith(b"PK\x03\x04") and b"xl/" not in data:
        return Message.of("import.refused_archive")
    for magic, code in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or b"\x00" in data[:64]):
            return Message.of(code)
    return _refuse_markup(data)


def refuse_lines(count: int) -> Message | None:
    """Return why a text of so many lines is not read, ``None`` when it may be."""
    if count > MOST_LINES:
        return Message.of("import.refused_lines", count=f"{count:,}", most=f"{MOST_LINES:,}")
    return None


def refuse_elements(count: int) -> Message | None:
    """Return why a document of so many tags or objects is not read, ``None`` when it may be."""
    if count > MOST_ELEMENTS:
        return Message.of("import.refused_elements", most=f"{MOST_ELEMENTS:,}")
    return None


def _refuse_markup(data: bytes) -> Message | None:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")):
        return Message.of("import.refused_html")
    return None
