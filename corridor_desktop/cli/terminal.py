"""The edge towards the terminal: encodings, a stop by hand, a reader that left, and bugs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper

from corridor_desktop.cli.answer import BUG

STOPPED, READER_LEFT = 130, 141
"""What shells expect after Ctrl-C, and after the reader of a pipe went away."""


def run_to_the_end(program: Callable[[], int]) -> int:
    """Run a program and return the exit code of how it ended; a bug goes to the excepthook."""
    for stream in (sys.stdout, sys.stderr):
        _widen(stream)
    try:
        code = program()
        _flush()
    except KeyboardInterrupt:
        print("Stopped. What was saved before stays.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # The interpreter flushes once more when it ends; that must find somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    except Exception:  # noqa: BLE001 (the edge of the program: its excepthook decides)
        sys.excepthook(*sys.exc_info())
        return BUG
    return code


def read_secret(prompt: str) -> str:
    """Return a line that nobody sees: typed without an echo, or from a pipe.

    A key is never an argument, because other programs can read those.
    """
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(prompt)
    return sys.stdin.readline()


def _widen(stream: object) -> None:
    """Write UTF-8 into files and pipes; at a terminal escape what its encoding lacks."""
    if isinstance(stream, TextIOWrapper):
        narrow = stream.isatty()
        stream.reconfigure(
            encoding=stream.encoding if narrow else "utf-8", errors="backslashreplace"
        )


def _flush() -> None:
    """Write out what is left, so that a reader that went away is noticed here."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.flush()
