"""Time and memory of one piece of work in this process."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

_STATUS = Path("/proc/self/status")
_FORGET = Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Round:
    """One run: seconds on the clock, seconds of processor, and the largest resident size in MB.

    ``peak`` is ``None`` where the system does not tell. It counts the whole process: interpreter,
    libraries, inputs and work.
    """

    wall: float
    cpu: float
    peak: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the round as it travels between processes."""
        return asdict(self)


def measure(act: Callable[[], Any], *, spawns: bool = False) -> tuple[Any, Round]:
    """Run ``act`` once; return what it returned and what it cost.

    The cycle collector rests meanwhile, as it does while the program is at such work. With
    ``spawns`` the cost is that of the processes that it started and waited for, too.
    """
    gc.collect()
    _forget_peak()
    before, began, cpu = _children(), perf_counter(), process_time()
    gc.disable()
    try:
        result = act()
        wall, used = perf_counter() - began, process_time() - cpu
    finally:
        gc.enable()
    if spawns:
        used += _children() - before
    return result, Round(wall, used, peak(children=spawns))


def _forget_peak() -> None:
    """Begin a new peak where the system can (Linux); elsewhere it is that of the whole process."""
    try:
        _FORGET.write_text("5", encoding="ascii")
    except OSError:
        return


def _children() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak(*, children: bool = False) -> float | None:
    """Return the largest resident size so far in MB; with ``children`` of the largest of them."""
    if sys.platform == "win32":
        return _windows_peak()
    import resource

    if children or not _STATUS.exists():
        who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
        size = resource.getrusage(who).ru_maxrss
        return size / 2**20 if sys.platform == "darwin" else size / 2**10
    for line in _STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 2**10
    return None


def _windows_peak() -> float | None:
    """Ask K32GetProcessMemoryInfo; its second field of size is PeakWorkingSetSize, in bytes."""
    import ctypes

    sizes = (ctypes.c_size_t * 10)()
    library: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]  # on Windows alone
    library.GetCurrentProcess.restype = ctypes.c_void_p
    own = ctypes.c_void_p(library.GetCurrentProcess())
    told = library.K32GetProcessMemoryInfo(own, ctypes.byref(sizes), ctypes.sizeof(sizes))
    # Two 32-bit counts come first and fill one place on 64-bit Windows.
    return sizes[1] / 2**20 if told else None
