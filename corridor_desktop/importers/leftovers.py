"""Columns that no word names and that sums give away: what a trade cost, what it came to in all.

Quantity times price is known; the amount that was paid differs from it by what the trade cost.
A column that makes this difference to the cent in every line is a cost, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import Columns
from corridor_desktop.importers.fields import SUMMED
from corridor_desktop.importers.kind_words import column_tokens, tokens_of
from corridor_desktop.importers.numbers import number

_CENT: Final = Decimal("0.011")
_NEAR: Final = Decimal("0.1")
_SURE: Final = Decimal("0.05")
_NOTHING: Final = Decimal(0)
_MOST_FREE: Final = 8
_COSTS: Final = (*SUMMED, "accrued")


@dataclass(frozen=True, slots=True)
class _Line:
    """One trade: units times price, the costs known already, and its cells as numbers."""

    made: Decimal
    costs: Decimal
    amount: Decimal | None
    values: tuple[Decimal | None, ...]

    def rest(self, paid: Decimal) -> Decimal:
        """Return what is left to explain of the difference between ``made`` and what was paid."""
        return abs(paid - self.made) - self.costs

    def at(self, place: int) -> Decimal:
        """Return the number in a column without its sign, nothing where it has none."""
        return abs(self.values[place] or _NOTHING)


def with_net_total(columns: Columns, free: Sequence[int], rows: Sequence[Record]) -> Columns:
    """Return the columns with a gross that holds the known costs already as what it is: a total.

    ``Consideration`` is the amount before costs at one broker and after them at the next.
    """
    has = columns.places
    if "amount" in has or not {"quantity", "price", "gross"} <= set(has):
        return columns
    rest = {name: places for name, places in has.items() if name != "gross"}
    found = replace(columns, places={**rest, "amount": has["gross"]})
    lines = [line for line in _lines(found, rows) if line.amount is not None]
    if not any(line.amount and abs(line.amount - line.made) > _CENT for line in lines):
        return columns
    known = all(line.amount and abs(line.rest(line.amount)) <= _CENT for line in lines)
    return found if known or _costs(_plain(columns, free), lines, _paid) else columns


def with_leftovers(columns: Columns, free: Sequence[int], rows: Sequence[Record]) -> Columns:
    """Return the columns with a total and costs that no word told; ``free`` hold numbers."""
    has = columns.places
    if not {"quantity", "price"} <= set(has) or {"debit", "credit"} & set(has):
        return columns
    places = _plain(columns, free)
    lines = _lines(columns, rows)
    if not lines or not places:
        return columns
    found = _with_total(columns, places, lines)
    if found is not columns:
        places = [place for place in places if place != found.first("amount")]
        lines = _lines(found, rows)
    costs = _costs(places, lines, _paid)
    return _with_costs(found, costs)


def _plain(columns: Columns, free: Sequence[int]) -> list[int]:
    """Return the columns that may hold money, a few of them."""
    stop = column_tokens("column_stop")
    return [place for place in free if not tokens_of(columns.header[place]) & stop][:_MOST_FREE]


def _paid(line: _Line) -> Decimal | None:
    return line.amount


def _lines(columns: Columns, rows: Sequence[Record]) -> list[_Line]:
    found = [_line(columns, row) for row in rows]
    return [line for line in found if line is not None]


def _line(columns: Columns, row: Record) -> _Line | None:
    """Return a row as a trade; of two readings of its doubtful cells the one that fits."""
    read = [number(cell) for cell in row.cells]
    if not any(cell.doubtful for cell in read):
        return _line_of(columns, [cell.point for cell in read])
    made = {"amount", "gross"} & set(columns.places)
    found = [_line_of(columns, [cell.under(mark) for cell in read]) for mark in (".", ",")]
    fitting = [line for line in found if line is not None]
    return fitting[0] if made and len(fitting) == 1 else None


def _line_of(columns: Columns, cells: Sequence[Decimal | None]) -> _Line | None:
    values = (*cells, *[None] * (len(columns.header) - len(cells)))

    def of(name: str) -> Decimal | None:
        place = columns.first(name)
        return values[place] if place is not None else None

    quantity, price, gross, amount = (of(n) for n in ("quantity", "price", "gross", "amount"))
    rate = of("fx_rate")
    if not quantity or not price or (rate and rate != 1):  # what was paid is in another currency
        return None
    made = abs(quantity * price)
    if gross and abs(abs(gross) - made) > made * _NEAR and amount is None:
        return None
    made = abs(gross) if gross else made
    paid = abs(amount) if amount else None
    if paid is not None and abs(paid - made) > made * _NEAR:
        return None
    known = [abs(values[p] or _NOTHING) for n in _COSTS for p in columns.places.get(n, ())]
    return _Line(made, sum(known, _NOTHING), paid, values)


def _with_total(columns: Columns, places: Sequence[int], lines: Sequence[_Line]) -> Columns:
    """Find what was paid in all where the file names only the amount before costs."""
    if any(line.amount is not None and line.rest(line.amount) > _CENT for line in lines):
        return columns
    if any(
        line.amount is not None and line.costs and line.rest(line.amount) == 0 for line in lines
    ):
        return columns
    found = [place for place in places if _is_total(place, places, lines)]
    if len(found) != 1:
        return columns
    names = dict(columns.places)
    if "amount" in names and "gross" not in names:
        names["gross"] = names["amount"]
    names["amount"] = (found[0],)
    return replace(columns, places=names)


def _is_total(place: int, places: Sequence[int], lines: Sequence[_Line]) -> bool:
    paid = [line.at(place) for line in lines]
    pairs = list(zip(lines, paid, strict=True))
    if any(abs(value - line.made) > line.made * _NEAR for line, value in pairs):
        return False
    if all(abs(value - line.made) <= _CENT for line, value in pairs):
        return False
    if all(abs(line.rest(value)) <= _CENT for line, value in pairs):
        return True
    others = [other for other in places if other != place]
    return bool(_costs(others, lines, lambda line: line.at(place)))


_Paid = Callable[[_Line], Decimal | None]


def _costs(places: Sequence[int], lines: Sequence[_Line], paid_of: _Paid) -> tuple[int, ...]:
    """Return the columns, one or two, that make the difference of every line to the cent."""
    rests = []
    for line in lines:
        paid = paid_of(line)
        if paid is None:
            return ()
        rests.append(line.rest(paid))
    if not rests or min(rests) < -_CENT or max(rests) <= (_CENT if len(rests) > 1 else _SURE):
        return ()
    for many in (1, 2):
        for group in combinations(places, many):
            sums = [sum((line.at(place) for place in group), _NOTHING) for line in lines]
            if all(abs(s - rest) <= _CENT for s, rest in zip(sums, rests, strict=True)):
                return group
    return ()


def _with_costs(columns: Columns, costs: Sequence[int]) -> Columns:
    names = dict(columns.places)
    for place in costs:
        signs = tokens_of(columns.header[place])
        name = next((n for n in ("tax", "accrued") if signs & column_tokens(f"{n}_column")), "fee")
        names[name] = (*names.get(name, ()), place)
    return replace(columns, places=names) if costs else columns
