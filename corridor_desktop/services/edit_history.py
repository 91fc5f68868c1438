"""What can be taken back: one history of the user's edits, kept while a portfolio is open.

A step knows how the edited piece looked before and after. Taking it back puts the earlier look
in place as a new entry, so logs that are only ever added to stay so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.domain.message import Message
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore

LONGEST = 100
"""Steps that are remembered; older ones can no longer be taken back."""


class Piece(Protocol):
    """A part of the portfolio that one edit changes."""

    def look(self, store: PortfolioStore, clock: Clock) -> Any:
        """Return how the piece stands, as a value that can be compared."""

    def put(self, store: PortfolioStore, state: Any, clock: Clock) -> Message | None:
        """Make the piece look like ``state``; say so where that takes time. Raises UsageTrouble."""


@dataclass(slots=True)
class Step:
    """An edit: its words, what it touched, and how that stood on both sides of it."""

    words: Message
    piece: Piece
    before: Any
    after: Any


class EditHistory:
    """Steps back and forth. The store is always given: the history never holds it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def clear(self) -> None:
        """Forget everything; another portfolio is open."""
        self._done.clear()
        self._undone.clear()

    @property
    def to_undo(self) -> Message | None:
        """Return the words of the step that would be taken back."""
        return self._done[-1].words if self._done else None

    @property
    def to_redo(self) -> Message | None:
        """Return the words of the step that would be done again."""
        return self._undone[-1].words if self._undone else None

    @contextmanager
    def step(self, store: PortfolioStore, words: Message, piece: Piece) -> Iterator[None]:
        """Remember what the body changes; a body that fails or changes nothing is no step."""
        before = piece.look(store, self._clock)
        yield
        self._note(Step(words, piece, before, piece.look(store, self._clock)))

    def made(self, store: PortfolioStore, words: Message, piece: Piece) -> None:
        """Remember something that was just made, whose name was not known before."""
        self._note(Step(words, piece, None, piece.look(store, self._clock)))

    def _note(self, step: Step) -> None:
        if step.after != step.before:
            self._done.append(step)
            del self._done[:-LONGEST]
            self._undone.clear()

    def undo(self, store: PortfolioStore) -> Message | None:
        """Take the last step back; return what there is to say about it. Raises UsageTrouble."""
        step = _last(self._done, "nothing_to_undo", "There is nothing to take back.")
        self._expect(store, step, step.after, self._done)
        said = step.piece.put(store, step.before, self._clock)
        step.before = step.piece.look(store, self._clock)
        self._undone.append(self._done.pop())
        return said

    def redo(self, store: PortfolioStore) -> Message | None:
        """Do the step that was taken back last again. Raises UsageTrouble."""
        step = _last(self._undone, "nothing_to_redo", "There is nothing to do again.")
        self._expect(store, step, step.before, self._undone)
        said = step.piece.put(store, step.after, self._clock)
        step.after = step.piece.look(store, self._clock)
        self._done.append(self._undone.pop())
        return said

    def _expect(self, store: PortfolioStore, step: Step, state: Any, steps: list[Step]) -> None:
        """Refuse a step whose piece was changed by something else since, and forget it."""
        if step.piece.look(store, self._clock) != state:
            steps.pop()
            raise UsageTrouble(
                "changed_since",
                f"{say(step.words)} was changed again since by something else. "
                "Nothing was changed now.",
                "Edit it by hand.",
            )


def _last(steps: list[Step], code: str, sentence: str) -> Step:
    if not steps:
        raise UsageTrouble(code, sentence)
    return steps[-1]
