"""Classes of other trackers as imports brought them, and the shares of themes that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from corridor_desktop.domain.theme import FULL, ThemeTag

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class ForeignClass:
    """An instrument's place in another tracker, as one import told it.

    ``weight`` is exact, 0 to 1, ``None`` where the file does not say it. ``theme_id`` is what the
    user took the class for: ``None`` while nothing was said, empty when it is left out. ``made``
    tells that the import made that theme. ``lines`` are lines of the import's file.
    """

    batch_id: str
    instrument_id: str
    taxonomy: str
    path: tuple[str, ...]
    weight: Decimal | None
    theme_id: str | None
    day: date
    file: str = ""
    lines: tuple[int, ...] = ()
    made: bool = False

    @property
    def key(self) -> str:
        """Return the name of the class, the same as in the file."""
        return " / ".join((self.taxonomy, *self.path))


Shares = Mapping[str, tuple[int, Sequence[ForeignClass]]]
"""Basis points by theme, with the classes that they come from."""


def told_tags(told: Sequence[ForeignClass], own: Sequence[ThemeTag]) -> tuple[ThemeTag, ...]:
    """Return the tags that classes make, oldest import first, beside what the user tagged.

    Of each taxonomy the latest import that speaks of an instrument counts. The user's own tag of
    a theme goes before any class. Classes of an instrument make no tag on days on which two
    taxonomies contradict each other, or all shares would pass the whole.
    """
    by_instrument: dict[str, list[ForeignClass]] = defaultdict(list)
    for each in told:
        by_instrument[each.instrument_id].append(each)
    tagged: dict[str, list[ThemeTag]] = defaultdict(list)
    for tag in own:
        tagged[tag.instrument_id].append(tag)
    return tuple(
        tag
        for instrument, classes in by_instrument.items()
        for tag in _course(instrument, classes, tagged[instrument])
    )


def _course(
    instrument: str, classes: Sequence[ForeignClass], own: Sequence[ThemeTag]
) -> Iterator[ThemeTag]:
    first = min(each.day for each in classes)
    days = {each.day for each in classes} | {tag.valid_from for tag in own}
    before: dict[str, int] = {}
    for day in sorted(found for found in days if found >= first):
        shares = _shares_on(day, classes, own)
        for theme in sorted({*before, *shares}):
            points, sources = shares.get(theme, (0, ()))
            if points != before.get(theme, 0):
                yield _tag(instrument, theme, points, day, sources)
        before = {theme: points for theme, (points, _) in shares.items()}


def _tag(
    instrument: str, theme: str, points: int, day: date, sources: Sequence[ForeignClass]
) -> ThemeTag:
    reason = ", ".join(f"{each.key} {percent(each.weight)}" for each in sources)
    files = ", ".join(dict.fromkeys(each.file for each in sources if each.file))
    return ThemeTag(instrument, theme, points, day, day, reason, files)


def percent(weight: Decimal | None) -> str:
    """Return a weight as per cent, every digit of it."""
    if weight is None:
        return "in part"
    text = format(weight * 100, "f")
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def _shares_on(day: date, classes: Sequence[ForeignClass], own: Sequence[ThemeTag]) -> Shares:
    latest: dict[str, str] = {}
    for each in classes:
        if each.day <= day:
            latest[each.taxonomy] = each.batch_id
    mine = {tag.theme_id: tag.basis_points for tag in own if tag.valid_from <= day}
    in_force = [
        each for each in classes if each.day <= day and latest[each.taxonomy] == each.batch_id
    ]
    shares = {theme: share for theme, share in shares_of(in_force).items() if theme not in mine}
    whole = sum(mine.values()) + sum(points for points, _ in shares.values())
    return shares if whole <= FULL else {}


def shares_of(classes: Iterable[ForeignClass]) -> Shares:
    """Return the shares that the classes of one instrument make, theme by theme.

    Weights of one taxonomy add up; a theme that two taxonomies give different shares has none.
    """
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    sources: dict[str, list[ForeignClass]] = defaultdict(list)
    for each in classes:
        if each.theme_id and each.weight is not None:
            sums[each.theme_id][each.taxonomy] += each.weight
            sources[each.theme_id].append(each)
    found: dict[str, tuple[int, Sequence[ForeignClass]]] = {}
    for theme, by_taxonomy in sums.items():
        told = set(by_taxonomy.values())
        points = int((max(told) * FULL).quantize(_ONE, ROUND_HALF_EVEN))
        if len(told) == 1 and 0 < points <= FULL:
            found[theme] = (points, sources[theme])
    return found
