"""The last review as bytes and back, so that a start shows it before anything is computed.

Values are written by kind; records name their class by its place in a list that is drawn from
the review's own annotations. So nothing in a file can name code, and a review that was written
by another version, whose records differ, has another shape and counts as none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import types
from array import array
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from corridor_desktop.services.review import Review

_SIMPLE = (str, int, float, bool, type(None))
# What some annotations name although their modules import it for the type checker alone.
_NAMES = {"np": np, "npt": npt, "Mapping": Mapping, "Callable": Callable, "date": date}
_DTYPES = {"float64", "int64", "int32", "bool"}


@cache
def _classes() -> tuple[type, ...]:
    """Return every record and enumeration that a review can hold, in a fixed order."""
    found: dict[str, type] = {}
    waiting: list[Any] = [Review]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum)):
            name = f"{kind.__module__}.{kind.__qualname__}"
            if name not in found:
                found[name] = kind
                waiting += (
                    get_type_hints(kind, localns=_NAMES).values() if is_dataclass(kind) else ()
                )
    return tuple(found[name] for name in sorted(found))


@cache
def shape() -> str:
    """Return a digest of the records that a review is made of."""
    parts = [
        (kind.__qualname__, [each.name for each in fields(kind)] if is_dataclass(kind) else "")
        for kind in _classes()
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def encode(review: Review) -> bytes:
    """Return a review as bytes."""
    places = {kind: place for place, kind in enumerate(_classes())}
    return json.dumps(_plain(review, places), separators=(",", ":")).encode()


def decode(content: bytes) -> Review | None:
    """Return the review of ``encode``, ``None`` where the bytes are none."""
    try:
        found = _value(json.loads(content))
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, RecursionError):
        return None
    return found if isinstance(found, Review) else None


def _plain(value: Any, places: Mapping[type, int]) -> Any:
    if type(value) in _SIMPLE:
        return value
    kind = type(value)
    if kind in places:
        if isinstance(value, Enum):
            return ["e", places[kind], value.value]
        cells = [_plain(getattr(value, each.name), places) for each in fields(kind)]
        return ["r", places[kind], *cells]
    if isinstance(value, tuple | list):
        return ["t", *(_plain(each, places) for each in value)]
    if isinstance(value, frozenset | set):
        return ["s", *(_plain(each, places) for each in value)]
    if isinstance(value, Mapping):
        pairs = [[_plain(key, places), _plain(each, places)] for key, each in value.items()]
        return ["m", *pairs]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Decimal):
        return ["d", str(value)]
    if isinstance(value, datetime):
        return ["i", value.isoformat()]
    if isinstance(value, date):
        return ["y", value.isoformat()]
    if isinstance(value, time):
        return ["h", value.isoformat()]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray) and str(value.dtype) in _DTYPES:
        text = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
        return ["n", str(value.dtype), list(value.shape), text]
    if isinstance(value, array) and value.typecode in "di":
        return ["a", value.typecode, base64.b64encode(value.tobytes()).decode("ascii")]
    if callable(value):
        return None  # what would answer a later question; a kept review is replaced before
    raise TypeError(f"a review holds a {type(value).__name__}, which has no form")


def _value(cell: Any) -> Any:
    return _READERS[cell[0]](cell) if isinstance(cell, list) else cell


def _record(cell: list[Any]) -> Any:
    kind = _classes()[cell[1]]
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else []
    if len(names) != len(cell) - 2:
        raise ValueError(kind.__qualname__)
    made = object.__new__(kind)
    for name, each in zip(names, cell[2:], strict=True):
        object.__setattr__(made, name, _value(each))
    return made


def _enumerated(cell: list[Any]) -> Any:
    kind = _classes()[cell[1]]
    if not issubclass(kind, Enum):
        raise TypeError(kind.__qualname__)
    return kind(cell[2])


def _numbers(cell: list[Any]) -> Any:
    if cell[1] not in _DTYPES:
        raise ValueError(cell[1])
    flat = np.frombuffer(base64.b64decode(cell[3]), dtype=cell[1])
    return flat.reshape([int(size) for size in cell[2]])


def _packed(cell: list[Any]) -> Any:
    if cell[1] not in "di":
        raise ValueError(cell[1])
    made: Any = array(cell[1])
    made.frombytes(base64.b64decode(cell[2]))
    return made


_READERS: Mapping[str, Callable[[list[Any]], Any]] = types.MappingProxyType(
    {
        "r": _record,
        "e": _enumerated,
        "t": lambda cell: tuple(_value(each) for each in cell[1:]),
        "s": lambda cell: frozenset(_value(each) for each in cell[1:]),
        "m": lambda cell: {_value(key): _value(each) for key, each in cell[1:]},
        "d": lambda cell: Decimal(cell[1]),
        "i": lambda cell: datetime.fromisoformat(cell[1]),
        "y": lambda cell: date.fromisoformat(cell[1]),
        "h": lambda cell: time.fromisoformat(cell[1]),
        "n": _numbers,
        "a": _packed,
    }
)
