"""The words between a broker file and the rest of the house: what a reading is made of.

Rows keep what the file wrote; nothing is invented. Every physical line of the file ends in
exactly one of four bins: structure (titles, headers, blank lines, footers), imported, skipped
with a reason, or waiting for the user.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.money import Money
from corridor_desktop.domain.transaction import Kind

IGNORE: Final = "ignore"
"""The answer that leaves a word or a row out."""

Say = Callable[[Message], str]
"""Turns a message into a sentence; handed in, because this room words nothing."""


class Outcome(StrEnum):
    """What can be done with a file as it stands."""

    IMPORT = "import"
    NEEDS_YOU = "needs_you"
    REFUSED = "refused"


class StatementKind(StrEnum):
    """What a file holds. Orders are read like transactions; only executed ones count."""

    TRANSACTIONS = "transactions"
    POSITIONS = "positions"
    ORDERS = "orders"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the bytes were understood; ``evidence`` says by what each thing was decided.

    ``delimiter``, ``decimal`` and ``date_order`` are ``None`` where the file shows none.
    ``date_order`` is ``DMY``, ``MDY`` or ``YMD``. ``header_line`` counts from 1.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    header_line: int | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """An instrument as the file wrote it, blanks and spreadsheet quotes removed."""

    isin: str | None = None
    wkn: str | None = None
    sedol: str | None = None
    cusip: str | None = None
    symbol: str | None = None
    market: str | None = None
    name: str | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing names an instrument."""
        return not (self.isin or self.wkn or self.sedol or self.cusip or self.symbol or self.name)

    @property
    def label(self) -> str:
        """Return the shortest text by which the user would know it."""
        return self.symbol or self.isin or self.name or self.wkn or self.cusip or self.sedol or ""


@dataclass(frozen=True, slots=True)
class CanonicalRow:
    """One booked fact as read. ``quantity`` is signed, + in, - out; ``gross`` is unsigned.

    ``price`` is per unit in major units of ``currency`` (pence are already pounds). Each amount
    carries its own currency; an empty currency means that the file does not say and the account
    decides. A fee or tax is positive when it was paid. ``account`` is the account as the file
    names it, masked where it is a number. ``lines`` are physical lines counted from 1.
    """

    lines: tuple[int, ...]
    kind: Kind
    date: date
    instrument: Identity = Identity()
    time: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    currency: str = ""
    gross: Decimal | None = None
    fee: Money | None = None
    tax: Money | None = None
    net_cash: Money | None = None
    reference: str | None = None
    fx_rate: Decimal | None = None
    account: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What the file says is held; ``as_of`` is ``None`` while nobody knows the day."""

    lines: tuple[int, ...]
    as_of: date | None
    instrument: Identity
    quantity: Decimal
    price: Decimal | None = None
    market_value: Decimal | None = None
    cost_basis: Decimal | None = None
    currency: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class CashRow:
    """A cash balance of a positions file; its lines are skipped as holdings, kept as cash."""

    lines: tuple[int, ...]
    as_of: date | None
    balance: Money
    account: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """A place that another tracker gave an instrument: ``weight`` 0 to 1 of it belong there.

    ``path`` leads from the root of the taxonomy to the class, by the names of the file. The
    weight is exact; it is ``None`` where only a part belongs there and the file does not say how
    much. ``stated`` is false where the file names the class and no weight, so that it is the
    whole. ``lines`` are empty where the file has none to name.
    """

    taxonomy: str
    path: tuple[str, ...]
    instrument: Identity
    weight: Decimal | None
    stated: bool = True
    lines: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Return the name of the class, which is the key of its answer."""
        return " / ".join((self.taxonomy, *self.path))


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """Lines that were read and left out, and why."""

    lines: tuple[int, ...]
    code: str
    message: Message


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the user can say, asked once per distinct value.

    ``lines`` are the rows that wait for it; empty when the rows are read but the file as a
    whole needs an answer (account currency, day of a snapshot). ``subject`` is the value that
    is asked about and the key of the answer; ``choices`` the answers that make sense.
    """

    lines: tuple[int, ...]
    column: str
    code: str
    message: Message
    choices: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing that stops nothing; ``lines`` are the rows it was seen in."""

    code: str
    subject: str
    message: Message
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LineCount:
    """Physical lines by bin; ``physical`` is their sum for every file ever read."""

    physical: int = 0
    structure: int = 0
    imported: int = 0
    skipped: int = 0
    needs_you: int = 0

    @property
    def adds_up(self) -> bool:
        """Tell whether no line was lost or counted twice."""
        return self.physical == self.structure + self.imported + self.skipped + self.needs_you


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user said about a file; everything left out is decided by evidence.

    ``words`` maps a word of the type column, as written, to a kind, a side, or ``ignore``.
    ``columns`` maps header names to fields (see ``fields.FIELDS``): a column map made by the
    user is a profile like any other. ``rows`` maps a row's first line to ``ignore`` or a kind.
    ``instruments`` maps an identity key (``identity.key_of``) to what the user chose for it;
    ``restated`` maps the first line of a row that looks restated to ``same`` or ``another``;
    ``openings`` maps an identity key to the units that were held before the history begins;
    ``classes`` maps a class of another tracker (``Classification.key``) to a theme, to ``new``
    for a theme of its own name, or to ``ignore``. This room hands the last four on untouched.
    """

    profile: str | None = None
    kind: StatementKind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    header_line: int | None = None
    account_currency: str | None = None
    as_of: date | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)
    restated: Mapping[int, str] = field(default_factory=dict)
    openings: Mapping[str, Decimal] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that is known about one file after reading it; nothing has been written anywhere.

    ``reason`` is given when the file is refused, and when it holds no rows. ``header`` are the
    column names as written and ``unused`` those that no field took. ``fingerprint`` names the
    header set, by which a user's own column map is found again.
    ``columns`` maps each used header name to the field it was read as.
    """

    file: str
    sha256: str
    outcome: Outcome
    reason: Message | None = None
    profile: str | None = None
    broker: str | None = None
    kind: StatementKind | None = None
    reading: Reading = Reading()
    lines: LineCount = LineCount()
    transactions: tuple[CanonicalRow, ...] = ()
    positions: tuple[PositionRow, ...] = ()
    cash: tuple[CashRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    questions: tuple[Question, ...] = ()
    notices: tuple[Notice, ...] = ()
    header: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    fingerprint: str = ""
    classifications: tuple[Classification, ...] = ()

    @property
    def period(self) -> tuple[date, date] | None:
        """Return the first and last day of the rows, ``None`` without any."""
        days = [row.date for row in self.transactions]
        days += [row.as_of for row in self.positions if row.as_of is not None]
        return (min(days), max(days)) if days else None


ImportBatch = FileReading
"""A reading is also the batch that is applied, once nothing is open."""
