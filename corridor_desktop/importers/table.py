"""One table of a file with everything that was decided about its cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from corridor_desktop.importers.cells import Record
from corridor_desktop.importers.columns import Columns, currency_of
from corridor_desktop.importers.contract import Answers
from corridor_desktop.importers.dates import Day, Days
from corridor_desktop.importers.doubt import Doubt
from corridor_desktop.importers.fields import NUMERIC, PENCE, SUMMED
from corridor_desktop.importers.numbers import Numbers, currency_sign
from corridor_desktop.importers.profiles import Layout

_TOLERANCE = Decimal("0.005")
_KEPT = 5_000
"""Numbers of a column kept at hand; beyond that hardly one comes twice."""
_DIGITS = frozenset("0123456789-")
_SIGN = re.compile(r"[-+\d.,\s()']")
_CURRENCY_OF = {name: f"{name}_currency" for name in (*NUMERIC, *SUMMED)}
_OWN_CURRENCY = {"gross": "amount_currency", "market_value": "amount_currency"}


_LOOKED_AT = 200
"""Rows whose other columns are asked for their decimal mark."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header with its rows. ``marks`` is the decimal mark by column, empty where none is known.

    ``order`` is ``DMY`` or ``MDY``, empty when the file does not show it and no profile says.
    ``base`` is the currency that the file names for the whole account, ``title`` the account
    that stands above this table when a file holds several.
    """

    layout: Layout
    columns: Columns
    records: Sequence[Record]
    header_line: int
    numbers: Numbers
    days: Days
    answers: Answers
    marks: Mapping[int, str] = field(default_factory=dict)
    order: str = ""
    base: str = ""
    signed: bool = True
    decimal: str | None = None
    decimal_evidence: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    memo: dict[object, object] = field(default_factory=dict, compare=False, repr=False)

    def cell(self, record: Record, name: str) -> str:
        """Return a field's cell, empty where the row has none."""
        places = self.columns.places.get(name)
        if places is None:  # most fields are in no file; this is asked a dozen times a row
            return ""
        cells = record.cells
        for place in places:
            if place < len(cells) and cells[place]:
                return cells[place]
        return ""

    @staticmethod
    def at(record: Record, place: int | None) -> str:
        """Return the cell at a position, empty where the row has none."""
        if place is None or place >= len(record.cells):
            return ""
        return record.cells[place]

    def spot(self, record: Record, name: str) -> int | None:
        """Return where a row holds the number of a field: its first column that is filled."""
        places = self.columns.places.get(name)
        if not places:
            return None
        if len(places) > 1:
            for place in places:
                if self.numbers[self.at(record, place)].point is not None:
                    return place
        return places[0]

    @property
    def cash_fields(self) -> tuple[str, ...]:
        """Return the fields that say what a row moved in cash, the one to trust first."""
        return self.present(("amount", "credit", "debit", "gross"))

    def cash_field(self, record: Record) -> str:
        """Return the field that holds a row's cash, ``gross`` where nothing does."""
        found = self.cash_fields
        if len(found) < 2 or found[0] == "amount":
            return found[0] if found else "gross"
        return next((name for name in found if self._filled(record, name)), found[0])

    def _filled(self, record: Record, name: str) -> bool:
        return self.numbers[self.at(record, self.spot(record, name))].point is not None

    def has(self, name: str) -> bool:
        """Tell whether the file has a column for a field."""
        return name in self.columns.places

    def present(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the fields that the file has."""
        known = self.memo.get(("present", names))
        if known is None:
            known = tuple(name for name in names if name in self.columns.places)
            self.memo["present", names] = known
        return cast("tuple[str, ...]", known)

    def place_mark(self, place: int) -> str:
        """Return the decimal mark to read a column's doubtful cells with, empty for unknown."""
        return self.marks.get(place, "")

    def day(self, record: Record, name: str = "date") -> Day:
        """Return a date cell; raise ``Doubt`` when it is none or could be two days."""
        text = self.cell(record, name)
        found = self.days[text]
        if found.clear:
            return found
        if found.bad:
            raise Doubt("import.bad_date", self.columns.title(name), text, cell=text)
        if found.doubtful and not self.order:
            raise Doubt(
                "import.date_order",
                self.columns.title(name),
                "date_order",
                ("DMY", "MDY"),
                cell=text,
                first=found.dmy.isoformat() if found.dmy else "",
                second=found.mdy.isoformat() if found.mdy else "",
            )
        return found

    def currency(self, record: Record, name: str) -> tuple[str, int]:
        """Return the currency of an amount and how many of its units make one of it."""
        own = self.cell(record, _OWN_CURRENCY.get(name) or _CURRENCY_OF[name])
        known = self.memo.get((name, own)) if own else None
        if known is not None:
            return cast("tuple[str, int]", known)
        place = self.spot(record, name)
        texts = self._currency_cells(record, own, name, place)
        known = self.memo.get((name, texts))
        if known is None:
            known = self._currency_among(texts, name)
            self.memo[name, own or texts] = known
        return cast("tuple[str, int]", known)

    def _currency_among(self, texts: tuple[str, ...], name: str) -> tuple[str, int]:
        if texts[0] in PENCE:
            return PENCE[texts[0]], 100
        for text in texts[1:]:
            if text:
                code, unit = currency_of(text)
                if not code:
                    raise Doubt("import.bad_currency", self.columns.title(name), text, cell=text)
                return code, unit
        return currency_sign(texts[0]) or self.default_currency, 1

    def _currency_cells(
        self, record: Record, own: str, name: str, place: int | None
    ) -> tuple[str, ...]:
        """Return the sign inside the amount, then the cells that may name its currency."""
        texts = [sign_of(self.at(record, place)), own]
        if place is not None:
            texts.append(self.at(record, self.columns.partner.get(place)))
            texts.append(self.columns.stated.get(place, ""))
        if not (self.layout.value_is_account and name in {"amount", "fee", "tax"}):
            texts.append(self.cell(record, "currency"))
        elif self.base:
            texts.append(self.base)
        return tuple(texts)

    @property
    def default_currency(self) -> str:
        """Return the currency of amounts for which a row names none."""
        return self.base or self.answers.account_currency or self.layout.currency

    def values(self, record: Record) -> dict[str, Decimal | None]:
        """Return the numbers of a row, one per numeric field that is filled with one column.

        Doubtful cells are read by their column's mark, else by the one reading that makes
        quantity times price the amount; without either the user is asked.
        """
        found: dict[str, Decimal | None] = {}
        cells = record.cells
        width = len(cells)
        for name, place, known in self._numeric():
            if place < 0:
                return self._all_options(record)
            text = cells[place] if place < width else ""
            if text in known:
                found[name] = known[text]
                continue
            read = self.numbers[text]
            if read.bad or (not read.clear and read.point != read.comma):
                return self._all_options(record)
            found[name] = read.point
            if len(known) < _KEPT:
                known[text] = read.point
        return found

    def _numeric(self) -> list[tuple[str, int, dict[str, Decimal | None]]]:
        """Return the numeric fields, their column (-1 for several) and what its texts read as."""
        known = self.memo.get("numeric")
        if known is None:
            known = self.memo["numeric"] = [
                (name, places[0] if len(places := self.columns.places[name]) == 1 else -1, {})
                for name in NUMERIC
                if name in self.columns.places and name not in SUMMED
            ]
        return cast("list[tuple[str, int, dict[str, Decimal | None]]]", known)

    def _all_options(self, record: Record) -> dict[str, Decimal | None]:
        options = {}
        for name, place, _ in self._numeric():
            spot = place if place >= 0 else self.spot(record, name)
            options[name] = self._options(record, spot or 0, name)
        if all(len(found) == 1 for found in options.values()):
            return {name: found[0] for name, found in options.items()}
        return self._fitting(record, options)

    def _options(self, record: Record, place: int, name: str) -> list[Decimal | None]:
        text = record.cells[place] if place < len(record.cells) else ""
        found = self.numbers[text]
        if found.bad:
            raise Doubt(
                "import.bad_number", self.columns.title(name), text.strip(), cell=text.strip()
            )
        mark = self.place_mark(place) or (found.doubtful and self._row_mark(record)) or ""
        if not found.doubtful or mark in {".", ","}:
            return [found.under(mark)]
        return [found.point, found.comma]

    def _row_mark(self, record: Record) -> str:
        """Return the decimal mark that the row's own clear cells agree on."""
        places = {place for name in NUMERIC for place in self.columns.places.get(name, ())}
        return self.numbers.majority(self.at(record, place) for place in places)

    def _fitting(
        self, record: Record, options: Mapping[str, list[Decimal | None]]
    ) -> dict[str, Decimal | None]:
        names = [name for name in ("quantity", "price", "amount", "gross") if name in options]
        fits = []
        for choice in itertools.product(*(options[name] for name in names)):
            picked = dict(zip(names, choice, strict=True))
            if _agree(picked):
                fits.append(picked)
        rest = {name: found[0] for name, found in options.items() if len(found) == 1}
        open_names = [name for name, found in options.items() if len(found) > 1]
        if len(fits) == 1 and all(name in names for name in open_names):
            return {**rest, **fits[0]}
        name = open_names[0]
        text = self.cell(record, name)
        one, two = options[name]
        raise Doubt(
            "import.doubtful_number",
            self.columns.title(name),
            "decimal",
            (".", ","),
            cell=text,
            first=one,
            second=two,
        )

    def sums(self, record: Record, name: str) -> tuple[Decimal | None, str]:
        """Return the sum of a fee or tax over its columns, and its currency.

        Raises ``Doubt`` when two filled columns are in different currencies.
        """
        total: Decimal | None = None
        first = ""
        for place in self.columns.places.get(name, ()):
            if not self.at(record, place):
                continue
            value = self.single(record, place, name)
            if value is None:
                continue
            code = self._sum_currency(record, name, place)
            if total is None or (total == 0 and value):
                total, first = value, code
            elif code == first or not code or not first:
                total, first = total + value, first or code
            elif value:
                raise Doubt("import.two_currencies", self.columns.title_at(place), name, name=name)
        return total, first

    def single(self, record: Record, place: int, name: str) -> Decimal | None:
        """Return one column's number; raise ``Doubt`` when it could be two."""
        found = self._options(record, place, name)
        if len(found) == 1:
            return found[0]
        text = record.cells[place].strip()
        raise Doubt(
            "import.doubtful_number",
            self.columns.title_at(place),
            "decimal",
            (".", ","),
            cell=text,
            first=found[0],
            second=found[1],
        )

    def _sum_currency(self, record: Record, name: str, place: int) -> str:
        texts = (
            self.at(record, self.columns.partner.get(place)),
            self.columns.stated.get(place, ""),
            self.cell(record, f"{name}_currency"),
        )
        return next((code for text in texts if text and (code := currency_of(text)[0])), "")


def sign_of(cell: str) -> str:
    """Return what a number cell holds beside its number: a currency sign or code, or nothing."""
    bare = cell[:1] in _DIGITS and cell[-1:] in _DIGITS
    return "" if bare else _SIGN.sub("", cell)


def _agree(picked: Mapping[str, Decimal | None]) -> bool:
    quantity, price = picked.get("quantity"), picked.get("price")
    amount = picked.get("gross") if picked.get("gross") is not None else picked.get("amount")
    if quantity is None or price is None or not amount:
        return False
    made = abs(quantity * price)
    return abs(made - abs(amount)) <= _TOLERANCE * abs(amount)


def decide_marks(
    columns: Columns, records: Sequence[Record], numbers: Numbers, layout: Layout, told: str | None
) -> tuple[dict[int, str], str | None, str]:
    """Return the decimal mark per column, that of the file, and the evidence for it.

    A column's own clear cells decide; then the file, when all its clear cells agree; then the
    profile, unless columns that nothing is read from contradict it. A column whose clear cells
    disagree has no mark: its doubtful cells are asked about.
    """
    places = sorted({place for name in NUMERIC for place in columns.places.get(name, ())})
    proofs: dict[int, dict[str, str]] = {}
    for place in places:
        cells = dict.fromkeys(r.cells[place] for r in records if place < len(r.cells))
        proofs[place] = numbers.marks(cells)
    every = {mark for proof in proofs.values() for mark in proof}
    whole = next(iter(every)) if len(every) == 1 else ""
    habit = layout.decimal
    if not every and not told and habit and _contradicted(habit, places, records, numbers):
        habit = ""
    fallback = told or whole or habit
    marks: dict[int, str] = {}
    for place, proof in proofs.items():
        if told:
            marks[place] = told
        elif len(proof) == 1:
            marks[place] = next(iter(proof))
        elif not proof:
            marks[place] = fallback or ""
        else:
            marks[place] = ""
    evidence = "chosen by you" if told else _mark_evidence(proofs, whole, layout)
    return marks, (told or whole or ("" if every else habit) or None), evidence


def _contradicted(
    mark: str, places: Sequence[int], records: Sequence[Record], numbers: Numbers
) -> bool:
    """Tell whether clear numbers in the other columns all have the other mark."""
    used = set(places)
    cells = {
        cell
        for record in records[:_LOOKED_AT]
        for place, cell in enumerate(record.cells)
        if place not in used
    }
    found = numbers.marks(cells)
    return bool(found) and mark not in found


def _mark_evidence(proofs: Mapping[int, Mapping[str, str]], whole: str, layout: Layout) -> str:
    if not whole and any(proofs.values()):
        return "both marks occur; each cell by itself"
    for proof in proofs.values():
        for cell in proof.values():
            return cell.strip()
    if not layout.decimal:
        return ""
    return f"the habit of {layout.broker}" if layout.broker else "the language of the columns"
