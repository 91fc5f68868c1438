"""Closing prices and exchange rates as they are kept, and the honest absence of one.

A series is stored as two flat arrays because 300 instruments x 25 years must load in well under
a tenth of a second. A close of up to 15 significant digits survives the trip through a double
exactly: ``Decimal(repr(x))`` gives back the digits that the provider wrote.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

STATED = "broker's statement"
"""The source of a price that a broker stated beside a holding, not of a stored close."""


class Basis(StrEnum):
    """Which splits a series of closes is already adjusted for."""

    SPLIT_ADJUSTED = "split_adjusted"
    AS_TRADED = "as_traded"


@dataclass(frozen=True, slots=True)
class Split:
    """A split that took effect before the open of ``session``; ``ratio`` is new units per old."""

    session: date
    ratio: Decimal


class EventKind(StrEnum):
    """What a price source said of a session beside its close."""

    DIVIDEND = "dividend"
    HALTED = "halted"
    NO_CLOSE = "no_close"
    OUTSIDE_RANGE = "outside_range"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SeriesEvent:
    """One event of a session.

    ``amount`` is the dividend of one unit, split-adjusted, in quoted units; ``None`` otherwise.
    ``halted``: no trade, the close is carried over. ``no_close``: the source lists the session
    without a close. ``outside_range``: the close lies outside the day's own low and high.
    ``ended``: the last session before the listing went.
    """

    session: date
    kind: EventKind
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PricePoint:
    """One close: ``price`` in major units of ``currency``, as traded on ``session``."""

    price: Decimal
    currency: str
    session: date
    source: str
    fetched_at: datetime | None = None

    def age(self, as_of: date) -> int:
        """Return how many calendar days the close is older than ``as_of``."""
        return (as_of - self.session).days


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no price or rate; ``reason`` is a message code, ``last_seen`` the last session."""

    reason: str
    last_seen: date | None = None


def exact(value: float) -> Decimal:
    """Return the decimal number that a stored double stands for."""
    return Decimal(repr(value))


@dataclass(frozen=True, slots=True)
class Turnover:
    """How many units of a symbol change hands in a session, on average over the latest ones.

    ``sessions`` is over how many sessions up to ``last`` the average was taken.
    """

    symbol: str
    average: float
    sessions: int
    last: date
    source: str


@dataclass(frozen=True, slots=True)
class PriceSeries:
    """Daily closes of one symbol in rising date order, one per session.

    ``days`` holds proleptic ordinals (``date.toordinal``) and ``closes`` the quoted closes in
    ``currency`` quoted units (``unit`` is the quote's own word, ``GBp`` for pence), both of
    length n. Null closes are left out, never filled. ``fetched_at`` is an aware UTC instant;
    ``simulated`` marks invented data, which is labelled wherever it shows. ``turnover`` and
    ``events`` travel with fresh closes to where they are kept; a stored series has none.

    There is one convention for adjusted closes: ``SPLIT_ADJUSTED`` closes are divided by every
    split after them and never by dividends, so that close x units as held then is what the
    position was worth then (``market.table.split_factor``).
    """

    symbol: str
    currency: str
    days: array[int] = field(repr=False)
    closes: array[float] = field(repr=False)
    basis: Basis = Basis.SPLIT_ADJUSTED
    splits: tuple[Split, ...] = ()
    source: str = ""
    fetched_at: datetime | None = None
    unit: str = ""
    simulated: bool = False
    turnover: Turnover | None = None
    events: tuple[SeriesEvent, ...] = ()

    def __post_init__(self) -> None:
        if len(self.days) != len(self.closes):
            raise ValueError("days and closes differ in length")

    def __len__(self) -> int:
        return len(self.days)

    @property
    def first(self) -> date | None:
        """Return the first session, ``None`` for an empty series."""
        return date.fromordinal(self.days[0]) if self.days else None

    @property
    def last(self) -> date | None:
        """Return the last session, ``None`` for an empty series."""
        return date.fromordinal(self.days[-1]) if self.days else None

    @property
    def day_change(self) -> float | None:
        """Return the fraction by which the last close differs from the one before it.

        Always from two closes of the series: what a source calls the previous close may be the
        one before a whole range. ``None`` with fewer than two closes above zero.
        """
        last = list(self.closes[-2:])
        return last[1] / last[0] - 1 if len(last) == 2 and min(last) > 0 else None

    def index_at(self, as_of: date) -> int:
        """Return the index of the last close on or before ``as_of``, -1 when there is none."""
        return bisect_right(self.days, as_of.toordinal()) - 1


@dataclass(frozen=True, slots=True)
class FxRate:
    """``rate`` units of ``quote`` for one unit of ``base`` on ``session``.

    ``path`` names the pairs used, for example ``("EURUSD=X", "KRW=X inverse")``.
    """

    base: str
    quote: str
    rate: Decimal
    session: date
    path: tuple[str, ...]
    source: str

    def age(self, as_of: date) -> int | None:
        """Return how many calendar days old it is, ``None`` where nothing is exchanged."""
        return (as_of - self.session).days if self.path else None
