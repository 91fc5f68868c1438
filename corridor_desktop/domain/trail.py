"""How a figure was made: method, inputs with dates and sources, parameters, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from corridor_desktop.domain.message import Message

Value = Decimal | float | int | str | None
"""What a figure, an input or a parameter can be; text where it is no number."""


class Unit(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    PRICE = "price"
    RATE = "rate"
    QUANTITY = "quantity"
    FRACTION = "fraction"
    NUMBER = "number"
    COUNT = "count"
    SESSIONS = "sessions"
    DAYS = "days"
    BASIS_POINTS = "basis_points"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Method:
    """A way to make figures: plain ``name``, ``formula`` and ``source`` (who described it).

    ``needs`` says what must be there, ``cannot`` what its figures do not tell. ``version`` counts
    up whenever the same inputs would give another figure. ``resampled`` tells that its
    intervals come from drawing the data anew.
    """

    id: str
    version: int
    name: str
    formula: str
    source: str
    needs: tuple[str, ...]
    cannot: str
    resampled: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a figure was made of.

    ``what`` names it; ``value`` in ``unit`` (money in ``currency``), ``None`` for a series; ``n``
    observations from ``start`` to ``as_of``; ``source`` is who provided it and ``path`` the pairs
    of currencies on the way to the base currency.
    """

    what: Message
    value: Value = None
    unit: Unit = Unit.TEXT
    currency: str = ""
    start: date | None = None
    as_of: date | None = None
    n: int | None = None
    source: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A choice that the figure depends on, as it was actually used."""

    what: Message
    value: Value | Message
    unit: Unit = Unit.TEXT


@dataclass(frozen=True, slots=True)
class Trail:
    """Everything behind one figure.

    ``place`` leads to it in the review; ``name`` says what it is, ``subject`` of what, ``part``
    which side of it (an end of an interval, a count), if any. ``low`` .. ``high`` is its 95 %
    interval, ``n`` observations worth ``n_eff`` from ``start`` to ``as_of``.
    """

    place: str
    name: str
    subject: str
    part: Message | None
    value: Value
    unit: Unit
    currency: str
    as_of: date
    method: Method
    start: date | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    n_eff: float | None = None
    inputs: tuple[Input, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    warnings: tuple[Message, ...] = ()
