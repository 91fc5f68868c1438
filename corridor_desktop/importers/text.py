"""Bytes become text: byte-order mark, then strict UTF-8, then a detector kept on a short lead.

Code pages are never tried in turn (a German file becomes Chinese that way), and the detector is
never left free to choose among all code pages.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from charset_normalizer import from_bytes

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.columns import clean_title
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.profiles import general_words

CODE_PAGES: Final = ("cp949", "cp932", "gb18030", "cp1252")
_EASTERN: Final = ("cp949", "cp932", "gb18030", "cp950", "cp1251")
_HEAD: Final = 20_000
_ENOUGH: Final = 3
_WORDS: Final = "the letters make words in this code page"
_CELLS: Final = re.compile(r"[,;\t|\r\n]+")
_BROKEN: Final = re.compile(r"[^\W\d_]{2}[\u00b9\u00bf\u00b3]")
_WIDE: Final = re.compile(r"[\u3000-\u9fff\uff01-\uff60]")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, its encoding and by what it was decided; ``cut`` when a last character broke."""

    text: str
    encoding: str
    evidence: str
    cut: bool = False


def decode(data: bytes, encoding: str | None = None) -> Decoded | Message:
    """Return the text of a file, or why it is none."""
    if encoding is not None:
        return _as_told(data, encoding)
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec, name, "byte-order mark")
    if b"\x00" in data:
        return _with_nul(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        if trouble.reason == "unexpected end of data" and len(data) - trouble.start < 4:
            return Decoded(data[: trouble.start].decode("utf-8"), "utf-8", "valid UTF-8", cut=True)
        return _detected(data)
    evidence = "only ASCII characters" if text.isascii() else "valid UTF-8"
    return Decoded(text, "utf-8", evidence)


def _as_told(data: bytes, encoding: str) -> Decoded | Message:
    try:
        codec = codecs.lookup(encoding)
    except LookupError:
        return Message.of("import.refused_codepage", encoding=encoding)
    name = "utf-8-sig" if codec.name == "utf-8" else codec.name
    return _strict(data, name, codec.name, "chosen by you")


def _strict(data: bytes, codec: str, name: str, evidence: str) -> Decoded | Message:
    try:
        text = data.decode(codec)
    except UnicodeError:
        return Message.of("import.refused_codepage", encoding=name)
    if "\x00" in text:
        return Message.of("import.refused_binary")
    return Decoded(text.lstrip("\ufeff"), name, evidence)


def _with_nul(data: bytes) -> Decoded | Message:
    """Two bytes per character without a mark leave every other byte of plain letters zero."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if len(data) % 2 == 0 and odd > half * 0.3 and even < odd // 50 + 1:
        return _strict(data, "utf-16-le", "utf-16", "two bytes per character")
    if len(data) % 2 == 0 and even > half * 0.3 and odd < even // 50 + 1:
        return _strict(data, "utf-16-be", "utf-16", "two bytes per character")
    return Message.of("import.refused_binary")


def _by_column_words(data: bytes) -> Decoded | None:
    """Read in the one code page of another script that makes known column names, at least three."""
    counts: dict[str, tuple[int, str]] = {}
    for codec in _EASTERN:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        cells = {fold(clean_title(cell.strip('"'))) for cell in _CELLS.split(text[:_HEAD])}
        counts[codec] = (len(cells & _column_words()), text)
    ranked = sorted(counts, key=lambda codec: -counts[codec][0])
    if not ranked or counts[ranked[0]][0] < _ENOUGH:
        return None
    if len(ranked) > 1 and counts[ranked[1]][0] * 2 > counts[ranked[0]][0]:
        return None
    return Decoded(counts[ranked[0]][1], ranked[0], _WORDS)


@cache
def _column_words() -> frozenset[str]:
    listed = general_words()["columns"].values()
    words = {fold(word) for words in listed for word in words}
    return frozenset(word for word in words if not word.isascii())


def _central_european(data: bytes, western: str) -> tuple[str, str]:
    """Return the code page of Polish, Czech and Hungarian where the western one breaks words.

    It puts ``¿`` and ``³`` behind letters, or makes fewer of the known column names.
    """
    central = data.decode("cp1250", errors="replace")
    broken = _BROKEN.search(western) and "\ufffd" not in central
    if broken or _names(central) > _names(western):
        return "cp1250", central
    return "cp1252", western


def _by_names(data: bytes) -> Decoded | Message:
    """Read a file with hardly a letter beyond ASCII by the column names that it holds."""
    western = data.decode("cp1252", errors="replace")
    codec, text = _central_european(data, western)
    if "\ufffd" in text or _names(text) < _ENOUGH:
        return Message.of("import.refused_binary")
    return Decoded(text, codec, _WORDS)


def _names(text: str) -> int:
    cells = {fold(clean_title(cell.strip('"'))) for cell in _CELLS.split(text[:_HEAD])}
    return len(cells & _all_column_words())


@cache
def _all_column_words() -> frozenset[str]:
    return frozenset(fold(word) for words in general_words()["columns"].values() for word in words)


def _detected(data: bytes) -> Decoded | Message:
    known = _by_column_words(data)
    if known is not None:
        return known
    best = from_bytes(data, cp_isolation=list(CODE_PAGES)).best()
    if best is None:
        return _by_names(data)
    codec = best.encoding
    try:
        text = data.decode(codec)
        if codec == "cp932" and not _WIDE.search(text):
            # Lone half-width signs are the £ and § of a western file, not Japanese.
            codec, text = "cp1252", data.decode("cp1252")
        if codec == "cp1252":
            codec, text = _central_european(data, text)
    except UnicodeDecodeError:
        return Message.of("import.refused_binary")
    return Decoded(text, codec, _WORDS)
