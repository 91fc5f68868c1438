"""Files that are no broker table, told apart by their first bytes."""

from __future__ import annotations

from typing import Final

from corridor_desktop.domain.message import Message

LARGEST: Final = 100_000_000
"""Bytes; no statement of a person is larger, and reading more would freeze a small machine."""

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
    (b"OFXHEADER", "import.refused_ofx"),
    (b"!Type:", "import.refused_ofx"),
)


def refuse_bytes(data: bytes) -> Message | None:
    """Return why these bytes cannot be a broker table, ``None`` when they may be one."""
    if not data.strip():
        return Message.of("import.refused_empty")
    if len(data) > LARGEST:
        return Message.of("import.refused_large", size=f"{len(data) // 1_000_000} MB")
    if data.startswith(b"PK\x03\x04"):
        sheet = b"xl/" in data[:4000] or b"[Content_Types].xml" in data[:4000]
        return Message.of("import.refused_xlsx" if sheet else "import.refused_archive")
    for magic, code in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or b"\x00" in data[:64]):
            return Message.of(code)
    return _refuse_markup(data)


def _refuse_markup(data: bytes) -> Message | None:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style")):
        return Message.of("import.refused_html")
    if b"<ofx>" in head:
        return Message.of("import.refused_ofx")
    if head.startswith((b"<?xml", b"<flexqueryresponse")):
        return Message.of("import.refused_xml")
    if head.startswith((b"{", b"[{")):
        return Message.of("import.refused_json")
    return None
