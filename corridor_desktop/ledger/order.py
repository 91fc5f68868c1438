"""In which order, and on which day, facts change what is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind, PositionStatement, Transaction

# Splits first: a broker books them before the open.
_RANKS = {
    Kind.SPLIT: 0,
    Kind.BUY: 1,
    Kind.CORPORATE_ACTION: 2,
    Kind.TRANSFER_OUT: 3,
    Kind.TRANSFER_IN: 4,
    Kind.SELL: 5,
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact and the day on which it counts."""

    day: date
    booked: Transaction


def in_order(
    transactions: Sequence[Transaction],
    statements: Iterable[PositionStatement],
    pairs: Mapping[str, str],
    as_of: date,
) -> list[Dated]:
    """Return what changes a holding up to ``as_of``: by day, transfers out before transfers in.

    A paired transfer counts on the earlier of its two days on both sides, so that units are never
    nowhere. Where a statement of the account lies between, its own day counts, because the
    statement does not know of it yet. Within a day units come in before they go out, because many
    exports list a day backwards.
    """
    days = {booked.id: booked.trade_date for booked in transactions}
    stated: dict[str, list[date]] = defaultdict(list)
    for statement in statements:
        stated[statement.account_id].append(statement.as_of)

    def day_of(booked: Transaction) -> date:
        own = booked.trade_date
        first = min(own, days.get(pairs.get(booked.id, ""), own))
        between = any(first <= day < own for day in stated[booked.account_id])
        return own if between else first

    dated = [
        Dated(day_of(booked), booked) for booked in transactions if booked.kind in HOLDING_KINDS
    ]

    def rank(fact: Dated) -> tuple[date, int]:
        arrived_alone = fact.booked.kind is Kind.TRANSFER_IN and fact.booked.id not in pairs
        exchanged = fact.booked.kind is Kind.CORPORATE_ACTION and fact.booked.id in pairs
        if exchanged and (fact.booked.quantity or 0) > 0:
            return fact.day, _RANKS[Kind.TRANSFER_IN]  # what it was given for goes first
        return fact.day, _RANKS[Kind.BUY] if arrived_alone else _RANKS[fact.booked.kind]

    return sorted((fact for fact in dated if fact.day <= as_of), key=rank)
