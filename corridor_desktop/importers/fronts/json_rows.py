"""JSON exports of portfolio programs: the list of activities, else the longest, is the table."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from corridor_desktop.domain.message import Message
from corridor_desktop.importers.fronts.fronted import Fronted, sheet_of
from corridor_desktop.importers.fronts.json_classes import classes_of, is_taxonomy
from corridor_desktop.importers.refusal import refuse_elements
from corridor_desktop.importers.text import decode

_SPACE: Final = re.compile(r"[\s,:]*")
_DEEPEST: Final = 100
_FACTS: Final = frozenset(
    {"activities", "transactions", "trades", "orders", "holdings", "positions"}
)
_Span = tuple[int, int, dict[str, Any]]


def looks_like_json(data: bytes) -> bool:
    """Tell a file that starts as an object, or as a list of objects."""
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") or bool(re.match(rb"\[\s*\{", head))


def read_json(data: bytes) -> Fronted | Message:
    """Return the list of activities, or the longest, as a table; numbers keep their digits.

    Objects inside an object become columns of their own, named after both.
    """
    decoded = decode(data, None)
    if isinstance(decoded, Message):
        return decoded
    text = decoded.text
    bound = refuse_elements(text.count("{"))
    if bound is not None or _depth(text) > _DEEPEST:
        return bound or Message.of("import.refused_json")
    try:
        document = json.loads(text, parse_float=str, parse_int=str)
        spans = _named_list(text) or max(_lists(text, 0), key=len, default=[])
    except (ValueError, RecursionError):
        return Message.of("import.refused_json")
    if not isinstance(document, (dict, list)):
        return Message.of("import.refused_json")
    classes = classes_of(document)
    if is_taxonomy(document):
        return Fronted((), decoded.encoding, "a list of classes", classes, _physical(text))
    if not spans:
        return Message.of("import.refused_json")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    if _share_lines(spans, starts):
        return read_json(json.dumps(document, indent=1, ensure_ascii=False).encode())
    rows = [(start, end, _flat(item)) for start, end, item in spans]
    header = list(dict.fromkeys(key for _, _, row in rows for key in row))
    cells = (
        (
            range(bisect.bisect_right(starts, start), bisect.bisect_right(starts, end - 1) + 1),
            [row.get(key, "") for key in header],
        )
        for start, end, row in rows
    )
    sheet = sheet_of(header, cells, _physical(text))
    return Fronted((sheet,), decoded.encoding, "a JSON export", classes)


def _physical(text: str) -> int:
    return text.count("\n") + (0 if text.endswith("\n") else 1)


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _past_space(text: str, place: int) -> int:
    """Return the place of the next sign that is no space, comma or colon."""
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _lists(text: str, place: int) -> Iterator[list[_Span]]:
    """Yield every list of objects in a document, with where each object starts and ends."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    stack = [place]
    while stack:
        place = _past_space(text, stack.pop())
        if text[place : place + 1] == "[":
            spans, inner = _items(text, place + 1, decoder)
            if spans:
                yield spans
            stack.extend(inner)
        elif text[place : place + 1] == "{":
            stack.extend(start for _, start in _values(text, place + 1, decoder))


def _named_list(text: str) -> list[_Span]:
    """Return the longest list that the outermost object calls by a name of facts.

    Beside it profiles, prices or labels may be longer, and are no facts.
    """
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    place = _past_space(text, 0)
    found: list[_Span] = []
    if text[place : place + 1] == "{":
        for key, start in _values(text, place + 1, decoder):
            if key.casefold() in _FACTS and text[start : start + 1] == "[":
                found = max(found, _items(text, start + 1, decoder)[0], key=len)
    return found


def _items(text: str, place: int, decoder: json.JSONDecoder) -> tuple[list[_Span], list[int]]:
    spans: list[_Span] = []
    inner: list[int] = []
    while True:
        place = _past_space(text, place)
        if text[place : place + 1] in {"]", ""}:
            return spans, inner
        value, end = decoder.raw_decode(text, place)
        if isinstance(value, dict):
            spans.append((place, end, value))
        elif isinstance(value, list):
            inner.append(place)
        place = end


def _values(text: str, place: int, decoder: json.JSONDecoder) -> list[tuple[str, int]]:
    """Return the keys of an object whose values may hold lists, and where these start."""
    found: list[tuple[str, int]] = []
    while True:
        place = _past_space(text, place)
        if text[place : place + 1] in {"}", ""}:
            return found
        key, place = decoder.raw_decode(text, place)
        place = _past_space(text, place)
        value, end = decoder.raw_decode(text, place)
        if isinstance(value, (dict, list)):
            found.append((str(key), place))
        place = end


def _share_lines(spans: list[_Span], starts: list[int]) -> bool:
    """Tell whether two objects stand on one line: then lines could not tell them apart."""
    last = 0
    for start, end, _ in spans:
        first = bisect.bisect_right(starts, start)
        if first <= max(last, 1):
            return True
        last = bisect.bisect_right(starts, end - 1)
    return False


def _flat(item: dict[str, Any], before: str = "") -> dict[str, str]:
    row: dict[str, str] = {}
    for key, value in item.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            row.update(_flat(value, f"{name}."))
        elif isinstance(value, (list, type(None))):
            row[name] = ""
        else:
            row[name] = str(value)
    return row
