"""Tags taken back: written down anew as they were, since a tag is never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from corridor_desktop.domain.theme import TagBook, ThemeTag
    from corridor_desktop.services.ports import Clock
    from corridor_desktop.store.portfolio import PortfolioStore

Key = tuple[str, str]
Course = tuple[tuple["date", "ThemeTag"], ...]


@dataclass(frozen=True, slots=True)
class TagPiece:
    """Every tag of some instruments, through time."""

    instruments: frozenset[str]

    def look(self, store: PortfolioStore, clock: Clock) -> dict[Key, Course]:
        """Return by instrument and theme from which day on which tag holds."""
        book = store.tags.book()
        keys = {
            (tag.instrument_id, tag.theme_id)
            for tag in book.tags
            if tag.instrument_id in self.instruments
        }
        courses = {key: _course(book, key) for key in sorted(keys)}
        return {key: course for key, course in courses.items() if course}

    def put(self, store: PortfolioStore, state: dict[Key, Course], clock: Clock) -> None:
        """Write tags down, today, so that each day has what ``state`` says."""
        now = self.look(store, clock)
        written: list[ThemeTag] = []
        for key in sorted({*now, *state}):
            have, want = now.get(key, ()), state.get(key, ())
            if have != want:
                written += _rewritten(have, want)
        today = clock.today()
        store.tags.add(*(replace(tag, recorded=today) for tag in written))


def _course(book: TagBook, key: Key) -> Course:
    """Return what holds from which day on; days on which nothing changes are left out."""
    own = [tag for tag in book.tags if (tag.instrument_id, tag.theme_id) == key]
    course: list[tuple[date, ThemeTag]] = []
    for day in sorted({tag.valid_from for tag in own}):
        # As in ``TagBook.at``: of those that have begun the one written down last.
        holding = next(tag for tag in reversed(own) if tag.valid_from <= day)
        told = _told(holding, day)
        if not course and told.basis_points == 0:
            continue
        if not course or replace(course[-1][1], valid_from=day) != told:
            course.append((day, told))
    return tuple(course)


def _told(tag: ThemeTag, day: date) -> ThemeTag:
    """Return a tag as it can be compared: from a day on, whenever it was written down."""
    if tag.basis_points == 0:
        return replace(tag, valid_from=day, recorded=day, reason="", source="", driver="")
    return replace(tag, valid_from=day, recorded=day)


def _rewritten(have: Course, want: Course) -> Iterable[ThemeTag]:
    """Return tags that turn one course into the other, each later one over the earlier."""
    days = sorted({day for day, _ in (*have, *want)})
    nothing = replace((have or want)[0][1], basis_points=0, reason="", source="", driver="")
    for day in days:
        holding = [tag for start, tag in want if start <= day]
        yield replace(holding[-1] if holding else nothing, valid_from=day)
