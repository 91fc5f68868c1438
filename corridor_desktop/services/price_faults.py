"""Everything that looks wrong in the stored prices, and what was decided about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from corridor_desktop.domain.errors import UsageTrouble
from corridor_desktop.domain.fault import (
    Difference,
    Fault,
    FaultDecision,
    Repair,
    RepairKind,
)
from corridor_desktop.domain.message import Message
from corridor_desktop.market.quality import find_faults

if TYPE_CHECKING:
    from corridor_desktop.domain.prices import PriceSeries, SeriesEvent
    from corridor_desktop.store.portfolio import PortfolioStore

NOTES = frozenset({
    "halted", "null_rows", "missing_sessions", "stale", "delisted", "beyond_limit",
    "odd_dividend", "corrected", "file",
})  # fmt: skip
"""Kinds that are told and ask for no decision."""


@dataclass(frozen=True, slots=True)
class FoundFault:
    """A fault, what its symbol is used for (empty: nothing now), and the decision about it."""

    fault: Fault
    used_for: str
    decision: FaultDecision | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for a decision."""
        return self.decision is None and self.fault.kind not in NOTES

    @property
    def state(self) -> str:
        """Return ``open``, ``note``, ``accepted`` or ``dismissed``."""
        if self.decision is not None:
            return "accepted" if self.decision.accepted else "dismissed"
        return "open" if self.is_open else "note"


@dataclass(frozen=True, slots=True)
class Record:
    """What the file holds about prices: closes as they came, and everything beside them."""

    series: Mapping[str, PriceSeries]
    events: Mapping[str, tuple[SeriesEvent, ...]]
    decisions: Mapping[str, FaultDecision]
    differences: tuple[Difference, ...]


def gather(store: PortfolioStore) -> Record:
    """Read what faults are found in; the file is not held while they are looked for."""
    record = store.price_record
    return Record(store.prices.all(), record.events(), record.decisions(), record.differences())


def price_faults(record: Record, needs: Mapping[str, str], today: date) -> tuple[FoundFault, ...]:
    """Return every fault of every stored series: those of needed symbols first, open ones first.

    Faults are looked for in the closes as the source sent them, so that a repair that was accepted
    is still named with what it repairs.
    """
    found: list[Fault] = []
    for symbol, each in record.series.items():
        if not each.simulated:
            events = record.events.get(symbol, ())
            found += find_faults(each, events, today if symbol in needs else None)
    found += _of_differences(record.differences)
    places = {symbol: place for place, symbol in enumerate(needs)}
    listed = [FoundFault(fault, needs.get(fault.symbol, ""), record.decisions.get(fault.key))
              for fault in found]  # fmt: skip
    return tuple(sorted(listed, key=lambda each: (
        not each.is_open, places.get(each.fault.symbol, len(places)), each.fault.symbol,
        each.fault.first,
    )))  # fmt: skip


def _of_differences(differences: Sequence[Difference]) -> Iterator[Fault]:
    def kind(each: Difference) -> tuple[str, str]:
        return each.symbol, each.verdict

    for (symbol, verdict), group in groupby(sorted(differences, key=kind), key=kind):
        lines = sorted(group, key=lambda each: each.session)
        first, last = lines[0], lines[-1]
        message = Message.of(
            f"market.{verdict}", symbol=symbol, source=last.source_after, count=len(lines),
            day=first.session.isoformat(), before=f"{first.before:.6g}",
            after=f"{first.after:.6g}",
        )  # fmt: skip
        yield Fault(symbol, message, first.session, last.session, _repair(lines))


def _repair(lines: Sequence[Difference]) -> Repair:
    first, last = lines[0], lines[-1]
    if first.verdict == "disputed":
        other = tuple((each.session, each.after) for each in lines)
        return Repair(RepairKind.REPLACE, first.symbol, first.session, last.session, closes=other)
    if not first.taken:
        return Repair(RepairKind.ASK_ANEW, first.symbol, first.session, last.session)
    former = tuple((each.session, each.before) for each in lines)
    return Repair(RepairKind.REPLACE, first.symbol, first.session, last.session, closes=former)


def decide(faults: Iterable[FoundFault], key: str, *, accept: bool, at: datetime) -> FaultDecision:
    """Return the decision about the fault with a key.

    Raises
    ------
    UsageTrouble
        There is no such fault, or it offers no repair to accept.
    """
    fault = next((found.fault for found in faults if found.fault.key == key), None)
    if fault is None:
        raise UsageTrouble(
            "no_such_fault",
            f"There is nothing called {key!r} among the faults of the stored prices.",
            "The list of faults shows what each is called.",
        )
    if accept and fault.repair is None:
        raise UsageTrouble(
            "no_repair", "There is no repair to accept for this; nothing was changed.",
            "Dismiss it, or import a price file with the right closes.",
        )  # fmt: skip
    return FaultDecision(key, accept, at, fault.repair if accept else None)


def accepted_repairs(decisions: Mapping[str, FaultDecision]) -> tuple[Repair, ...]:
    """Return the repairs in force, in the order in which they were accepted."""
    ordered = sorted(decisions.values(), key=lambda each: (each.at, each.key))
    return tuple(each.repair for each in ordered if each.accepted and each.repair is not None)


def to_ask_anew(decisions: Mapping[str, FaultDecision]) -> dict[str, list[str]]:
    """Return the symbols whose whole history is to be asked, with the keys that say so."""
    found: dict[str, list[str]] = {}
    for each in decisions.values():
        if each.accepted and each.repair and each.repair.kind is RepairKind.ASK_ANEW:
            found.setdefault(each.repair.symbol, []).append(each.key)
    return found
