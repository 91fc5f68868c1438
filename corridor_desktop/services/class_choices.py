"""Classes of other trackers on their way into the book: what each is taken for, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from corridor_desktop.domain.foreign_class import ForeignClass, told_tags
from corridor_desktop.domain.theme import CORRIDOR_THEMES, Theme
from corridor_desktop.importers.contract import IGNORE
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import key_of
from corridor_desktop.services.booked_rows import identity_of
from corridor_desktop.services.resolve_instruments import Known

if TYPE_CHECKING:
    from datetime import date

    from corridor_desktop.importers.contract import Classification, FileReading, Identity
    from corridor_desktop.store.portfolio import PortfolioStore

NEW: Final = "new"
"""The answer that makes a theme of the class's own name."""
_DRAWER: Final = "class:"

Find = Callable[["Identity"], str | None]
"""Returns what the book, or the file itself, has for an identity."""


@dataclass(frozen=True, slots=True)
class ClassChoice:
    """One distinct class of a file.

    ``holdings`` counts instruments of the file or the portfolio, ``strangers`` those of neither,
    whose class is left out. ``weights`` are the distinct ones that are known, ``unweighted``
    counts places without one; ``stated`` tells whether the file states weights at all. ``answer``
    is a theme's id, ``new``, ``ignore`` or empty while it is open, ``proposal`` a theme of the
    very same name. ``told`` tells that the answer comes from an earlier import.
    """

    key: str
    name: str
    holdings: int
    strangers: int
    weights: tuple[Decimal, ...]
    unweighted: int
    stated: bool
    answer: str = ""
    proposal: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """What the classes of a file would bring.

    ``themes`` are what they may be taken for. ``new`` counts places that the book does not have
    as they are; ``without_tag`` names instruments whose mapped classes make no tag, because two
    taxonomies contradict each other or all shares would pass the whole.
    """

    choices: tuple[ClassChoice, ...] = ()
    themes: tuple[Theme, ...] = CORRIDOR_THEMES
    new: int = 0
    without_tag: tuple[str, ...] = ()

    @property
    def still_open(self) -> int:
        """Return how many classes nobody has said anything about."""
        return sum(1 for each in self.choices if not each.answer)


def plan_classes(
    reading: FileReading,
    said: Mapping[str, str],
    store: PortfolioStore | None,
    today: date,
) -> ClassPlan:
    """Return every distinct class of a file with what is known about it; nothing is written."""
    if not reading.classifications:
        return ClassPlan()
    kept = remembered(store) if store is not None else {}
    themes = store.tags.book().themes if store is not None else CORRIDOR_THEMES
    find = finder(reading, Known.of(store) if store is not None else None)
    by_key: dict[str, list[Classification]] = defaultdict(list)
    for each in reading.classifications:
        by_key[each.key].append(each)
    answers = {key: said.get(key, kept.get(key, "")) for key in by_key}
    choices = tuple(
        _choice(key, parts, find, answers[key], themes, told=key not in said)
        for key, parts in by_key.items()
    )
    rows = booked_form(reading.classifications, find, answers, "", today)
    known = store.foreign_classes.all() if store is not None else ()
    new = len({_word(each) for each in rows} - {_word(each) for each in known})
    return ClassPlan(choices, themes, new, _without_tag(rows, known, store, find, reading))


def remembered(store: PortfolioStore) -> dict[str, str]:
    """Return by class what it was taken for in earlier imports, as far as that is still there."""
    themes = {theme.id for theme in store.tags.book().themes} | {IGNORE}
    kept = store.answers.all()
    return {
        name.removeprefix(_DRAWER): theme
        for name, theme in kept.items()
        if name.startswith(_DRAWER) and theme in themes
    }


def remember(store: PortfolioStore, answers: Mapping[str, str]) -> None:
    """Keep what classes are taken for; no later file asks about them again."""
    for key, theme in answers.items():
        store.answers.keep(f"{_DRAWER}{key}", theme)


