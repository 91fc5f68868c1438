"""Booking: transactions in, lots with their cost out."""

from __future__ import annotations

from collections import defaultdict, deque
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor_desktop.bench.inputs import AT, LEDGER
from corridor_desktop.bench.scale import Scale
from corridor_desktop.bench.workload import Figures, Part, Workload
from corridor_desktop.bench.workloads.material import loaded

if TYPE_CHECKING:
    from corridor_desktop.ledger.book import Book
    from corridor_desktop.services.portfolio_data import PortfolioData

Lots = dict[str, deque[list[Decimal]]]


def _load(folder: Path, _: Scale) -> PortfolioData:
    return loaded(folder)


def _book(data: PortfolioData) -> Book:
    from corridor_desktop.domain.account import CostMethod
    from corridor_desktop.ledger.booking import book

    return book(data.transactions, data.statements, data.accounts, CostMethod.FIFO, AT.date())


def _told(found: Book) -> Figures:
    units = sum(float(position.quantity) for position in found.positions)
    costs = [lot.cost.amount for each in found.positions for lot in each.lots if lot.cost]
    cost = float(sum(costs, Decimal(0)))
    return {"positions": float(len(found.positions)), "units": units, "cost": cost}


def _queue(data: PortfolioData) -> Lots:
    """Take lots from a queue in exact decimals: no notes, no transfers, no splits, no gains."""
    lots: Lots = defaultdict(deque)
    for fact in data.transactions:
        if not fact.quantity or fact.instrument_id is None or fact.price is None:
            continue
        queue = lots[fact.instrument_id]
        if fact.quantity > 0:
            queue.append([fact.quantity, fact.quantity * fact.price])
            continue
        left = -fact.quantity
        while left:
            units, cost = queue[0]
            if units <= left:
                queue.popleft()
                left -= units
            else:
                queue[0] = [units - left, cost - cost * left / units]
                left = Decimal(0)
    return lots


def _queue_told(lots: Lots) -> Figures:
    held = [part for queue in lots.values() for part in queue]
    return {
        "positions": float(sum(1 for queue in lots.values() if queue)),
        "units": float(sum(part[0] for part in held)),
        "cost": float(sum(part[1] for part in held)),
    }


def _parse(folder: Path, _: Scale) -> Any:
    from beancount.parser import parser

    return parser.parse_file(str(folder / LEDGER))


def _beancount(parsed: Any) -> Any:
    from beancount.core.inventory import Inventory
    from beancount.parser import booking

    entries, errors = booking.book(parsed[0], parsed[2])
    if errors:
        raise ValueError(str(errors[0]))
    held = Inventory()
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            if posting.account == "Assets:Quay":
                held.add_position(posting)
    return held


def _beancount_told(held: Any) -> Figures:
    return {
        "positions": float(len({position.units.currency for position in held})),
        "units": float(sum(position.units.number for position in held)),
        "cost": float(sum(position.units.number * position.cost.number for position in held)),
    }


BOOKING = Workload(
    name="booking",
    title="Booking",
    does="book every transaction first in, first out: positions, lots, realised gains, notes",
    own=Part("ours", _load, _book, _told),
    floor=Part("queue of Decimal", _load, _queue, _queue_told),
    peers=(
        Part(
            "beancount", _parse, _beancount, _beancount_told,
            needs=("beancount",), scales=("1x", "a fifth of the days", "tiny"),
        ),
    ),
    axes={"transactions": 1.1, "holdings": 1.1},
)  # fmt: skip
