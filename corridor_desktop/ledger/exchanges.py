"""One thing given for another: mergers and changes of identity, so that lots travel along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from corridor_desktop.domain.transaction import Kind, Transaction


def pair_exchanges(transactions: Iterable[Transaction]) -> Mapping[str, str]:
    """Return for each side of an exchange the id of the other; keys are both sides.

    An exchange is two corporate actions of one account and day: one thing goes, another comes, no
    money moves. Where several go or come on the day, those of one reference belong together; what
    is still not clear is not paired, and its cost is unknown rather than guessed.
    """
    days: dict[tuple[object, ...], list[Transaction]] = defaultdict(list)
    for booked in transactions:
        if booked.kind is Kind.CORPORATE_ACTION and booked.quantity and not _has_money(booked):
            days[booked.account_id, booked.trade_date].append(booked)
    pairs: dict[str, str] = {}
    for facts in days.values():
        for group in _by_reference(facts):
            gone = [fact for fact in group if fact.quantity is not None and fact.quantity < 0]
            come = [fact for fact in group if fact.quantity is not None and fact.quantity > 0]
            if len(gone) == len(come) == 1 and gone[0].instrument_id != come[0].instrument_id:
                pairs[gone[0].id], pairs[come[0].id] = come[0].id, gone[0].id
    return pairs


def _by_reference(facts: list[Transaction]) -> Iterable[list[Transaction]]:
    if len(facts) == 2:
        return [facts]
    groups: dict[str, list[Transaction]] = defaultdict(list)
    for fact in facts:
        if fact.reference:
            groups[fact.reference].append(fact)
    return groups.values()


def _has_money(booked: Transaction) -> bool:
    paid = (booked.gross, booked.net_cash.amount if booked.net_cash else None)
    return booked.cost_from is not None or any(paid)
