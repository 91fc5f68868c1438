"""Which table of which broker a header row belongs to, by its set of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import Columns, assign, clean_title, split_currency
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.profiles import Layout

_FIRST_ROWS = 60
_CLOSE = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """A header row read by a layout; ``score`` is the share of names that the layout knows."""

    layout: Layout
    columns: Columns
    index: int
    score: float


def match_header(cells: Sequence[str], layout: Layout, index: int = 0) -> Match | None:
    """Return how well one row serves as the header of a layout, ``None`` when it does not."""
    words, bare = _words(tuple(cells))
    if len(words) < 3:
        return None
    if layout.marks and not layout.marks & (words | bare):
        return None
    if layout.unless & words or not _may_have(words | bare, layout):
        return None
    columns = assign(cells, layout)
    if any(name not in columns.places for name in layout.needs):
        return None
    known = layout.known | {word for words_ in layout.columns.values() for word in words_}
    hits = sum(1 for word in words if word in known or split_currency(word)[0] in known)
    score = hits / len(words)
    return Match(layout, columns, index, score) if score >= layout.coverage else None


@lru_cache(maxsize=64)
def _words(cells: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the folded names of a row, and the same without the currencies at their ends.

    Every layout asks for them, row by row.
    """
    words = frozenset(fold(clean_title(cell)) for cell in cells if cell.strip())
    return words, frozenset(split_currency(word)[0] for word in words)


def _may_have(names: frozenset[str], layout: Layout) -> bool:
    """Tell whether each field that a layout needs is named at all, before columns are assigned."""
    return all(not names.isdisjoint(layout.columns.get(name, ())) for name in layout.needs)


def best_matches(
    records: Sequence[Record], layouts: Sequence[Layout], header_line: int | None = None
) -> list[Match]:
    """Return the matches of the best header row, best layout first; empty without any."""
    found: list[Match] = []
    for index, record in enumerate(records[:_FIRST_ROWS] if header_line is None else records):
        if header_line is not None and record.lines[0] != header_line:
            continue
        if record.filled < 3:
            continue
        for layout in layouts:
            match = match_header(record.cells, layout, index)
            if match is not None:
                found.append(match)
    found.sort(key=lambda match: (-_weight(match), match.index))
    return found


def _weight(match: Match) -> float:
    """More names explained is better; a layout with more conditions is the closer one."""
    return match.score + 0.001 * len(match.layout.needs) + (0.02 if match.layout.marks else 0.0)


def rivals(found: Sequence[Match]) -> list[Match]:
    """Return the matches of other brokers that are as good as the best one."""
    if not found:
        return []
    best = found[0]
    return [
        match
        for match in found[1:]
        if match.layout.broker != best.layout.broker
        and _weight(best) - _weight(match) < _CLOSE
        and match.layout.kind is best.layout.kind
    ]
