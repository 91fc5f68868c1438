"""A screen without a monitor: how long a program takes to paint its window, seen in its pixels."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SIZE = (1280, 800)
PATIENCE = 60.0
ENOUGH_COLOURS = 12
"""A painted window has more colours than this; a bare screen one or two."""


def first_paint(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    painted: Callable[[Mapping[str, str], Path], None] | None = None,
) -> float | None:
    """Return seconds from start to a painted window; without Xvfb ``None`` after a short life.

    ``painted`` is called while the window stands, with its environment and the file of its
    pixels (an X window dump).
    Raises SystemExit when the program ends by itself or paints nothing in a minute.
    """
    if sys.platform != "linux" or shutil.which("Xvfb") is None:
        _live(command, dict(environment), folder)
        return None
    with _display() as (name, buffer):
        wanted = {**environment, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        began = monotonic()
        program = subprocess.Popen(
            list(command), env=wanted, cwd=folder, stderr=subprocess.PIPE, text=True
        )
        try:
            while _colours(buffer) <= ENOUGH_COLOURS:
                _expect_alive(program)
                if monotonic() - began > PATIENCE:
                    raise SystemExit("The window was not painted in a minute.")
                sleep(0.01)
            seconds = monotonic() - began
            if painted is not None:
                painted(wanted, buffer)
            _expect_alive(program)
        finally:
            program.terminate()
            program.wait(20)
    return seconds


def _live(command: Sequence[str], environment: dict[str, str], folder: Path) -> None:
    """Start the program where its pixels cannot be seen; it must live for some seconds."""
    if sys.platform == "linux":
        environment["QT_QPA_PLATFORM"] = "offscreen"
    program = subprocess.Popen(list(command), env=environment, cwd=folder)
    sleep(8)
    ended = program.poll()
    program.terminate()
    program.wait(20)
    if ended is not None:
        raise SystemExit(f"The window ended by itself ({ended}).")


def _expect_alive(program: subprocess.Popen[str]) -> None:
    if program.poll() is not None:
        said = program.stderr.read() if program.stderr else ""
        raise SystemExit(f"The window ended by itself ({program.returncode}): {said[-1500:]}")


@contextmanager
def _display() -> Iterator[tuple[str, Path]]:
    """Run an X server whose pixels lie in a file; yield its name and that file."""
    with tempfile.TemporaryDirectory() as made:
        reading, writing = os.pipe()
        options = ["-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-fbdir", made, "-nolisten", "tcp"]
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), *options, "-ac"],
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        try:
            number = os.read(reading, 16).decode().strip()
            yield f":{number}", Path(made) / "Xvfb_screen0"
        finally:
            os.close(reading)
            server.terminate()
            server.wait(10)


def _colours(buffer: Path) -> int:
    """Count colours on a grid over the screen, whose file is an X window dump of 32-bit pixels."""
    dump = buffer.read_bytes()
    head, _, _, _, width, height = struct.unpack(">6I", dump[:24])
    row, colours = struct.unpack(">I", dump[48:52])[0], struct.unpack(">I", dump[76:80])[0]
    start = head + colours * 12
    found = {
        dump[start + y * row + x * 4 : start + y * row + x * 4 + 3]
        for y in range(0, height, 8)
        for x in range(0, width, 4)
    }
    return len(found)
