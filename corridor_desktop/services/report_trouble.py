"""A report about the program itself, to be copied by a person: no amount, no name, no key."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from corridor_desktop.host.logging import latest_lines, without_home
from corridor_desktop.services.doctor import examine

if TYPE_CHECKING:
    from pathlib import Path

    from corridor_desktop.services.ports import Clock

_LINES = 60


def report(clock: Clock, error: BaseException | None = None, portfolio: Path | None = None) -> str:
    """Return what is installed, what is wrong, where an error arose, and the latest log lines.

    The message of the error is left out, because it may hold data of the user.
    """
    found = examine(clock, portfolio)
    parts = [without_home("\n".join(f"{name}: {value}" for name, value in found.facts.items()))]
    if found.wrong:
        parts.append("Wrong:\n" + "\n".join(without_home(f"  {line}") for line in found.wrong))
    if error is not None:
        parts.append("Where it happened:\n" + place_of(error))
    lines = latest_lines()[-_LINES:]
    if lines:
        parts.append("Latest log lines:\n" + "\n".join(f"  {line}" for line in lines))
    return "\n\n".join(parts)


def place_of(error: BaseException) -> str:
    """Return the kind of an error and where it arose, causes first, without any message."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\n".join(_frames(each) for each in reversed(chain))


def _frames(error: BaseException) -> str:
    places = (
        f"  {frame.filename.rsplit('corridor_desktop', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    return "\n".join((type(error).__name__, *places))
