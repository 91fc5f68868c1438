"""The columns of an unknown broker: header words held against what the cells hold.

A header word proposes a field; the cells have to agree. Where no word is known, cells that can be
nothing else (ISINs, known type words, one column of days, a factor that makes every amount)
fill the gap. What stays open is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import SUMS, TOTALS, Columns, assign, currency_of
from corridor_desktop.importers.contract import StatementKind
from corridor_desktop.importers.dates import day
from corridor_desktop.importers.fields import NUMERIC, SUMMED
from corridor_desktop.importers.folding import fold
from corridor_desktop.importers.identity import isin_shaped
from corridor_desktop.importers.kind_words import (
    asset_words,
    column_tokens,
    fill_words,
    meaning,
    order_words,
    tokens_of,
    trade_side,
)
from corridor_desktop.importers.leftovers import with_leftovers, with_net_total
from corridor_desktop.importers.numbers import NULLS, Number, number
from corridor_desktop.importers.profiles import Layout

_SAMPLE: Final = 300
_TICKER: Final = re.compile(r"(?=.*[A-Z])[A-Z0-9][A-Z0-9.&-]{0,9}")
_MOST: Final = 0.6
_CASH: Final = ("amount", "gross")
_DAYS: Final = frozenset({"date", "settle_date", "as_of"})
_WORDS: Final = frozenset({"type", "side", "status"})
_AMOUNT: Final = frozenset({"amount"})
_NAMING: Final = frozenset({"description", "name", "company", "security", "instrument"})
_CODES: Final = frozenset({"currency", "price_currency", "amount_currency", "fee_currency"})


@dataclass(frozen=True, slots=True)
class Trait:
    """Shares, 0 to 1, of the filled cells of one column that read as this or that."""

    filled: int
    days: float = 0.0
    numbers: float = 0.0
    isins: float = 0.0
    codes: float = 0.0
    tickers: float = 0.0
    kinds: float = 0.0

    def can_be(self, name: str) -> bool:
        """Tell whether these cells can be a field; an empty column can be any."""
        if not self.filled:
            return name not in _WORDS
        if name in _DAYS:
            return self.days >= _MOST
        if name == "time":
            return self.days < _MOST
        if name in NUMERIC:
            return self.numbers >= _MOST and (self.days < 1 or self.numbers >= self.days)
        if name in _CODES:
            return self.codes >= _MOST
        return self._can_tell(name)

    def _can_tell(self, name: str) -> bool:
        """Tell whether these cells can be a field of words or codes."""
        if name == "cancelled":  # a day or a word; a number is how many units were
            return self.days >= _MOST or self.numbers < _MOST
        if name == "isin":
            return self.isins > 0 or self.numbers < _MOST
        if name in _WORDS or name == "name":
            return self.numbers < _MOST and self.days < _MOST
        return name != "symbol" or self.days < _MOST or self.numbers >= self.days


def read_columns(header: Sequence[str], layout: Layout, records: Sequence[Record]) -> Columns:
    """Return the columns of a table of an unknown broker, by words and cells."""
    rows = [row for row in records[:_SAMPLE] if row.filled > 2]
    rows = [row for row in rows if not starts_a_sum(row)] or rows
    traits = [_trait(rows, place) for place in range(len(header))]

    def accept(name: str, place: int) -> bool:
        return traits[place].can_be(name)

    columns = _with_asset(assign(header, layout, accept), rows)
    if layout.kind is StatementKind.POSITIONS:
        return _worth(_with_symbol(_with_isin(columns, traits), traits), rows)
    columns = _with_costs(columns, traits)
    columns = _with_isin(columns, traits)
    columns = _with_symbol(columns, traits)
    columns = _with_side(columns, layout, rows)
    columns = _with_words(_without_order_types(columns, traits, rows), traits)
    columns = _with_day(columns, traits)
    columns = _with_factor(columns, traits, rows)
    columns = _with_fill_price(_with_amount(columns, layout, rows), traits)
    numeric = [place for place in _free(columns) if traits[place].numbers >= _MOST]
    columns = with_net_total(columns, numeric, rows)
    return with_leftovers(columns, numeric, rows)


def starts_a_sum(record: Record) -> bool:
    """Tell whether a row starts with a word for a sum: it says little about the columns."""
    first = next((cell for cell in record.cells if cell), "")
    return first[:1].isalpha() and fold(first).removeprefix("grand ").split(" ")[0] in SUMS


def _trait(rows: Sequence[Record], place: int) -> Trait:
    cells = [row.cells[place] for row in rows if place < len(row.cells)]
    cells = [cell for cell in cells if cell and cell.lower() not in NULLS]
    if not cells:
        return Trait(0)

    def share(test: Callable[[str], bool]) -> float:
        return sum(map(test, cells)) / len(cells)

    return Trait(
        len(cells),
        share(lambda cell: not (read := day(cell)).bad and not read.empty),
        share(lambda cell: not number(cell).bad),
        share(isin_shaped),
        share(lambda cell: bool(currency_of(cell)[0])),
        share(lambda cell: bool(_TICKER.fullmatch(cell))),
        share(lambda cell: bool(meaning(cell) or trade_side(cell))),
    )


def _free(columns: Columns) -> list[int]:
    taken = {place for places in columns.places.values() for place in places}
    return [place for place in range(len(columns.header)) if place not in taken]


def _put(columns: Columns, name: str, *places: int) -> Columns:
    return replace(columns, places={**columns.places, name: places})


def _with_costs(columns: Columns, traits: Sequence[Trait]) -> Columns:
    """Add columns that a fee or tax word names, unless a total of them is read already."""
    stop = column_tokens("column_stop")
    for name in SUMMED:
        words = column_tokens(f"{name}_column")
        found = list(columns.places.get(name, ()))
        if any(tokens_of(columns.title_at(place)) & TOTALS for place in found):
            continue
        for place in _free(columns):
            signs = tokens_of(columns.header[place])
            if signs & words and not signs & stop and traits[place].numbers >= _MOST:
                found.append(place)
        if found:
            columns = _put(columns, name, *found)
    return columns


def _with_isin(columns: Columns, traits: Sequence[Trait]) -> Columns:
    if "isin" in columns.places:
        return columns
    found = [place for place in _free(columns) if traits[place].isins >= _MOST]
    return _put(columns, "isin", found[0]) if len(found) == 1 else columns


def _with_symbol(columns: Columns, traits: Sequence[Trait]) -> Columns:
    """Take a name column of short codes for the symbol; the next text column is the name."""
    name = columns.first("name")
    if name is None or {"symbol", "isin"} & set(columns.places) or traits[name].tickers < 1:
        return columns
    places = {field: spots for field, spots in columns.places.items() if field != "name"}
    columns = replace(columns, places={**places, "symbol": (name,)})
    words = [place for place in _free(columns) if tokens_of(columns.header[place]) & _NAMING]
    found = [place for place in words if traits[place].can_be("name") and traits[place].filled]
    return _put(columns, "name", found[0]) if found else columns


def _with_asset(columns: Columns, rows: Sequence[Record]) -> Columns:
    """Take a column of types whose cells are all classes of securities for what it is."""
    place = columns.first("type")
    if place is None or "asset" in columns.places:
        return columns
    cells = {row.cells[place] for row in rows if place < len(row.cells)} - {""}
    if not cells or not all(fold(cell) in asset_words() for cell in cells):
        return columns
    rest = {name: spots for name, spots in columns.places.items() if name != "type"}
    return _put(replace(columns, places=rest), "asset", place)


def _without_order_types(
    columns: Columns, traits: Sequence[Trait], rows: Sequence[Record]
) -> Columns:
    """Pass over a column of ``Limit`` and ``Market`` beside one that says buy or sell."""
    place, side = columns.first("type"), columns.first("side")
    if place is None or side is None or traits[side].kinds < 1 or traits[place].kinds:
        return columns
    cells = {row.cells[place] for row in rows if place < len(row.cells)}
    if not all(tokens_of(cell) <= order_words() for cell in cells):
        return columns
    return replace(columns, places={k: v for k, v in columns.places.items() if k != "type"})


def _with_side(columns: Columns, layout: Layout, rows: Sequence[Record]) -> Columns:
    """Take a type column for the side where its name and its letters, such as A and V, fit both."""
    place = columns.first("type")
    if place is None or "side" in columns.places:
        return columns
    cells = {row.cells[place] for row in rows if place < len(row.cells)} - {""}
    named = fold(columns.header[place]) in layout.columns["side"]
    if not named or not cells or not all(len(cell) == 1 and trade_side(cell) for cell in cells):
        return columns
    rest = {name: spots for name, spots in columns.places.items() if name != "type"}
    return _put(replace(columns, places=rest), "side", place)


def _with_words(columns: Columns, traits: Sequence[Trait]) -> Columns:
    """Take the column whose cells say what happened, where the named one does not."""
    named = columns.first("type")
    if named is not None and traits[named].kinds >= 0.3:
        return columns
    free = [place for place in _free(columns) if traits[place].can_be("type")]
    clear = [place for place in free if traits[place].kinds >= _MOST]
    if len(clear) != 1:
        return columns
    places = {name: spots for name, spots in columns.places.items() if name != "type"}
    return _put(replace(columns, places=places), "type", clear[0])


def _with_day(columns: Columns, traits: Sequence[Trait]) -> Columns:
    typed = "type" in columns.places or "side" in columns.places
    if not typed or "date" in columns.places or "as_of" in columns.places:
        return columns
    found = [
        place
        for place in _free(columns)
        if traits[place].days == 1 and traits[place].filled and columns.header[place]
    ]
    return _put(columns, "date", found[0]) if len(found) == 1 else columns


def _with_factor(columns: Columns, traits: Sequence[Trait], rows: Sequence[Record]) -> Columns:
    """Find quantity or price as the one column that makes every amount with the other."""
    has = columns.places
    cash = next((name for name in reversed(_CASH) if name in has), None)
    missing = [name for name in ("quantity", "price") if name not in has]
    if cash is None or len(missing) != 1:
        return columns
    other = has["price" if missing == ["quantity"] else "quantity"][0]
    fits = [
        place
        for place in _free(columns)
        if traits[place].can_be(missing[0]) and _makes(rows, place, other, has[cash][0])
    ]
    if not fits and missing == ["price"]:
        return _with_price_as_cash(columns, has["quantity"][0], cash, rows)
    return _put(columns, missing[0], fits[0]) if len(fits) == 1 else columns


def _with_price_as_cash(
    columns: Columns, quantity: int, cash: str, rows: Sequence[Record]
) -> Columns:
    """Take the amount for the price where, times units, it makes another column."""
    place = columns.places[cash][0]
    made = [
        other
        for other in _free(columns)
        if _makes(rows, quantity, place, other) and not _makes(rows, quantity, quantity, other)
    ]
    if len(made) != 1:
        return columns
    return _put(_put(columns, "price", place), cash, made[0])


def _with_fill_price(columns: Columns, traits: Sequence[Trait]) -> Columns:
    """Beside the state of an order, an average price is what was paid and a price its limit."""
    if not {"price", "status"} <= set(columns.places):
        return columns
    fills = [
        place
        for place in _free(columns)
        if fold(columns.header[place]) in fill_words() and traits[place].numbers >= _MOST
    ]
    return _put(columns, "price", fills[0]) if len(fills) == 1 else columns


def _worth(columns: Columns, rows: Sequence[Record]) -> Columns:
    """Let a market value go that quantity times price never makes: it may be a cost."""
    has = columns.places
    if not {"quantity", "price", "market_value"} <= set(has):
        return columns
    if _makes(rows, *(has[name][0] for name in ("quantity", "price", "market_value")), some=True):
        return columns
    return replace(columns, places={k: v for k, v in has.items() if k != "market_value"})


def _with_amount(columns: Columns, layout: Layout, rows: Sequence[Record]) -> Columns:
    """Prefer the amount column that quantity times price makes to one that it never makes."""
    has = columns.places
    if not {"quantity", "price", "amount"} <= set(has):
        return columns
    quantity, price, amount = (has[name][0] for name in ("quantity", "price", "amount"))
    if _makes(rows, quantity, price, amount, some=True):
        return columns
    others = replace(layout, columns={"amount": layout.columns["amount"]}, several=_AMOUNT)
    for place in assign(columns.header, others).places.get("amount", ()):
        if place in _free(columns) and _makes(rows, quantity, price, place):
            return _put(columns, "amount", place)
    return columns


def _makes(rows: Sequence[Record], one: int, two: int, product: int, *, some: bool = False) -> bool:
    """Tell whether two columns make a third in every row that fills all three, in two rows.

    With ``some`` a single row is enough, and a price in parts of a unit is passed over.
    """
    fitting = 0
    for row in rows:
        if max(one, two, product) >= len(row.cells):
            continue
        values = [_value(row.cells[place]) for place in (one, two, product)]
        if not all(values):
            continue
        first, second, target = (abs(value) for value in values if value)
        makes = abs(first * second - target) <= max(target / 50, Decimal("0.05"))
        if some and (makes or target < first * second):
            return True
        if not makes and not some:
            return False
        fitting += 1
    return fitting >= 2


def _value(cell: str) -> Decimal | None:
    read: Number = number(cell)
    return None if read.bad or read.doubtful else read.point
