"""The words of a PDF that Qt wrote, page by page, without any other program."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>\s*Tj")
_ONE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*$", re.MULTILINE)
_SPAN = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^\]]*)\])")


def page_texts(pdf: bytes) -> list[str]:
    """Return what each page shows, ligatures taken apart, runs of one line joined."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    return [_page_text(page, objects) for page in pages]


def _page_text(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(page, rb"Resources")]
    tables = {
        name: _glyphs(objects[int(number)], objects)
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources)
    }
    content = _stream(objects[_reference(page, rb"Contents")])
    return unicodedata.normalize("NFKC", "".join(_shown(content, tables)))


def _shown(content: bytes, tables: dict[bytes, dict[int, str]]) -> Iterator[str]:
    table: dict[int, str] = {}
    for font, codes in _SHOWN.findall(content):
        if font:
            table = tables[font]
        else:
            yield from (
                table.get(int(codes[at : at + 4], 16), "") for at in range(0, len(codes), 4)
            )


def _glyphs(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """Return the characters of a font by glyph, read from its map to Unicode."""
    found: dict[int, str] = {}
    words = _stream(objects[_reference(font, rb"ToUnicode")])
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", words, re.DOTALL):
        found |= {int(glyph, 16): _letters(text) for glyph, text in _ONE.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", words, re.DOTALL):
        for first, last, start, listed in _SPAN.findall(block):
            glyphs = range(int(first, 16), int(last, 16) + 1)
            if start:
                found |= {glyph: chr(int(start, 16) + glyph - glyphs[0]) for glyph in glyphs}
            else:
                texts = re.findall(rb"<(\w+)>", listed)
                found |= dict(zip(glyphs, map(_letters, texts), strict=False))
    return found


def _letters(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"\s+(\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]
