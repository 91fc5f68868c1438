"""Set everything up, then open the sample or run the checks; needs nothing but Python.

python3 run.py            open the sample portfolio (prices in it are simulated)
python3 run.py test       format, lint, types, layering and all tests
python3 run.py -- ARGS    any command of the program, for example: -- doctor
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
PINS = ROOT / "constraints.txt"
STAMP = HOME / "installed.sha256"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
QT_LIBRARIES = (
    "libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 fonts-dejavu-core"
)

CHECKS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("layering", ["lint-imports"]),
    ("tests", ["pytest", "-q", "-n", "2"]),
)


def main(arguments: list[str]) -> int:
    """Prepare the environment and do what was asked; return the exit code."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Corridor Desktop needs Python 3.11 or newer; this is {found}.")
        return 3
    if not (prepared() or prepare()):
        return 3
    if not qt_loads():
        return 3
    if arguments[:1] == ["test"]:
        return check(arguments[1:])
    command = arguments[1:] if arguments[:1] == ["--"] else ["--sample", *arguments]
    return subprocess.call([str(PYTHON), "-m", "corridor_desktop", *command], cwd=ROOT)


def fingerprint() -> str:
    """Digest what decides whether the environment is up to date."""
    parts = (PINS.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), sys.version.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepared() -> bool:
    """Tell whether the environment fits this checkout already."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii") == fingerprint()


def prepare() -> bool:
    """Make the environment from the pinned, hashed packages; say what went wrong if it does."""
    print("Setting up (once, about a minute) ...", flush=True)
    try:
        venv.create(HOME, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as trouble:
        print(f"Could not create {HOME.name}: {trouble}")
        print("On Debian or Ubuntu, install the package python3-venv and try again.")
        return False
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    pins = subprocess.call([*pip, "--require-hashes", "-r", str(PINS)])
    own = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    if pins != 0 or subprocess.call([*pip, *own]) != 0:
        print("The packages could not be installed; nothing else was changed. Try again online.")
        return False
    STAMP.write_text(fingerprint(), encoding="ascii")
    return True


def qt_loads() -> bool:
    """Tell whether Qt finds its system libraries, and which to install if not."""
    probe = subprocess.run(
        [str(PYTHON), "-c", "import PySide6.QtWidgets"], capture_output=True, text=True, check=False
    )
    if probe.returncode == 0:
        return True
    print("Qt cannot start here:", probe.stderr.strip().splitlines()[-1:])
    if sys.platform == "linux":
        print(f"On Debian or Ubuntu: apt-get install {QT_LIBRARIES}")
    return False


def check(extra: list[str]) -> int:
    """Run every check, all of them even when one fails; return 0 when all passed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    failed = []
    for name, (tool, *options) in CHECKS:
        print(f"== {name}", flush=True)
        more = extra if name == "tests" else []
        if subprocess.call([str(BIN / tool), *options, *more], cwd=ROOT, env=environment) != 0:
            failed.append(name)
    print("All checks passed." if not failed else f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
