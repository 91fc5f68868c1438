"""What a built app meets on odd computers: no home to write to, no console, languages, scales.

Called by ``smoke``. What cannot be tried where it runs is said, never passed over; what needs a
real system is on the list that ``release.py check`` prints.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from time import sleep
from typing import TYPE_CHECKING

import screen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from smoke import Place

LANGUAGES = ("ko_KR.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8")
SCALES = ("1.5", "2")
SOURCES = (("yahoo", "SPY"), ("ecb", "EURKRW=X"), ("tiingo", "SPY"), ("krx", "005930.KS"))
PAGES = 9
SETTLE = 3.0
"""Seconds for a page to load its libraries and to be painted, on a slow machine."""
_OWN = ("CORRIDOR_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")


def all_trials(place: Place, file: Path) -> None:
    """Go through every trial; raises SystemExit at the first that fails."""
    sources(place)
    unwritable_home(place)
    without_console(place, file)
    pages(place, file)
    for name in LANGUAGES:
        paint(place, file, f"with the system in {name}", LC_ALL=name, LANG=name, LANGUAGE=name[:2])
    for scale in SCALES:
        paint(place, file, f"at scale {scale}", QT_SCALE_FACTOR=scale)


def sources(place: Place) -> None:
    """Every source of prices loads its libraries, and says that there is no network."""
    if not place.before:
        print("not tried: price sources without a network")
        return
    asked = [
        {"source": name, "folder": str(place.home / "data"), "symbol": symbol, "since": None,
         "facts": False, "now": 1764028800.0, "key": "k"}
        for name, symbol in SOURCES
    ]  # fmt: skip
    done = subprocess.run(
        [*place.before, str(place.program), "--price-worker"], env=place.environment,
        input="".join(f"{json.dumps(each)}\n" for each in asked), capture_output=True,
        encoding="utf-8", check=False, timeout=180,
    )  # fmt: skip
    said = [json.loads(line).get("failure") for line in done.stdout.splitlines()]
    if said != ["offline"] * len(SOURCES):
        raise SystemExit(f"The price sources said {said}: {done.stderr[-800:]}")
    print("every price source loads, and says that there is no network")


def unwritable_home(place: Place) -> None:
    """Without a place for its data the program ends with a sentence that says where and why."""
    if not place.before and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("not tried: a home that cannot be written (everything can be, as root)")
        return
    if os.name == "nt":
        print("not tried: a home that cannot be written (rights are others on Windows)")
        return
    home = place.home.parent / "closed ö"
    home.mkdir(mode=0o555)
    environment = {key: value for key, value in place.environment.items() if key not in _OWN}
    environment["HOME"] = str(home)
    done = subprocess.run(
        [*place.before, str(place.program), "doctor"], env=environment, cwd=place.folder,
        capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=120,
    )  # fmt: skip
    if done.returncode != 3 or "cannot be made or written" not in done.stderr:
        raise SystemExit(f"A home that cannot be written: {done.returncode}, {done.stderr[-800:]}")
    if "Traceback" in done.stderr or any(home.iterdir()):
        raise SystemExit(f"A home that cannot be written was not met calmly: {done.stderr[-800:]}")
    print("a home that cannot be written: said calmly, nothing made")


def without_console(place: Place, file: Path) -> None:
    """Started from a menu there are no standard streams at all."""
    shell = shutil.which("sh")
    if sys.platform != "linux" or shell is None:
        print("not tried: a start without standard streams")
        return
    closed = 'exec "$0" "$@" <&- >&- 2>&-'
    command = [*place.before, shell, "-c", closed, str(place.program), str(file)]
    _painted(place, command, "without standard streams")


def pages(place: Place, file: Path) -> None:
    """Every page opens by its key, looks different, and leaves nothing unforeseen in the log."""
    tool = shutil.which("xdotool")
    if sys.platform != "linux" or tool is None:
        print("not tried: opening every page (xdotool is missing)")
        return
    seen: set[bytes] = set()

    def visit(environment: Mapping[str, str], buffer: Path) -> None:
        sleep(SETTLE)
        for number in range(1, PAGES + 1):
            window = ["search", "--onlyvisible", "--name", "Corridor Desktop", "windowfocus"]
            subprocess.run([tool, *window, "key", f"ctrl+{number}"], env=environment, check=True)
            sleep(SETTLE)
            seen.add(hashlib.sha256(buffer.read_bytes()).digest())

    command = [*place.before, str(place.program), str(file)]
    screen.first_paint(command, place.environment, place.home, visit)
    log = (place.home / "data" / "logs" / "corridor.log").read_text(encoding="utf-8")
    if "Traceback" in log or "CRITICAL" in log:
        raise SystemExit(f"A page left this in the log: {log[-2000:]}")
    if len(seen) < PAGES:
        raise SystemExit(f"{PAGES} pages were asked for, {len(seen)} were seen.")
    print(f"{PAGES} pages open by their keys", flush=True)


def paint(place: Place, file: Path, how: str, **environment: str) -> None:
    """The window is painted with some variables set."""
    _painted(place, [*place.before, str(place.program), str(file)], how, **environment)


def _painted(place: Place, command: list[str], how: str, **environment: str) -> None:
    seconds = screen.first_paint(command, place.environment | environment, place.home)
    told = "started, not looked at" if seconds is None else f"first paint after {seconds:.2f} s"
    print(f"{how}: {told}", flush=True)
