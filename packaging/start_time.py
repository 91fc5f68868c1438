"""Compare how long the built app and the source take to paint their window.

    python3 packaging/start_time.py APP [RUNS]

Both open the sample on the same screen without a monitor, by turns, after one start each that is
not counted. The exit code is 1 when the built one takes more than twice as long.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

import screen
import smoke

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "build" / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MOST = 2.0
RUNS = 5


def measure(app: Path, runs: int) -> tuple[list[float], list[float]]:
    """Return seconds to the first paint: of the app, and of the source.

    Raises SystemExit where there is no screen to look at.
    """
    built: list[float] = []
    unbuilt: list[float] = []
    for turn in range(runs + 1):
        for command, found in (
            ([str(smoke.program_of(app))], built),
            ([str(PYTHON), "-m", "corridor_desktop"], unbuilt),
        ):
            with tempfile.TemporaryDirectory() as home:
                environment = {**os.environ, "CORRIDOR_HOME": home, "PYTHONPATH": str(ROOT)}
                environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
                seconds = screen.first_paint([*command, "--sample"], environment, Path(home))
            if seconds is None:
                raise SystemExit("There is no Xvfb here, so no paint can be seen.")
            if turn:
                found.append(seconds)
    return built, unbuilt


def main(arguments: list[str]) -> int:
    """Measure and print; return the exit code."""
    runs = int(arguments[1]) if len(arguments) > 1 else RUNS
    built, unbuilt = measure(Path(arguments[0]).resolve(), runs)
    for name, found in (("built", built), ("unbuilt", unbuilt)):
        shown = ", ".join(f"{seconds:.2f}" for seconds in sorted(found))
        print(f"{name}: median {statistics.median(found):.2f} s of {shown}")
    ratio = statistics.median(built) / statistics.median(unbuilt)
    print(f"the built app takes {ratio:.2f} times as long")
    return 1 if ratio > MOST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
