"""Build the app for this system from a clean checkout; needs nothing but Python 3.11 or newer.

python3 packaging/build.py               the one-folder app, its size listed by part
python3 packaging/build.py --smoke       and drive it through a journey
python3 packaging/build.py --pack        and pack it the way this system expects
python3 packaging/build.py --pack-only   pack what was built (and signed) before
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from time import monotonic

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build"
HOME = BUILD / "env"
PINS = HERE / "requirements.txt"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
APP = BUILD / "dist" / ("Corridor.app" if sys.platform == "darwin" else "Corridor")
EPOCH = "1764028800"
"""The time written into archives, so that two builds of one source can be compared."""

BUDGET = 150_000_000
STRIPPED = ("libpython3*.so*", "*/lib-dynload/*.so", "curl_cffi/*.so", "cryptography/**/*.so",
            "python_calamine/*.so", "sqlcipher3/*.so", "nacl/*.so")  # fmt: skip
"""Linux libraries with symbols that nothing needs; those of numpy must not be touched."""


def main(arguments: list[str]) -> int:
    """Build, then do what else was asked; return the exit code."""
    if "--pack-only" in arguments:
        run(sys.executable, HERE / "pack.py", APP)
        return 0
    began = monotonic()
    prepare()
    run(PYTHON, HERE / "make_icons.py", BUILD / "icons")
    run(PYTHON, HERE / "make_licences.py", BUILD / "licences")
    if sys.platform == "win32":
        run(PYTHON, HERE / "windows" / "make_version.py", BUILD / "version.txt")
    bundle()
    if sys.platform == "linux":
        strip(APP / "_internal")
    tell_sizes(APP)
    run(PYTHON, HERE / "make_sbom.py", APP, BUILD / "sbom.cdx.json")
    print(f"Built {APP.relative_to(ROOT)} in {monotonic() - began:.0f} s.", flush=True)
    if "--smoke" in arguments:
        run(sys.executable, HERE / "smoke.py", APP)
    if "--pack" in arguments:
        run(sys.executable, HERE / "pack.py", APP)
    return 0


def run(*command: Path | str) -> None:
    """Run one step; end the build when it fails."""
    environment = {**os.environ, "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": EPOCH}
    environment["PYTHONHASHSEED"] = "0"
    code = subprocess.call([str(part) for part in command], cwd=ROOT, env=environment)
    if code != 0:
        sys.exit(f"{Path(command[1]).name if len(command) > 1 else command[0]} failed ({code}).")


def prepare() -> None:
    """Make the environment to build in from pinned, hashed packages, unless it stands."""
    stamp = HOME / "installed.sha256"
    wanted = hashlib.sha256(PINS.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print("Setting up what builds the app ...", flush=True)
    venv.create(HOME, with_pip=True, clear=True)
    run(PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--require-hashes",
        "-r", PINS)  # fmt: skip
    stamp.write_text(wanted, encoding="ascii")


def bundle() -> None:
    """Let PyInstaller gather the app; an earlier one is removed first."""
    shutil.rmtree(BUILD / "dist", ignore_errors=True)
    run(PYTHON, "-m", "PyInstaller", "-y", "--log-level", "ERROR", "--distpath", BUILD / "dist",
        "--workpath", BUILD / "work", HERE / "corridor.spec")  # fmt: skip


def strip(inside: Path) -> None:
    """Take symbols for debuggers out of libraries; without the tool they stay."""
    tool = shutil.which("strip")
    if tool is None:
        print("The tool 'strip' (binutils) is missing: the app is some 55 MB larger than needed.")
        return
    found = sorted({path for shape in STRIPPED for path in inside.glob(shape)})
    run(tool, "--strip-unneeded", *(path for path in found if not path.is_symlink()))


def tell_sizes(app: Path) -> None:
    """Print and keep the size by part; sizes are of files, in bytes."""
    sizes: dict[str, int] = {}
    for path in app.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = _part(path.relative_to(app).parts)
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    ordered = dict(sorted(sizes.items(), key=lambda pair: -pair[1]))
    total = sum(sizes.values())
    (BUILD / "sizes.json").write_text(json.dumps({"total": total, "parts": ordered}, indent=1))
    for part, size in [pair for pair in ordered.items() if pair[1] >= 500_000]:
        print(f"{size / 1e6:8.1f} MB  {part}")
    over = "" if total <= BUDGET else f", {(total - BUDGET) / 1e6:.0f} MB above the budget"
    print(f"{total / 1e6:8.1f} MB  in all{over}")


def _part(parts: tuple[str, ...]) -> str:
    inner = [part for part in parts if part not in {"_internal", "Contents", "Frameworks"}]
    if "PySide6" in inner:
        return "Qt: ICU data" if "icudata" in inner[-1] else "Qt and PySide6"
    name = inner[0].split(".libs")[0].split(".dist-info")[0]
    if len(inner) > 1 and inner[0].endswith(".dist-info"):
        return "licences and package data"
    return name if len(inner) > 1 or name.startswith(("corridor", "libpython")) else "libraries"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
