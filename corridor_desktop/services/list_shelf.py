"""The sanctions lists that the user brought, kept in the data folder for all portfolios.

Files are kept as they came and are read afresh; a file that cannot be read never replaces one
that could.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from corridor_desktop.domain.errors import FileTrouble, UsageTrouble
from corridor_desktop.domain.message import Message
from corridor_desktop.host.paths import data_folder
from corridor_desktop.screening.entry import STALE_DAYS, TITLES, Content
from corridor_desktop.screening.read import read_list, refuse_shorter
from corridor_desktop.store import trouble

_FOLDER = "sanctions"
_LARGEST = 400_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One list file on the shelf.

    ``dated`` is the day of the list, and ``dated_by`` where it comes from: ``inside`` the file,
    the ``file``'s own date, or ``you``. ``rows`` and ``entries`` are counts.
    """

    role: str
    name: str
    sha256: str
    rows: int
    entries: int
    dated: str
    dated_by: str
    added: str
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return what the list is called."""
        return TITLES.get(self.role, self.role)

    def age(self, today: date) -> int:
        """Return how many days old the list is."""
        return (today - date.fromisoformat(self.dated)).days

    def stale(self, today: date) -> bool:
        """Tell whether the list is older than a week."""
        return self.age(today) > STALE_DAYS


def shelf() -> tuple[Kept, ...]:
    """Return the files on the shelf in the order of the known lists."""
    order = list(TITLES)
    return tuple(sorted(_index().values(), key=lambda kept: order.index(kept.role)))


def add(path: Path, today: date, dated: date | None = None) -> Kept:
    """Read a list file and put it on the shelf in place of the one before it.

    Raises
    ------
    ListTrouble
        The file is empty, cut, much shorter than the one before, or no list; nothing changed.
    FileTrouble
        It is missing, or the data folder cannot be written.
    UsageTrouble
        ``dated`` is still to come.
    """
    if dated is not None and dated > today:
        raise UsageTrouble("future_date", f"{dated.isoformat()} is still to come.")
    data = _bytes(path)
    content = read_list(path.name, data)
    index = _index()
    before = index.get(content.role)
    refuse_shorter(path.name, content, before.rows if before else None)
    inside = None if content.dated is None else min(content.dated, today)
    found = dated or inside or min(_file_day(path), today)
    kept = Kept(
        content.role,
        path.name,
        hashlib.sha256(data).hexdigest(),
        content.rows,
        len(content.listed) or len(content.extras),
        found.isoformat(),
        "you" if dated else "inside" if inside else "file",
        today.isoformat(),
        tuple(note.code for note in content.notes),
    )
    _keep(_place(content.role), data)
    _write_index({**index, content.role: kept})
    return kept


def remove(role: str) -> None:
    """Take a list off the shelf. Raises UsageTrouble when it is not there, FileTrouble."""
    index = _index()
    if role not in index:
        known = ", ".join(index) or "none"
        raise UsageTrouble("unknown_list", f"There is no list {role!r} here.", f"Here: {known}.")
    del index[role]
    _write_index(index)
    _place(role).unlink(missing_ok=True)


def contents() -> dict[str, Content]:
    """Return what the files on the shelf hold, by role. Raises ListTrouble or FileTrouble."""
    return {kept.role: _content(kept.role, kept.name, kept.sha256) for kept in shelf()}


def notes(kept: Kept, today: date) -> tuple[Message, ...]:
    """Return what has to be said beside a list: that it is old, that it may be cut."""
    said = [Message.of(code) for code in kept.notes]
    if kept.stale(today):
        said.insert(0, Message.of("screening.stale", days=kept.age(today)))
    if kept.dated_by == "file":
        said.append(Message.of("screening.dated_by_file"))
    return tuple(said)


@lru_cache(maxsize=len(TITLES))
def _content(role: str, name: str, sha256: str) -> Content:
    data = _bytes(_place(role))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileTrouble(
            "list_changed",
            f"The kept copy of {name} is not as it was read. No portfolio was touched.",
            "Bring the list file again.",
        )
    return read_list(name, data)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise FileTrouble(
                "too_large", f"{path.name} is larger than any sanctions list.", "Choose another."
            )
        return path.read_bytes()
    except OSError as error:
        raise trouble.of_system(error, path) from error


def _file_day(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _place(role: str) -> Path:
    return data_folder() / _FOLDER / f"{role}.list"


def _index() -> dict[str, Kept]:
    """Return the shelf's index; an unreadable one counts as an empty shelf."""
    try:
        cells = json.loads((data_folder() / _FOLDER / "index.json").read_text(encoding="utf-8"))
        found = [Kept(**{**cell, "notes": tuple(cell["notes"])}) for cell in cells["lists"]]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return {kept.role: kept for kept in found if kept.role in TITLES}


def _write_index(index: dict[str, Kept]) -> None:
    cells = {"lists": [asdict(kept) for kept in index.values()]}
    text = json.dumps(cells, ensure_ascii=False, indent=1)
    _keep(data_folder() / _FOLDER / "index.json", text.encode())


def _keep(target: Path, data: bytes) -> None:
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError as error:
        raise trouble.of_system(error, target) from error
    finally:
        fresh.unlink(missing_ok=True)
