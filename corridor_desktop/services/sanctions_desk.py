"""The verbs of sanctions lists: bring, look, screen, and the notice that has to be read."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.finding import Decision
from corridor_desktop.domain.message import Message
from corridor_desktop.services import list_shelf
from corridor_desktop.services.theme_pack import sanctions_notice, suggest
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridor_desktop.domain.instrument import Instrument
    from corridor_desktop.domain.theme import TagBook
    from corridor_desktop.screening.screen import Subject
    from corridor_desktop.services.list_shelf import Kept
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.services.screen_holdings import Compared, Screening
    from corridor_desktop.services.session import Session
    from corridor_desktop.store.portfolio import PortfolioStore

SEEN = "notice_seen"
"""The kind of the log entry that the notice was read."""

DIRECT = frozenset({"direct_revenue", "asset"})
"""What the theme pack calls a link that is more than a hope or a headline."""


class SanctionsDesk:
    """Lists lie in the data folder and serve every portfolio; the notice is read per portfolio."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, path: Path, dated: date | None = None) -> Kept:
        """Bring a list file. Raises ListTrouble, FileTrouble or UsageTrouble."""
        return list_shelf.add(path, self._session.clock.today(), dated)

    def remove(self, role: str) -> None:
        """Take a list away. Raises UsageTrouble or FileTrouble."""
        list_shelf.remove(role)

    def lists(self) -> tuple[Kept, ...]:
        """Return the lists that are here."""
        return list_shelf.shelf()

    def screen(self) -> Screening:
        """Hold every instrument of the open portfolio against the lists."""
        from corridor_desktop.services.screen_holdings import screen

        with self._session.store() as store:
            things = tuple(store.instruments.all().values())
        return screen(things, self._session.clock.today())

    def screen_one(self, subject: Subject) -> Screening:
        """Hold one name or identifier against the lists; no portfolio is needed."""
        from corridor_desktop.services.screen_holdings import screen_one

        return screen_one(subject, self._session.clock.today())

    def compare(self, path: Path) -> Compared:
        """Hold pairs of names against each other. Raises UsageTrouble."""
        from corridor_desktop.services.screen_holdings import compare

        return compare(path)

    def notice(self) -> str:
        """Return the sanctions notice as Markdown."""
        return sanctions_notice()

    def notice_seen(self) -> bool:
        """Tell whether the notice, as it is worded now, was read for the open portfolio."""
        with self._session.store() as store:
            return notice_seen(store)

    def see_notice(self) -> None:
        """Write into the log that the notice was read; once is enough."""
        with self._session.store() as store:
            see_notice(store, self._session.clock)


def notice_seen(store: PortfolioStore) -> bool:
    """Tell whether the log says that the present wording of the notice was read."""
    wanted = _wording()
    return any(entry.kind == SEEN and entry.detail == wanted for entry in store.decisions.all())


def see_notice(store: PortfolioStore, clock: Clock) -> None:
    """Log that the notice was read, unless it is logged already."""
    if not notice_seen(store):
        store.decisions.append(Decision(clock.now(), SEEN, "", "", detail=_wording()))


def is_direct(thing: Instrument, shares: Mapping[str, int], book: TagBook, *, stated: bool) -> bool:
    """Tell whether shares claim a direct link to the corridor.

    That is so when the user says it, or when the theme pack knows the holding to have revenue or
    property there.
    """
    corridor = {theme.id for theme in book.themes if theme.corridor}
    if not any(points > 0 and theme in corridor for theme, points in shares.items()):
        return False
    rows = suggest([thing]).get(thing.id, ())
    return stated or any(row.directness in DIRECT for row in rows)


def require_notice(store: PortfolioStore) -> None:
    """Refuse while the notice was not read.

    Raises
    ------
    UsageTrouble
        ``notice_unseen``; nothing was tagged.
    """
    if not notice_seen(store):
        raise UsageTrouble(
            "notice_unseen",
            f"{say(Message.of('screening.notice_first'))} Nothing was tagged.",
            "Read it with: sanctions notice --seen",
        )


def _wording() -> str:
    return f"wording {hashlib.sha256(sanctions_notice().encode()).hexdigest()[:12]}"
