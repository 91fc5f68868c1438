"""The release checklist as a script.

python packaging/release.py check     versions, changelog and tag agree; the tree is clean
python packaging/release.py notes     the changelog of this version, for the release page
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from corridor_desktop import APP_ID, __version__

BY_HAND = (
    "Windows: open the set-up on a real Windows 11 without administrator rights; note SmartScreen.",
    "Windows: double-click a .corridor file; Open with on a CSV; uninstall; two scales.",
    "macOS: open the dmg on Apple silicon and Intel; note Gatekeeper; open a .corridor file.",
    "Windows and macOS: sign out and in, start from the menu: no console flashes up.",
    "All: two monitors of different scale; move the window between them; text stays sharp.",
    "All: a user name with letters beyond ASCII; the app on a read-only share.",
    "All: build with a publisher named, and look for a newer version against the real feed.",
    "Linux: start the archive on GNOME/Wayland and KDE; the menu entry and file type appear.",
    "All: type, copy and print with Korean, Turkish and Arabic as the system's language.",
)


@dataclass(frozen=True)
class Check:
    """One line of the list."""

    what: str
    held: bool


def checks(root: Path, tag: str | None, *, clean: bool) -> list[Check]:
    """Return everything that a machine can check of a release."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)(?: \((\d{4}-\d{2}-\d{2})\))?", changes, re.MULTILINE)
    store = (root / "packaging" / "linux" / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    day = newest.group(2) if newest else None
    found = [
        Check(f"pyproject.toml says {__version__}", project["version"] == __version__),
        Check("the changelog begins with this version", bool(newest and newest[1] == __version__)),
        Check("the changelog's version has a day", day is not None),
        Check("nothing is left under Unreleased", "## Unreleased" not in changes),
        Check("the store page names version and day",
              f'<release version="{__version__}" date="{day}"' in store),
        Check("the tree is clean", clean),
    ]  # fmt: skip
    if tag is not None:
        found.append(Check(f"the tag {tag} is v{__version__}", tag == f"v{__version__}"))
    return found


def notes(changes: str, version: str) -> str:
    """Return the changelog of one version, without its heading. Raises ValueError."""
    shape = rf"^## {re.escape(version)}\b[^\n]*\n(.*?)(?=^## |\Z)"
    found = re.search(shape, changes, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"the changelog has no {version}")
    return found.group(1).strip()


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def main(arguments: list[str]) -> int:
    """Check, or print the notes; return 1 when a check failed."""
    if arguments == ["notes"]:
        print(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__))
        return 0
    tag = _git("describe", "--tags", "--exact-match") or None
    found = checks(ROOT, tag, clean=not _git("status", "--porcelain"))
    for check in found:
        print(f"{'done' if check.held else 'OPEN'}  {check.what}")
    for line in BY_HAND:
        print(f"hand  {line}")
    return 1 if tag and not all(check.held for check in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
