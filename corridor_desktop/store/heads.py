"""The first bytes of a file, read without harm to connections that are open on it.

On POSIX systems a program that closes any handle of a file loses all its locks on it. So the
first bytes of a file that this program has open are remembered rather than read again.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from urllib.parse import quote

from corridor_desktop.store import trouble

_Key = tuple[int, int]


class OpenFiles:
    """The files that this program has open, with their first bytes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._heads: dict[_Key, tuple[bytes, int]] = {}

    def hold(self, path: Path, head: bytes) -> None:
        """Remember that one more connection is open."""
        with self._lock:
            key = identity(path)
            _, count = self._heads.get(key, (head, 0))
            self._heads[key] = (head, count + 1)

    def release(self, key: _Key) -> None:
        """Forget one connection."""
        with self._lock:
            head, count = self._heads.get(key, (b"", 0))
            if count > 1:
                self._heads[key] = (head, count - 1)
            else:
                self._heads.pop(key, None)

    def head(self, key: _Key) -> bytes | None:
        """Return the first bytes of a file that is open, ``None`` when it is not."""
        with self._lock:
            found = self._heads.get(key)
        return found[0] if found else None


OPEN_FILES = OpenFiles()


def identity(path: Path) -> _Key:
    """Return what tells a file from any other, whatever its name. Raises FileTrouble."""
    try:
        found = path.stat()
    except OSError as error:
        raise trouble.of_system(error, path) from error
    return found.st_dev, found.st_ino


def first_bytes(path: Path, count: int) -> bytes:
    """Return the first bytes of a file. Raises FileTrouble."""
    known = OPEN_FILES.head(identity(path))
    if known is not None:
        return known[:count]
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise trouble.of_system(error, path) from error


def address(path: Path) -> str:
    """Return the path part of an SQLite address, after ``file://`` and an empty authority."""
    place = path.resolve().as_posix()
    # Network paths of Windows begin with two slashes.
    return ("" if place.startswith("/") else "/") + quote(place)
