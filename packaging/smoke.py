"""Drive a built app through import, review, report and reopening, as a stranger's computer would.

    python3 packaging/smoke.py APP

The app is copied into a folder with spaces and letters of other scripts, made read-only there,
and started without Python in reach; as root on Linux also without a network and as another
user. Its window is started under Xvfb where that is installed and its pixels are looked at;
elsewhere it is started and asked to live. Times and sizes are printed; the exit code tells.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import screen
import trials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STATEMENT = Path("corridor_desktop") / "resources" / "sample" / "bluefin-activity.csv"
NOBODY = 65534
LOCALES = ("C.UTF-8", "ko_KR.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8")


@dataclass
class Place:
    """Where the copied app stands and what it is started with."""

    program: Path
    folder: Path
    home: Path
    environment: dict[str, str]
    before: list[str] = field(default_factory=list)

    def ask(self, *arguments: str, code: int = 0, **more: str) -> str:
        """Run a command of the app; return what it printed. Ends when the code is another."""
        done = subprocess.run(
            [*self.before, str(self.program), *arguments],
            cwd=self.home,
            env=self.environment | more,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=180,
        )
        if done.returncode != code:
            raise SystemExit(
                f"{' '.join(arguments)}: exit {done.returncode}, not {code}\n"
                f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
            )
        return done.stdout


def main(arguments: list[str]) -> int:
    """Copy, drive, look; return the exit code."""
    app = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory(prefix="corridor ") as made:
        outside = Path(made)
        outside.chmod(0o755)
        place = install(app, outside)
        journey(place)
        locales(place)
        show(place)
        trials.all_trials(place, next(place.home.glob("*.corridor")))
        unlock(place.folder)
    print("The built app passed.")
    return 0


def install(app: Path, outside: Path) -> Place:
    """Copy the app to an odd place that cannot be written, with a home of its own."""
    folder = outside / "Программы и 코리도어 ö" / app.name
    home = outside / "Jürgen Ünal 홍길동"
    shutil.copytree(app, folder, symlinks=True)
    home.mkdir()
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {
        "HOME": str(home), "USERPROFILE": str(home), "CORRIDOR_HOME": str(home / "data"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    if os.name != "nt":
        environment["PATH"] = str(home / "nothing here")
    return Place(program_of(folder), folder, home, environment, apart(home))


KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "COMSPEC",
        "NUMBER_OF_PROCESSORS", "WINEPREFIX", "WINEDEBUG")  # fmt: skip


def program_of(folder: Path) -> Path:
    """Return the program of an app that answers commands."""
    if folder.suffix == ".app":
        return folder / "Contents" / "MacOS" / "corridor-desktop"
    return folder / ("corridor-desktop.exe" if os.name == "nt" else "corridor-desktop")


def apart(home: Path) -> list[str]:
    """Return what is put before the program: no network and another user, where that can be."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"):
        print("Not run as root on Linux: the network stays in reach of the app.")
        return []
    os.chown(home, NOBODY, NOBODY)
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return [shutil.which("unshare") or "unshare", "-n", shutil.which(user[0]) or "", *user[1:]]


def journey(place: Place) -> None:
    """Import, review, report; then open the file anew and find the same."""
    before = listing(place.folder)
    began = monotonic()
    print(place.ask("--version").strip(), flush=True)
    print(f"first command after {monotonic() - began:.2f} s (the first start reads from disk)")
    file, statement = place.home / "Müller 포트폴리오.corridor", place.home / "Auszug № 1.csv"
    inside = next(place.folder.rglob(str(STATEMENT)))
    shutil.copyfile(inside, statement)
    place.ask("new", str(file), "--base", "USD")
    chosen = ("--portfolio", str(file), "--json")
    imported = json.loads(place.ask("import", str(statement), "--account", "Ünal & Söhne", *chosen))
    lines = imported["files"][0]["lines"]
    require(lines["imported"] > 0 and lines["needs_you"] == 0, f"imported: {lines}")
    prices = place.home / "Kurse £.csv"
    prices.write_text("Date,Close\n2026-11-17,30.50\n2026-11-18,31.25\n", encoding="utf-8")
    place.ask("prices", "import", str(prices), "--listing", "NGSW", "--currency", "USD", *chosen)
    day = ("--as-of", "2026-11-18")
    first = json.loads(place.ask("review", *day, *chosen))
    values = [line["value"] for line in first["valuation"]["lines"]]
    require("375" in [value.rstrip("0").rstrip(".") for value in values], f"12 × 31.25 in {values}")
    for kind, mark in (("pdf", b"%PDF"), ("html", b"<!")):
        out = place.home / f"Bericht ₩.{kind}"
        place.ask("report", "--portfolio", str(file), "--out", str(out))
        require(out.read_bytes().lstrip()[: len(mark)].upper() == mark.upper(), f"{kind} report")
    place.ask("verify", *chosen)
    again = json.loads(place.ask("review", *day, *chosen))
    require(again["valuation"] == first["valuation"], "reopened, the valuation is the same")
    found = json.loads(place.ask("doctor", "--json"))
    for name in ("PySide6-Essentials", "pandas", "yfinance", "curl-cffi", "keyring"):
        require(found[name] != "not installed", f"{name} is inside")
    require(str(place.folder) in found["resources"], "resources come from the app itself")
    worker = subprocess.run(
        [*place.before, str(place.program), "--price-worker"], input="", env=place.environment,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    require(worker.returncode == 0, f"the price worker starts and ends: {worker.stderr[-500:]}")
    require(listing(place.folder) == before, "nothing was written beside the program")
    print("import, review, report, reopen: done", flush=True)


def listing(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return every file of a folder with its size and time of change."""
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def locales(place: Place) -> None:
    """Find the same figures whatever language the system speaks."""
    file = next(place.home.glob("*.corridor"))
    answers = []
    for name in LOCALES:
        said = place.ask("review", "--portfolio", str(file), "--json", LC_ALL=name, LANG=name)
        answers.append({**json.loads(said), "made_at": None})
    require(
        all(answer == answers[0] for answer in answers),
        "one answer in Korean, Turkish, Arabic and plain locales",
    )


def show(place: Place) -> None:
    """Start the window and look at it."""
    file = next(place.home.glob("*.corridor"))
    command = [*place.before, str(place.program), str(file)]
    seconds = screen.first_paint(command, place.environment, place.home, second(place, file))
    if seconds is None:
        print("No Xvfb here: the window was started without being looked at.")
    else:
        print(f"first paint after {seconds:.2f} s", flush=True)


def second(place: Place, file: Path) -> Callable[[Mapping[str, str], Path], None]:
    """Return what starts the program once more: it hands its file over and ends."""

    def start(environment: Mapping[str, str], _: Path) -> None:
        again = [*place.before, str(place.program), str(file)]
        done = subprocess.run(again, env=environment, cwd=place.home, check=False, timeout=60)
        require(done.returncode == 0, "a second start hands its file to the first window")
        print("a second start handed its file over", flush=True)

    return start


def require(held: bool, what: str) -> None:
    """End with what was expected when it does not hold."""
    if not held:
        raise SystemExit(f"Not so: {what}")


def unlock(folder: Path) -> None:
    """Let the copy be removed again."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
