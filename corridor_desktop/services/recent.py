"""The files opened last: a small list in the data folder that survives damage."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from corridor_desktop.host.paths import data_folder
from corridor_desktop.store import trouble

KEPT = 12
"""How many files are remembered."""

_NAME = "recent.json"


@dataclass(frozen=True, slots=True)
class RecentFile:
    """A portfolio file and what its portfolio is called."""

    path: Path
    name: str = ""

    @property
    def present(self) -> bool:
        """Tell whether the file is there now (a stick may be unplugged)."""
        return self.path.is_file()


def remembered() -> tuple[RecentFile, ...]:
    """Return every remembered file, latest first; an unreadable list counts as empty."""
    try:
        cells = json.loads((data_folder() / _NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    entries = cells.get("files") if isinstance(cells, dict) else None
    read = [_entry(each) for each in entries] if isinstance(entries, list) else []
    return tuple(each for each in read if each is not None)


def shown() -> tuple[RecentFile, ...]:
    """Return the remembered files that are there now, latest first."""
    return tuple(each for each in remembered() if each.present)


def last_opened() -> Path | None:
    """Return the file opened last, there or not, ``None`` when none was ever opened."""
    files = remembered()
    return files[0].path if files else None


def remember(path: Path, name: str = "") -> None:
    """Put a file at the top of the list.

    Raises
    ------
    FileTrouble
        read_only or disk_full; the list is as it was then.
    """
    top = RecentFile(path.resolve(), name)
    _write((top, *(each for each in remembered() if each.path != top.path))[:KEPT])


def forget(path: Path) -> None:
    """Take a file off the list; the file itself is not touched. Raises FileTrouble."""
    _write(tuple(each for each in remembered() if each.path != path.resolve()))


def _entry(cells: object) -> RecentFile | None:
    if not isinstance(cells, dict):
        return None
    path, name = cells.get("path"), cells.get("name", "")
    if not isinstance(path, str) or not path or not isinstance(name, str):
        return None
    return RecentFile(Path(path), name)


def _write(files: tuple[RecentFile, ...]) -> None:
    target = data_folder() / _NAME
    fresh = target.with_name(f".{_NAME}.{os.getpid()}.part")
    cells = {"files": [{"path": str(each.path), "name": each.name} for each in files]}
    try:
        fresh.write_text(json.dumps(cells, ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(target)
    except OSError as error:
        raise trouble.of_system(error, target) from error
    finally:
        fresh.unlink(missing_ok=True)
