"""Renew every list of pinned, hashed packages: of the project, of the build and of the pages.

    python packaging/pins.py            what is asked for changed: pins stay where they can
    python packaging/pins.py --upgrade  take the newest releases that fit

Needs uv. The lists agree: those of the build are held to those of the project. Afterwards run the
tests, and those of wheels and known holes that docs/shipping.md names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = ("--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--quiet")
LISTS = (
    ("constraints.txt", ("--group", "dev", "pyproject.toml")),
    ("packaging/requirements.txt",
     ("-c", "constraints.txt", "pyproject.toml", "packaging/requirements.in")),
    ("docs/requirements.txt", ("docs/requirements.in",)),
)  # fmt: skip
"""Each list and what it is made from, in this order: the second is held to the first."""


def main(arguments: list[str]) -> int:
    """Renew the lists; return the exit code of what failed first."""
    tool = shutil.which("uv")
    if tool is None:
        print("uv is missing: python -m pip install uv")
        return 2
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    for name, sources in LISTS:
        before = (ROOT / name).read_text(encoding="utf-8")
        command = [tool, "pip", "compile", *ALWAYS, *upgrade, *sources, "-o", name]
        code = subprocess.call(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        if code != 0:
            return code
        tell(name, before, (ROOT / name).read_text(encoding="utf-8"))
    return 0


def tell(name: str, before: str, after: str) -> None:
    """Print which pins went and which came."""
    old, new = ({line.split(" \\")[0] for line in text.splitlines() if "==" in line and
                 not line.startswith((" ", "#"))} for text in (before, after))  # fmt: skip
    print(f"{name}: {len(new)} pins")
    for line in sorted(old - new):
        print(f"  - {line}")
    for line in sorted(new - old):
        print(f"  + {line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
