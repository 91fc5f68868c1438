"""Build the app twice from clean copies of this checkout, in two folders, and compare every byte.

    python3 packaging/reproduce.py FOLDER     build and pack twice below FOLDER, then compare
    python3 packaging/reproduce.py ONE OTHER  compare two folders that are there already

Compared are the app folder (files, links, rights) and what was packed. The copies lie at different
paths, so that a path that leaks into the result is noticed. What differs is named; the exit code is
1 then. Signed files differ by their signature: compare before signing.
"""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("first", "second, elsewhere")
SHOWN = 40


def fingerprints(folder: Path) -> dict[str, str]:
    """Return what each file and link of a folder is, by its place in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[place] = f"link to {path.readlink().as_posix()}"
        elif path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            runs = os.name != "nt" and bool(path.stat().st_mode & stat.S_IXUSR)
            found[place] = f"{digest}{', may be run' if runs else ''}"
    return found


def differences(one: Path, other: Path) -> list[str]:
    """Return a line for each place where two folders differ."""
    first, second = fingerprints(one), fingerprints(other)
    lines = [f"only in {one}: {place}" for place in sorted(first.keys() - second.keys())]
    lines += [f"only in {other}: {place}" for place in sorted(second.keys() - first.keys())]
    lines += [
        f"differs: {place}"
        for place in sorted(first.keys() & second.keys())
        if first[place] != second[place]
    ]
    return lines


def build(folder: Path) -> tuple[Path, Path]:
    """Build twice below a folder; return what was made. Raises CalledProcessError."""
    made = []
    for name in PLACES:
        copy = folder / name
        subprocess.check_call(["git", "clone", "-q", str(ROOT), str(copy)])
        subprocess.check_call([sys.executable, "packaging/build.py", "--pack"], cwd=copy)
        made.append(copy / "build")
    return made[0], made[1]


def compare(one: Path, other: Path) -> int:
    """Print what differs; return the exit code."""
    found = differences(one, other)
    for line in found[:SHOWN]:
        print(line)
    if len(found) > SHOWN:
        print(f"and {len(found) - SHOWN} more")
    count = len(fingerprints(one))
    print(f"{count} files and links, {len(found)} differences: {one.name}")
    return 1 if found or not count else 0


def main(arguments: list[str]) -> int:
    """Build twice and compare, or only compare; return the exit code."""
    if len(arguments) == 2:
        return compare(Path(arguments[0]), Path(arguments[1]))
    if len(arguments) != 1:
        print(__doc__)
        return 2
    folder = Path(arguments[0]).resolve()
    folder.mkdir(parents=True)
    one, other = build(folder)
    return max(compare(one / part, other / part) for part in ("dist", "packed"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
