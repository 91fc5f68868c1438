"""The desk for notebooks and scripts: open a file, ask the verbs, get plain rows for a table.

    from corridor_desktop.notebook import open_portfolio, holding_rows

    with open_portfolio("mine.corridor") as desk:
        review = desk.review()
    pandas.DataFrame(holding_rows(review))

Everything that the window does is a method of the desk (``desk.imports``, ``desk.prices``,
``desk.tags``, ``desk.limits``, ``desk.plans``); this module only opens it and flattens a review.
Money and quantities stay ``Decimal``; statistics are ``float``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corridor_desktop.exposure.exposure import Dimension
from corridor_desktop.host.clock import SystemClock
from corridor_desktop.host.paths import data_folder
from corridor_desktop.services.desk import Desk
from corridor_desktop.services.words import say

if TYPE_CHECKING:
    from corridor_desktop.services.ports import Clock, PriceFeed
    from corridor_desktop.services.review import Review

Row = dict[str, object]


@contextmanager
def open_portfolio(path: Path | str, clock: Clock | None = None) -> Iterator[Desk]:
    """Open a portfolio file for as long as the block runs.

    Raises
    ------
    FileTrouble
        The file is missing, damaged, open elsewhere or newer than this program.
    """
    desk = _desk(clock)
    try:
        desk.open(Path(path))
        yield desk
    finally:
        desk.close()


@contextmanager
def open_sample(folder: Path | str, clock: Clock | None = None) -> Iterator[Desk]:
    """Open a fresh copy of the sample, made in ``folder``; its prices are simulated."""
    desk = _desk(clock)
    try:
        desk.open_sample(Path(folder))
        yield desk
    finally:
        desk.close()


def holding_rows(review: Review) -> list[Row]:
    """Return one row a holding: priced ones with value and weight, the others with the reason.

    ``value`` is in the review's base currency, ``weight`` a fraction of what is priced.
    """
    rows: list[Row] = [
        {
            "instrument": line.instrument.name,
            "symbol": line.instrument.label,
            "isin": line.instrument.isin,
            "account": line.account.name,
            "quantity": line.position.quantity,
            "price": line.price.price,
            "price_day": line.price.session,
            "value": line.value.amount,
            "currency": line.value.currency,
            "weight": line.weight,
            "reason": None,
        }
        for line in review.valuation.lines
    ]
    missing = dict.fromkeys(rows[0]) if rows else {}
    for left in review.valuation.unpriced:
        known = {
            "instrument": left.label,
            "isin": left.instrument.isin if left.instrument else None,
            "account": left.account.name,
            "quantity": left.quantity,
            "reason": say(left.reason),
        }
        rows.append(missing | known)
    return rows


def exposure_rows(review: Review, by: str) -> list[Row]:
    """Return one row a slice of a dimension (``"theme"``, ``"country"``, ...), the rest last.

    Raises
    ------
    ValueError
        There is no such dimension.
    """
    exposure = review.exposures[Dimension(by)]
    return [
        {"key": part.key, "label": part.label, "value": part.value, "weight": part.weight}
        for part in (*exposure.slices, exposure.untagged)
    ]


def finding_rows(review: Review) -> list[Row]:
    """Return one row a limit and subject, with its state and what was measured."""
    return [
        {"limit": found.limit, "subject": found.subject, "state": found.state.value,
         "measured": found.measured, "warn": found.warn, "breach": found.breach}
        for found in review.findings
    ]  # fmt: skip


def _desk(clock: Clock | None) -> Desk:
    return Desk(clock or SystemClock(), _yahoo, {"ecb": _ecb})


def _ecb() -> PriceFeed:
    from corridor_desktop.feeds.ecb import EcbFeed

    return EcbFeed(SystemClock(), data_folder() / "ecb")


def _yahoo() -> PriceFeed:
    from corridor_desktop.feeds.yahoo import YahooFeed

    return YahooFeed(SystemClock(), data_folder() / "yahoo")