def finder(reading: FileReading, known: Known | None) -> Find:
    """Return what finds the instrument of a class: by its rows in the file, then in the book.

    In the file a name of any kind counts that only one instrument has; in the book also a ticker
    or a name that only one instrument has.
    """
    pairs = [(row.instrument, row.currency) for row in reading.transactions]
    pairs += [(row.instrument, row.currency) for row in reading.positions]
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    isins: dict[str, str] = {}
    for identity, currency in dict.fromkeys(pairs):
        found = known.find(identity, currency) if known is not None else None
        key = found or key_of(identity, currency)
        isins.setdefault(key, identity.isin or "")
        for name in _names(identity):
            own[name].add(key)
    for key, thing in known.instruments.items() if known is not None else ():
        isins[key] = thing.isin or ""
        for name in _names(identity_of(thing)):
            own[name].add(key)

    def find(identity: Identity) -> str | None:
        for name in _names(identity):
            found = own.get(name)
            if found:
                key = next(iter(found))
                clash = identity.isin and isins[key] and identity.isin != isins[key]
                return None if clash or len(found) > 1 else key
        return None

    return find


def _names(identity: Identity) -> Iterator[tuple[str, str]]:
    """Yield every name of an identity, the surest first."""
    for kind in ("isin", "wkn", "sedol", "cusip", "symbol", "name"):
        value = getattr(identity, kind)
        if value:
            yield kind, fold(value)


def booked_form(
    classes: Sequence[Classification],
    find: Find,
    answers: Mapping[str, str],
    batch_id: str,
    day: date,
    made: frozenset[str] = frozenset(),
) -> tuple[ForeignClass, ...]:
    """Return classes as they would be kept; those of instruments that nobody has are left out."""
    found = []
    for each in classes:
        instrument = find(each.instrument)
        if instrument is None:
            continue
        answer = answers.get(each.key, "")
        theme = None if not answer else "" if answer == IGNORE else answer
        found.append(
            ForeignClass(
                batch_id, instrument, each.taxonomy, each.path, each.weight, theme, day,
                lines=each.lines, made=theme in made,
            )
        )  # fmt: skip
    return tuple(dict.fromkeys(found))


def _choice(
    key: str,
    parts: Sequence[Classification],
    find: Find,
    answer: str,
    themes: Sequence[Theme],
    *,
    told: bool,
) -> ClassChoice:
    found = [find(each.instrument) for each in parts]
    last = fold((parts[0].path or (parts[0].taxonomy,))[-1])
    same = [theme.id for theme in themes if last in {fold(theme.name), fold(theme.id)}]
    weights = {each.weight for each in parts if each.weight is not None}
    return ClassChoice(
        key=key,
        name=key,
        holdings=len({each for each in found if each is not None}),
        strangers=len({each.instrument for each, one in zip(parts, found, strict=True)
                       if one is None}),
        weights=tuple(sorted(weights)),
        unweighted=sum(each.weight is None for each in parts),
        stated=any(each.stated for each in parts),
        answer=answer,
        proposal=same[0] if same else "",
        told=told and bool(answer),
    )  # fmt: skip


def _word(each: ForeignClass) -> tuple[object, ...]:
    return each.instrument_id, each.taxonomy, each.path, each.weight, each.theme_id


def _without_tag(
    rows: Sequence[ForeignClass],
    known: Sequence[ForeignClass],
    store: PortfolioStore | None,
    find: Find,
    reading: FileReading,
) -> tuple[str, ...]:
    own = store.tags.own() if store is not None else ()
    mine = {(tag.instrument_id, tag.theme_id) for tag in own}
    made = {(tag.instrument_id, tag.theme_id) for tag in told_tags((*known, *rows), own)
            if tag.basis_points}  # fmt: skip
    wanted = {(each.instrument_id, each.theme_id) for each in rows
              if each.theme_id and each.weight}  # fmt: skip
    left = {instrument for instrument, _ in wanted - made - mine}
    labels = {find(each.instrument): each.instrument.label for each in reading.classifications}
    return tuple(sorted(labels.get(each, each) for each in left))
