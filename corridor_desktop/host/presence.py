"""Who has a portfolio file open: a small note beside it that other computers can see too.

The locks of SQLite tell of other programs on this computer only, and of none that merely reads. So
each session lays a hidden note beside the file and keeps it locked; a note of this computer that
nobody locks is left over from a crash and is taken away. A note of another computer is believed:
its locks cannot be seen from here.
"""

from __future__ import annotations

import glob
import json
import os
import platform
import secrets
import weakref
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from corridor_desktop.host.paths import data_folder

_LARGEST = 2000


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a file open: on which computer, since when, and whether that is here."""

    computer: str
    since: datetime | None
    here: bool


class Presence:
    """The note of one session beside one file. Made by ``announce``; gone at the latest at exit."""

    def __init__(self, note: Path | None, handle: int | None = None) -> None:
        self.note = note
        self._left = weakref.finalize(self, _leave, note, handle)

    def leave(self) -> None:
        """Take the note away; silently fine when that is not possible any more."""
        self._left()


def announce(path: Path, at: datetime) -> Presence:
    """Lay a note beside a file; where nothing can be written there is none."""
    note = path.with_name(f".{path.name}.{_computer()}-{secrets.token_hex(4)}.open")
    cells = {"computer": platform.node(), "since": at.isoformat()}
    try:
        handle = os.open(note, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except OSError:
        return Presence(None)
    # A full disk, or a drive without locks: the note is believed for as long as it lies there.
    with suppress(OSError):
        os.write(handle, json.dumps(cells).encode())
        _lock(handle)
    return Presence(note, handle)


def _leave(note: Path | None, handle: int | None) -> None:
    with suppress(OSError):
        if handle is not None:
            os.close(handle)
        if note is not None:
            note.unlink(missing_ok=True)


def holders(path: Path, mine: Path | None = None) -> tuple[Holder, ...]:
    """Return who has a file open, but for one's own note; what a crash here left is taken away."""
    found = []
    for note in sorted(path.parent.glob(f".{glob.escape(path.name)}.*.open")):
        if note == mine:
            continue
        here = note.name.startswith(f".{path.name}.{_computer()}-")
        if here and _abandoned(note):
            with suppress(OSError):
                note.unlink(missing_ok=True)
            continue
        found.append(_read(note, here=here))
    return tuple(found)


def clear(path: Path) -> None:
    """Take away the notes of other computers, where the user knows that they are left over."""
    for note in path.parent.glob(f".{glob.escape(path.name)}.*.open"):
        if not note.name.startswith(f".{path.name}.{_computer()}-"):
            with suppress(OSError):
                note.unlink(missing_ok=True)


def _read(note: Path, *, here: bool) -> Holder:
    try:
        cells = json.loads(note.read_text(encoding="utf-8")[:_LARGEST])
        return Holder(
            str(cells["computer"])[:60], datetime.fromisoformat(str(cells["since"])), here
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Holder("", None, here)


def _abandoned(note: Path) -> bool:
    """Tell whether nobody on this computer keeps a note locked."""
    try:
        handle = os.open(note, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(handle)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _lock(handle: int) -> None:
    """Lock a note for as long as it is open. Raises OSError when somebody else does."""
    if os.name == "nt":
        _lock_on_windows(handle)
        return
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_on_windows(handle: int) -> None:
    import importlib

    system = importlib.import_module("msvcrt")
    os.lseek(handle, _LARGEST, os.SEEK_SET)  # beyond the text, so that others can still read it
    system.locking(handle, system.LK_NBLCK, 1)


def _computer() -> str:
    """Return a random name of this computer's data folder, made once."""
    place = data_folder() / "computer.txt"
    with suppress(OSError):
        known = place.read_text(encoding="ascii", errors="replace").strip()
        if known.isalnum() and len(known) == 12:
            return known
    fresh = secrets.token_hex(6)
    try:
        with place.open("x", encoding="ascii") as file:
            file.write(fresh)
    except FileExistsError:
        place.write_text(fresh, encoding="ascii")
    except OSError:
        return "unknown00000"
    return fresh
