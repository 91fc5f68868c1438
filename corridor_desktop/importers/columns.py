"""Header words become fields, for one table of one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.fields import CURRENCIES, ODD_CURRENCIES, PENCE, SUMMED
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.profiles import Layout

_UNITS = frozenset(
    {"kpl", "stk", "stk.", "st", "st.", "stuck", "stuks", "pcs", "shares", "units", "titres", "#"}
    | {"titoli", "titulos", "adet", "ks", "szt", "szt.", "nos", "nr", "no"}
)
"""What stands behind the name of a column of quantities and is no word of its own."""

TOTALS = frozenset(
    {"total", "gesamt", "totaal", "totale", "totalt", "samlede", "samlet", "kokonaiskulut"}
    | {"合计费用", "总费用", "합계", "合計", "合计"}
)

SUMS = TOTALS | {"subtotal", "sum", "summe", "zwischensumme", "summa", "yhteensa", "suma", "soma"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field: positions by field, and currencies named by headers.

    ``stated`` holds, by column position, a currency (or pence unit) that the header itself
    names; ``partner`` the position of the column that holds the currency of this one.
    """

    places: Mapping[str, tuple[int, ...]]
    header: tuple[str, ...]
    stated: Mapping[int, str] = field(default_factory=dict)
    partner: Mapping[int, int] = field(default_factory=dict)

    def first(self, name: str) -> int | None:
        """Return the position of a field's first column, ``None`` when the file has none."""
        found = self.places.get(name)
        return found[0] if found else None

    def title(self, name: str) -> str:
        """Return how the file calls a field."""
        place = self.first(name)
        return self.title_at(place) or name

    def title_at(self, place: int | None) -> str:
        """Return the name of a column, empty for one that has none."""
        known = place is not None and place < len(self.header)
        return self.header[place] if place is not None and known else ""

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the named columns that no field took."""
        taken = {place for places in self.places.values() for place in places}
        taken.update(self.partner.values())
        return tuple(
            title for place, title in enumerate(self.header) if title and place not in taken
        )


@cache
def _odd() -> Mapping[str, str]:
    return {fold(word): code for word, code in ODD_CURRENCIES.items()}


def split_currency(word: str) -> tuple[str, str]:
    """Return a folded header word without the currency at its end, and that currency."""
    head, _, tail = word.rpartition(" ")
    signs = {"€": "EUR", "£": "GBP", "₩": "KRW", "円": "JPY", "$": "$", "p": "GBX", "원": "KRW"}
    upper = tail.upper()
    code = signs.get(tail) or _odd().get(tail) or (upper if upper in CURRENCIES else "")
    if not code or not head:
        return word, ""
    return head.removesuffix(" in"), code


Accept = Callable[[str, int], bool]
"""Tells whether the cells of a column, by its position, can be a field."""


def _any(_name: str, _place: int) -> bool:
    return True


def assign(header: Sequence[str], layout: Layout, accept: Accept = _any) -> Columns:
    """Return the columns of a header row by the words of a layout; each field once.

    A field goes to its earliest listed synonym; ``fee`` and ``tax`` take every column of theirs.
    A header such as ``Total (EUR)`` counts as ``Total`` when the full text is no word itself.
    """
    words = [fold(clean_title(title)) for title in header]
    bare = [split_currency(word) for word in words]
    named = _named_places(words, bare)
    places: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for name, synonyms in layout.columns.items():
        refused = set[int]()
        if accept is not _any:
            refused = {place for place in range(len(words)) if not accept(name, place)}
        several = name in SUMMED or name in layout.several
        found = _find(named, synonyms, taken | refused, several=several)
        if layout.general and len(found) > 1:
            found = _whole(found, words)
        if found:
            places[name] = found
            if name != "other":
                taken.update(found)
    stated = {place: code for place, (_, code) in enumerate(bare) if code and code != "$"}
    titles = tuple(clean_title(title) for title in header)
    return Columns(places, titles, stated)


def _whole(found: tuple[int, ...], words: Sequence[str]) -> tuple[int, ...]:
    """Return the one column that is called a total: the others are its parts, counted already."""
    totals = [place for place in found if set(words[place].split()) & TOTALS]
    return tuple(totals) if len(totals) == 1 else found


def clean_title(title: str) -> str:
    """Return a header cell without text-cell quoting and surrounding blanks."""
    text = title.strip().strip("\ufeff").lstrip("#").strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.strip()


def _named_places(words: Sequence[str], bare: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    """Return the columns by their names, with and without the currency at the end."""
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        found.setdefault(word, []).append(place)
        name, currency = bare[place]
        if currency and name != word:
            found.setdefault(name, []).append(place)
        for other in {word.replace(" / ", "/"), word.replace("-", " ")} - {word}:
            found.setdefault(other, []).append(place)
        counted, _, unit = word.rpartition(" ")
        if counted and unit in _UNITS:
            found.setdefault(counted, []).append(place)
    return found


def _find(
    named: Mapping[str, Sequence[int]], synonyms: Sequence[str], taken: set[int], *, several: bool
) -> tuple[int, ...]:
    found: list[int] = []
    for synonym in synonyms:
        for place in named.get(synonym, ()):
            if place in taken or place in found:
                continue
            found.append(place)
            if not several:
                return tuple(found)
    return tuple(found)


def pair_currencies(columns: Columns, records: Sequence[Record]) -> Columns:
    """Return the columns with currency neighbours found by their content.

    Some brokers write the currency of an amount into an unnamed column after it, others the
    amount into an unnamed column after its currency; some repeat one word (``Valuta``) after each
    amount.
    """
    partner: dict[int, int] = {}
    places = {name: tuple(found) for name, found in columns.places.items()}
    sample = records[:200]
    _lead_on(places, columns.header)
    _undo_valuta(places, sample)
    again = Counter(fold(title) for title in columns.header if title)
    for place in range(1, _width(columns, sample)):
        unnamed = place >= len(columns.header) or not columns.header[place]
        if not unnamed and again[fold(columns.header[place])] < 2:
            continue
        if not unnamed and not _all_codes(sample, place):
            continue
        before = place - 1
        if _all_codes(sample, place):
            partner[before] = place
        elif _all_codes(sample, before) and not _empty(sample, place):
            partner[place] = before
            places = {
                name: tuple(place if spot == before else spot for spot in found)
                for name, found in places.items()
            }
    return Columns(places, columns.header, columns.stated, partner)


def _lead_on(places: dict[str, tuple[int, ...]], header: Sequence[str]) -> None:
    """A reference may stand one column behind its header, where that one has no name."""
    for place in places.get("reference", ())[:1]:
        if place + 2 == len(header) and not header[place + 1]:
            places["reference"] = (place, place + 1)


def _undo_valuta(places: dict[str, tuple[int, ...]], sample: Sequence[Record]) -> None:
    """``Valuta`` is a day in German and a currency in six languages: its cells tell which."""
    found = places.get("settle_date", ())
    codes = tuple(place for place in found if _all_codes(sample, place))
    if not codes:
        return
    rest = tuple(place for place in found if place not in codes)
    places.pop("settle_date")
    if rest:
        places["settle_date"] = rest
    places.setdefault("currency", codes)


def _width(columns: Columns, records: Sequence[Record]) -> int:
    return max([len(columns.header), *(len(record.cells) for record in records)], default=0)


def _all_codes(records: Sequence[Record], place: int) -> bool:
    seen = False
    for record in records:
        cell = record.cells[place].strip() if place < len(record.cells) else ""
        if cell:
            if cell not in CURRENCIES and cell not in PENCE:
                return False
            seen = True
    return seen


def _empty(records: Sequence[Record], place: int) -> bool:
    return not any(place < len(record.cells) and record.cells[place].strip() for record in records)


def currency_of(text: str) -> tuple[str, int]:
    """Return the ISO currency of a cell and how many of its units make one (100 for pence)."""
    code = text.strip()
    if code in PENCE:
        return PENCE[code], 100
    upper = code.upper()
    if upper in CURRENCIES:
        return upper, 1
    folded = fold(code).upper()
    return ODD_CURRENCIES.get(upper) or _odd().get(folded.lower(), ""), 1
