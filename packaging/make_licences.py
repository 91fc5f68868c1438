"""Gather what a built app must carry besides the licences inside its packages.

    python packaging/make_licences.py FOLDER

The texts of the LGPL and GPL come with the source; Python's own licence is taken from the
interpreter that is built in.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path


def python_licence() -> str:
    """Return the text of Python's licence. Raises FileNotFoundError when it cannot be found."""
    places = [Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))]
    for place in places:
        for name in ("LICENSE.txt", "LICENSE"):
            if (place / name).is_file():
                return (place / name).read_text(encoding="utf-8")
    raise FileNotFoundError(f"no licence of Python in {', '.join(map(str, places))}")


def main(arguments: list[str]) -> int:
    """Write the folder."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Python.txt").write_text(python_licence(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
