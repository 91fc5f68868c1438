"""What the words of a row say, found out once for all rows with the same words.

A long history has few distinct words: a handful of kinds, some hundred instruments, two or three
currencies. Rows differ in day and numbers; those are read for each row, the rest is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, cast

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.contract import Identity
from corridor_desktop.importers.fields import NUMERIC
from corridor_desktop.importers.table import Table, sign_of

_OWN: Final = frozenset({*NUMERIC, "date", "settle_date", "time", "reference"})
"""Fields that are read for each row, whatever its words."""
_KEPT: Final = 20_000
_DIGITS: Final = frozenset("0123456789")
_STARTS: Final = _DIGITS | {"-"}


@dataclass(slots=True)
class Sense:
    """The meaning of a row's words.

    ``kind`` is what the type was taken for, ``prose`` what patterns read out of the text;
    ``coded`` tells that more than a text names the instrument: on cash rows that text is prose.
    ``currencies`` fills as the amounts ask for it: currency and unit by field.
    """

    kind: str
    prose: dict[str, str]
    instrument: Identity
    account: str
    coded: bool
    currencies: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Places:
    words: tuple[int, ...]
    figures: tuple[int, ...]
    width: int


def key_of_words(table: Table, record: Record) -> tuple[str, ...] | None:
    """Return what two rows have to share to mean the same, ``None`` where a row stands alone.

    Beside the words these are the signs in number cells (they may name a currency), and whether
    such a cell is filled (that decides which column is the row's cash).
    """
    places = _places(table)
    cells = record.cells
    if places is None or len(cells) < places.width or record.lines[0] in table.answers.rows:
        return None
    shapes = [_shape(cells[place]) for place in places.figures]
    return (*[cells[place] for place in places.words], *shapes)


def _shape(cell: str) -> str:
    """Return the signs of a number cell after a mark that tells a number from a null such as -."""
    if is_bare(cell):
        return "0"
    return f"0{sign_of(cell)}" if any(map(str.isdecimal, cell)) else cell


def is_bare(cell: str) -> bool:
    """Tell whether a cell starts and ends as a number does, a minus in front allowed."""
    return cell[-1:] in _DIGITS and cell[:1] in _STARTS


def word_places(table: Table) -> tuple[int, ...] | None:
    """Return the columns whose words decide; ``None`` where they do not decide alone."""
    places = _places(table)
    return None if places is None else places.words


def _places(table: Table) -> _Places | None:
    """Return the columns of words and of figures; ``None`` where words do not decide alone."""
    known = table.memo.get("places")
    if known is None:
        known = table.memo["places"] = (_find_places(table),)
    return cast("tuple[_Places | None]", known)[0]


def _find_places(table: Table) -> _Places | None:
    layout, places = table.layout, table.columns.places
    if layout.default == "by_sign" and not table.has("type"):
        return None
    rules = {name for rule in layout.skips for name in (rule.column, rule.without)}
    rules.update(rule.column for rule in layout.texts)
    words = {place for name in {*places} - (_OWN - rules) for place in places[name]}
    words.update(table.columns.partner.values())
    figures = {place for name in NUMERIC for place in places.get(name, ())} - words
    return _Places(
        tuple(sorted(words)), tuple(sorted(figures)), max((*words, *figures), default=-1) + 1
    )


def kept(table: Table, key: tuple[str, ...]) -> Sense | None:
    """Return the sense found earlier for the same words."""
    return _senses(table).get(key)


def keep(table: Table, key: tuple[str, ...], sense: Sense) -> None:
    """Remember a sense; where words hardly come again, only the first of them."""
    known = _senses(table)
    if len(known) < _KEPT:
        known[key] = sense


def _senses(table: Table) -> dict[tuple[str, ...], Sense]:
    known = table.memo.get("senses")
    if known is None:
        known = table.memo["senses"] = {}
    return cast("dict[tuple[str, ...], Sense]", known)
