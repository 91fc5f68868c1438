"""Keep the classes of a file with its import: raw, with what the user took each for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from corridor_desktop.domain.foreign_class import shares_of
from corridor_desktop.importers.contract import IGNORE
from corridor_desktop.importers.folding import fold
from corridor_desktop.services.class_choices import (
    NEW,
    Find,
    booked_form,
    finder,
    remember,
    remembered,
)
from corridor_desktop.services.resolve_instruments import Known
from corridor_desktop.services.sanctions_desk import is_direct, require_notice
from corridor_desktop.services.tag_holdings import new_theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from corridor_desktop.domain.foreign_class import ForeignClass
    from corridor_desktop.importers.contract import Answers, FileReading
    from corridor_desktop.store.portfolio import PortfolioStore


def book_classes(
    reading: FileReading, answers: Answers, store: PortfolioStore, batch_id: str, day: date
) -> int:
    """Keep the classes of instruments that the book has by now; return how many.

    Raises
    ------
    UsageTrouble
        A class is taken for a theme that does not exist, or a direct link to the corridor is
        claimed while the notice was not read; nothing of the import is kept then.
    """
    if not reading.classifications:
        return 0
    said, made = _themes(reading, answers, store)
    find = finder(reading, Known.of(store))
    rows = booked_form(
        reading.classifications, _in_book(find, store), said, batch_id, day, frozenset(made)
    )
    _refuse_unread(rows, store)
    store.foreign_classes.add(rows)
    keys = {each.key for each in reading.classifications}
    remember(store, {key: said[key] for key in answers.classes if key in keys})
    return len(rows)


def _themes(
    reading: FileReading, answers: Answers, store: PortfolioStore
) -> tuple[dict[str, str], set[str]]:
    """Return the theme of every answered class, and the themes that were made for it."""
    said = {**remembered(store), **answers.classes}
    made: set[str] = set()
    for each in reading.classifications:
        answer = said.get(each.key, "")
        if answer == NEW:
            said[each.key] = _own_theme(store, (each.path or (each.taxonomy,))[-1], made)
        elif answer not in {"", IGNORE}:
            _check_theme(store, answer)
    return said, made


def _own_theme(store: PortfolioStore, name: str, made: set[str]) -> str:
    """Return the theme of a name; it is made when there is none."""
    book = store.tags.book()
    for theme in book.themes:
        if fold(theme.name) == fold(name):
            return theme.id
    theme = new_theme(book, name)
    store.tags.keep_theme(theme)
    made.add(theme.id)
    return theme.id


def _check_theme(store: PortfolioStore, theme_id: str) -> None:
    from corridor_desktop.domain.errors import UsageTrouble

    known = [theme.id for theme in store.tags.book().themes]
    if theme_id not in known:
        raise UsageTrouble(
            "unknown_theme",
            f"There is no theme {theme_id!r}. Nothing was imported.",
            f"Known themes: {', '.join(known)}; or answer new or ignore.",
        )


def _in_book(find: Find, store: PortfolioStore) -> Find:
    things = store.instruments.all()
    return lambda identity: found if (found := find(identity)) in things else None


def _refuse_unread(rows: Sequence[ForeignClass], store: PortfolioStore) -> None:
    things, book = store.instruments.all(), store.tags.book()
    own: dict[str, list[ForeignClass]] = defaultdict(list)
    for each in rows:
        own[each.instrument_id].append(each)
    for instrument, classes in own.items():
        shares = shares_of(classes)
        points = {theme: share for theme, (share, _) in shares.items()}
        if is_direct(things[instrument], points, book, stated=False):
            require_notice(store)
