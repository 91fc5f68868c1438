"""Undo and redo on the open portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridor_desktop.domain.message import Message
    from corridor_desktop.services.session import Session


class EditDesk:
    """One history for tags, facts, limits, prices by hand, events and accounts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def to_undo(self) -> Message | None:
        """Return the words of the step that would be taken back, ``None`` without one."""
        return self._session.edits.to_undo

    @property
    def to_redo(self) -> Message | None:
        """Return the words of the step that would be done again, ``None`` without one."""
        return self._session.edits.to_redo

    def undo(self) -> Message | None:
        """Take the last edit back, as a new entry; say from when, where that takes time.

        Raises
        ------
        UsageTrouble
            Nothing to take back, or the same thing was changed by something else since.
        """
        with self._session.store() as store:
            return self._session.edits.undo(store)

    def redo(self) -> Message | None:
        """Do again what was taken back last. Raises UsageTrouble as ``undo``."""
        with self._session.store() as store:
            return self._session.edits.redo(store)
