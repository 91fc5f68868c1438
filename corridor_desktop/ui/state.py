"""What the window knows: the last review, the appearance, and how to ask for more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from corridor_desktop.ui.appearance import LIGHT, Appearance
from corridor_desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from corridor_desktop.services.desk import Desk
    from corridor_desktop.services.review import Review


class AppState(QObject):
    """The only long-lived signals. Verbs go to the desk and come back as a new review."""

    reviewChanged = Signal(object)
    appearanceChanged = Signal(object)
    troubleRaised = Signal(object)
    verbAsked = Signal(str)

    def __init__(
        self, make_desk: Callable[[], Desk], runner: TaskRunner, appearance: Appearance = LIGHT
    ) -> None:
        super().__init__()
        self._make_desk = make_desk
        self.runner = runner
        self.review: Review | None = None
        self.appearance = appearance
        self.kept = False
        self.as_of: date | None = None
        self.east_asian = False
        runner.troubled.connect(self.troubleRaised)

    @cached_property
    def desk(self) -> Desk:
        """Return the desk, made when it is first needed: the window is painted before."""
        return self._make_desk()

    def look_again(self) -> None:
        """Ask for a new review of the open portfolio."""
        if self.desk.path is None:
            self.show(None)
            return
        as_of = self.as_of
        self.runner.submit(
            "review",
            "math",
            lambda job: self.desk.review(as_of, job),
            self.show,
            title="Reviewing the portfolio",
        )

    def do(
        self,
        key: str,
        lane: str,
        verb: Callable[[Any], object],
        done: Callable[[Any], None] | None = None,
        *,
        title: str = "",
        trouble: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a verb that changes the portfolio, then look again."""

        def finished(result: object) -> None:
            if done is not None:
                done(result)
            self.look_again()

        self.runner.submit(key, lane, verb, finished, title=title, trouble=trouble)

    def show(self, review: Review | None, *, kept: bool = False) -> None:
        """Swap in a review, whole; ``kept`` tells that it is the one of the last time."""
        self.review = review
        self.kept = kept
        self.reviewChanged.emit(review)

    def dress(self, appearance: Appearance) -> None:
        """Change the appearance, live."""
        self.appearance = appearance
        self.appearanceChanged.emit(appearance)
