"""What is left behind when something breaks that nobody foresaw."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

_log = logging.getLogger("corridor.crash")


def watch_for_crashes(folder: Path) -> None:
    """Write hard faults to ``folder/logs/faults.log`` and unforeseen exceptions to the log.

    The hooks that were there before are called too, so that a terminal still shows the
    traceback. A folder that cannot be written only costs the file of hard faults.
    """
    _watch_faults(folder / "logs")
    _watch_main_thread()
    _watch_threads()


def fault_file(folder: Path) -> Path:
    """Return where the trace of the last hard crash lies, if there was one."""
    return folder / "logs" / "faults.previous.log"


def last_fault(folder: Path) -> datetime | None:
    """Return when the program was last ended by a hard fault, ``None`` when it never was."""
    try:
        found = fault_file(folder).stat()
    except OSError:
        return None
    return datetime.fromtimestamp(found.st_mtime, UTC)


def _watch_faults(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        left = folder / "faults.log"
        if left.exists() and left.stat().st_size > 0:
            left.replace(fault_file(folder.parent))
        # The fault handler holds on to the file for as long as the program runs.
        faults = (folder / "faults.log").open("a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(faults)


def _watch_main_thread() -> None:
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            _log.critical("Unforeseen", exc_info=(kind, error, trace))
        before(kind, error, trace)

    sys.excepthook = hook


def _watch_threads() -> None:
    before = threading.excepthook

    def hook(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            trace = (found.exc_type, found.exc_value, found.exc_traceback)
            _log.critical("Unforeseen in a thread", exc_info=trace)
        before(found)

    threading.excepthook = hook
