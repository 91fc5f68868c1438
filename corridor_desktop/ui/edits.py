"""Undo and redo in the menu: each names the step that it would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridor_desktop.domain.message import Message
from corridor_desktop.ui.spoken import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QAction

    from corridor_desktop.ui.state import AppState


class EditVerbs:
    """Take the last edit back, or do it again; ``tell`` leaves a quiet word about it."""

    def __init__(self, state: AppState, tell: Callable[[str], None]) -> None:
        self._state = state
        self._tell = tell

    def undo(self) -> None:
        """Take the last edit back."""
        edits = self._state.desk.edits
        self._do(edits.undo, edits.to_undo, "Undone")

    def redo(self) -> None:
        """Do again what was taken back last."""
        edits = self._state.desk.edits
        self._do(edits.redo, edits.to_redo, "Done again")

    def name(self, actions: Mapping[str, QAction], *, file_open: bool) -> None:
        """Name the steps in the menu; grey what has none."""
        edits = self._state.desk.edits if file_open else None
        for key, word in (("undo", "&Undo"), ("redo", "&Redo")):
            step: Message | None = getattr(edits, f"to_{key}", None)
            words = "" if step is None else say(step).replace("&", "&&")
            actions[key].setText(f"{word}: {words}" if words else word)
            actions[key].setEnabled(step is not None)

    def _do(self, verb: Callable[[], Message | None], step: Message | None, done: str) -> None:
        words = "" if step is None else say(step)

        def told(said: Message | None) -> None:
            self._tell(f"{done}: {words}. {say(said) if said is not None else ''}".strip())

        self._state.do("edits", "store", lambda _: verb(), told)
