"""The content of a file that a person chose: whole, unchanged while read, and never too much."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.importers.refusal import LARGEST

# A named pipe without a writer would hold the opening up for ever; Windows parts text from bytes.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises
    ------
    FileTrouble
        ``unreadable`` (not there, a folder, no permission, a pipe or a device), ``too_large``, or
        ``changed_while_read``; nothing was read then.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb", closefd=True) as file:
            before = os.fstat(file.fileno())
            _refuse(path, before)
            # One byte more than there should be is enough to see that the file grows.
            data = file.read(before.st_size + 1)
            after = os.fstat(file.fileno())
    except OSError as trouble:
        what = "is a folder" if path.is_dir() else f"cannot be read ({trouble.strerror})"
        raise _unreadable(path, what) from trouble
    if len(data) != before.st_size or _shape(before) != _shape(after):
        raise FileTrouble(
            "changed_while_read",
            f"{path.name} changed while it was read. Nothing was imported.",
            "Wait until it is written completely, and choose it again.",
        )
    return data


def _refuse(path: Path, state: os.stat_result) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise _unreadable(path, "is a folder")
    if not stat.S_ISREG(state.st_mode):
        raise _unreadable(path, "is a pipe or a device and no file")
    if state.st_size > LARGEST:
        raise FileTrouble(
            "too_large",
            f"{path.name} is larger than {LARGEST // 1_000_000} MB, which no broker export is. "
            "Nothing was imported.",
            "Choose the export itself, or export a shorter period.",
        )


def _shape(state: os.stat_result) -> tuple[int, int]:
    return state.st_size, state.st_mtime_ns


def _unreadable(path: Path, what: str) -> FileTrouble:
    return FileTrouble(
        "unreadable", f"{path.name} {what}. Nothing was imported.", "Choose another file."
    )
