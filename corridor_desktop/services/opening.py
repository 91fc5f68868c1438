"""Opening a file that others may have open: a second computer is noticed before it does harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import FileTrouble
from corridor_desktop.domain.opening import Opening
from corridor_desktop.host import presence
from corridor_desktop.services.portfolio_file import open_portfolio
from corridor_desktop.store.portfolio import PortfolioStore

if TYPE_CHECKING:
    from pathlib import Path

    from corridor_desktop.domain.secret import Secret
    from corridor_desktop.host.presence import Holder
    from corridor_desktop.services.ports import Clock


# What programs that keep folders alike call the loser of two changes.
_CONFLICT = re.compile(
    r"conflict(ed)? copy|sync-conflict-|\(.*conflict.*\)|_conf\(|conflict-\d", re.IGNORECASE
)


def open_with_care(path: Path, key: Secret | None, how: Opening, clock: Clock) -> PortfolioStore:
    """Open a portfolio file, unless another computer has it open.

    Raises
    ------
    FileTrouble
        open_elsewhere, or as ``portfolio_file.open_portfolio``.
    """
    if how is Opening.TO_READ:
        return PortfolioStore.read(path, key)
    if how is Opening.ANYWAY:
        presence.clear(path)
    elsewhere = [holder for holder in presence.holders(path) if not holder.here]
    if elsewhere:
        raise _open_elsewhere(path, elsewhere[0])
    return open_portfolio(path, clock, key)


def conflicts(path: Path) -> tuple[Path, ...]:
    """Return files beside a portfolio that a program which copies folders has split off it."""
    stem = path.stem.casefold()
    try:
        beside = sorted(path.parent.glob(f"*{path.suffix}"))
    except OSError:
        return ()
    return tuple(
        other
        for other in beside
        if other != path
        and other.stem.casefold().startswith(stem)
        and _CONFLICT.search(other.stem[len(stem) :])
    )


def notes(path: Path, others: tuple[Holder, ...], *, read_only: bool) -> tuple[str, ...]:
    """Return what the user should know about how a file is open, a sentence each."""
    said = []
    if read_only:
        said.append("Opened to read only: nothing that you change here is kept.")
    for holder in others:
        who = "in another window" if holder.here else f"on {holder.computer or 'another computer'}"
        harm = "" if holder.here else " Close it there, or changes are lost."
        said.append(f"This portfolio is also open {who}.{harm}")
    split = conflicts(path)
    if split:
        named = ", ".join(each.name for each in split[:3])
        said.append(f"A program that copies folders has split off: {named}. Look which is right.")
    return tuple(dict.fromkeys(said))


def _open_elsewhere(path: Path, holder: Holder) -> FileTrouble:
    who = holder.computer or "another computer"
    since = f" since {holder.since:%Y-%m-%d %H:%M} UTC" if holder.since else ""
    return FileTrouble(
        "open_elsewhere",
        f"{path.name} is open on {who}{since}. It was not opened here, because two computers "
        "would overwrite each other's changes.",
        "Close it there and wait until the folder is up to date, or open it to read only. If "
        "that computer broke down, open it anyway.",
    )
