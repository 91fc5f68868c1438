"""What of a file is new: exact keys with counts first, then a second look that asks.

Identical fills on one day are legitimate, so counts are compared, never existence: of each key
as many rows are new as the file holds more than the book. Reading a file twice, overlapping
files and cumulative exports therefore change nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from corridor_desktop.domain.money import Money
from corridor_desktop.importers.contract import CanonicalRow, Identity
from corridor_desktop.importers.identity import key_of
from corridor_desktop.importers.json_form import plain

SAME: Final = "same"
"""The answer that two rows tell one fact; the later one stays out."""
ANOTHER: Final = "another"
"""The answer that a row is a fact of its own, however like another it is."""

Decide = Callable[[CanonicalRow, str], str]
"""Says what was decided about a row and its key: ``same``, ``another`` or nothing."""

Resolve = Callable[[Identity, str], str]
"""Names the instrument of a row; by default the identity key, better the book's own id."""

_NEAR: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Probable:
    """A row of the file that is probably a restated row of the book; skipped unless told."""

    row: CanonicalRow
    known: CanonicalRow


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a file by what they bring.

    ``keys`` are those of ``fresh`` and ``known_keys`` those of ``known``, in their order.
    ``restated`` are pairs that the user has said are one fact: their row stays out.
    """

    fresh: tuple[CanonicalRow, ...]
    keys: tuple[str, ...]
    known: tuple[CanonicalRow, ...]
    probable: tuple[Probable, ...] = ()
    known_keys: tuple[str, ...] = ()
    restated: tuple[Probable, ...] = ()


def key(row: CanonicalRow, account: str, resolve: Resolve = key_of) -> str:
    """Return what makes a row the same fact in another file; no free text goes into it.

    With a broker reference: account, reference, kind and date (ids that look unique may not be).
    Without: account, kind, date, instrument, quantity, price and the money with its currency.
    """
    thing = "" if row.instrument.empty else resolve(row.instrument, row.currency)
    day = row.date.isoformat()
    if row.reference:
        parts = [account, "ref", row.reference, row.kind, day, thing]
    else:
        units, price = plain(row.quantity) or "", plain(row.price) or ""
        parts = [account, "nat", row.kind, day, thing, units, price, row.currency]
        if row.quantity is None:
            parts.append(_money(row.net_cash))
    return "\x1f".join(parts)


def _money(value: Money | None) -> str:
    return f"{plain(value.amount)} {value.currency}" if value is not None else ""


def count_keys(
    rows: Sequence[CanonicalRow], account: str, resolve: Resolve = key_of
) -> Counter[str]:
    """Return how often each key stands in a set of rows."""
    return Counter(key(row, account, resolve) for row in rows)


def undecided(_row: CanonicalRow, _name: str) -> str:
    """Say that nothing was decided about a row."""
    return ""


def new_rows(
    rows: Sequence[CanonicalRow],
    existing_keys: Mapping[str, int],
    account: str,
    booked: Sequence[CanonicalRow] = (),
    resolve: Resolve = key_of,
    decide: Decide = undecided,
) -> Sorted:
    """Return which rows are new, which the book already has, and which are probably restated.

    Parameters
    ----------
    rows
        The rows of one file, in file order.
    existing_keys
        How often the book of this account holds each key (see ``key`` and ``count_keys``).
    account
        The account that the file belongs to; the same row in another account is another fact.
    booked
        Rows of the book, for the second look; without them nothing is called probable.
    resolve
        Names the instrument of a row, so that an ISIN and a ticker may meet.
    decide
        What the user has said about rows that look restated.
    """
    left = Counter(dict(existing_keys))
    fresh: list[tuple[CanonicalRow, str]] = []
    known: list[tuple[CanonicalRow, str]] = []
    for row in rows:
        name = key(row, account, resolve)
        if left.get(name, 0) > 0:
            left[name] -= 1
            known.append((row, name))
        else:
            fresh.append((row, name))
    pairs = _restated([row for row, _ in fresh], rows, booked, account, resolve)
    said = {id(part.row): "" for part in pairs}
    for row, name in fresh:
        if id(row) in said:
            said[id(row)] = decide(row, name)
    kept = [pair for pair in fresh if said.get(id(pair[0]), ANOTHER) == ANOTHER]
    return Sorted(
        tuple(row for row, _ in kept),
        tuple(name for _, name in kept),
        tuple(row for row, _ in known),
        tuple(part for part in pairs if not said[id(part.row)]),
        tuple(name for _, name in known),
        tuple(part for part in pairs if said[id(part.row)] == SAME),
    )


def _restated(
    fresh: Sequence[CanonicalRow],
    rows: Sequence[CanonicalRow],
    booked: Sequence[CanonicalRow],
    account: str,
    resolve: Resolve,
) -> list[Probable]:
    """Find booked rows that the file does not repeat and that differ from a new one by little."""
    if not booked or not fresh:
        return []
    spare = count_keys(booked, account, resolve)
    spare.subtract(count_keys(rows, account, resolve))
    near: dict[tuple[str, str], list[CanonicalRow]] = defaultdict(list)
    for row in booked:
        name = key(row, account, resolve)
        if spare[name] > 0 and row.quantity is not None:
            spare[name] -= 1
            near[_side(row, resolve)].append(row)
    found: list[Probable] = []
    for row in fresh:
        match = next((old for old in near[_side(row, resolve)] if _alike(row, old)), None)
        if match is not None and row.quantity is not None:
            near[_side(row, resolve)].remove(match)
            found.append(Probable(row, match))
    return found


def _side(row: CanonicalRow, resolve: Resolve) -> tuple[str, str]:
    return str(row.kind), resolve(row.instrument, row.currency)


def _alike(row: CanonicalRow, old: CanonicalRow) -> bool:
    """Tell whether exactly one of day, quantity and price differs, and the day by little."""
    if row.reference and old.reference and row.reference != old.reference:
        return False
    if abs(row.date - old.date) > _NEAR:
        return False
    differing = [
        row.date != old.date,
        row.quantity != old.quantity,
        _differs(row.price, old.price),
    ]
    return sum(differing) <= 1


def _differs(one: Decimal | None, other: Decimal | None) -> bool:
    return (one or Decimal(0)) != (other or Decimal(0))
