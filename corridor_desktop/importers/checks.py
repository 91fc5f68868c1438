"""Sanity checks on what was read, before anything is applied; each finds one class of mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from corridor_desktop.domain.message import Message
from corridor_desktop.domain.transaction import HOLDING_KINDS, Kind
from corridor_desktop.importers.bins import Bins
from corridor_desktop.importers.contract import CanonicalRow, Notice, StatementKind
from corridor_desktop.importers.identity import key_of, valid_isin
from corridor_desktop.importers.plan import Plan

_SLACK: Final = Decimal("0.005")
_LEAST: Final = Decimal("0.02")


def check(bins: Bins, plan: Plan, today: date | None) -> list[Notice]:
    """Return what is odd about the rows; nothing is changed by it."""
    rows = bins.transactions
    notices = [
        *_amounts(rows),
        *_oversold(rows),
        *_isins(bins),
        *_future(rows, today),
        *_bad_times(plan),
    ]
    if plan.lead.layout.kind is StatementKind.ORDERS:
        notices.append(Notice("order_log", "", Message.of("import.order_log")))
    return notices


def _amounts(rows: Sequence[CanonicalRow]) -> list[Notice]:
    found = []
    for row in rows:
        off = amount_gap(row)
        if off is not None:
            message = Message.of(
                "import.amount_differs", line=row.lines[0], made=row.gross or "", gap=off
            )
            found.append(Notice("amount_differs", row.instrument.label, message, row.lines))
    return found


def amount_gap(row: CanonicalRow) -> Decimal | None:
    """Return by how much quantity times price misses the cash, when it is too much."""
    if row.kind not in {Kind.BUY, Kind.SELL} or row.gross is None or row.net_cash is None:
        return None
    if row.net_cash.currency != row.currency or not row.gross:
        return None
    paid = abs(row.net_cash.amount)
    if abs(paid - row.gross) <= _LEAST:
        return None
    costs = Decimal(0)
    for part in (row.fee, row.tax):
        if part is not None and part.currency == row.currency:
            costs += part.amount
    expected = row.gross + costs if row.kind is Kind.BUY else row.gross - costs
    off = min(abs(paid - expected), abs(paid - row.gross))
    return off if off > max(row.gross * _SLACK, _LEAST) else None


def _oversold(rows: Sequence[CanonicalRow]) -> list[Notice]:
    """Walk the holdings in time order; a stock below zero means that the history starts late."""
    held: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    worst: dict[tuple[str, str], tuple[Decimal, CanonicalRow]] = {}
    name_of = cache(key_of)
    for row in sorted(rows, key=_moment):
        if row.kind not in HOLDING_KINDS or row.quantity is None:
            continue
        key = (row.account, name_of(row.instrument, row.currency))
        held[key] += row.quantity
        if held[key] < 0 and (key not in worst or held[key] < worst[key][0]):
            worst[key] = (held[key], row)
    return [
        Notice(
            "oversold",
            row.instrument.label,
            Message.of("import.oversold", name=row.instrument.label, missing=-short),
            row.lines,
        )
        for short, row in worst.values()
    ]


def _moment(row: CanonicalRow) -> tuple[date, str, bool]:
    """Order by day and time; on one moment what comes in comes first."""
    return row.date, row.time or "", bool(row.quantity and row.quantity < 0 and not row.time)


def _isins(bins: Bins) -> list[Notice]:
    bad: dict[str, tuple[int, ...]] = {}
    good: set[str] = set()
    named = [(row.instrument.isin, row.lines) for row in bins.transactions]
    named += [(row.instrument.isin, row.lines) for row in bins.positions]
    for isin, lines in named:
        if not isin or isin in good or isin in bad:
            continue
        if valid_isin(isin):
            good.add(isin)
        else:
            bad[isin] = lines
    return [
        Notice("isin_check_digit", isin, Message.of("import.isin_check_digit", isin=isin), lines)
        for isin, lines in bad.items()
    ]


def _future(rows: Sequence[CanonicalRow], today: date | None) -> list[Notice]:
    if today is None:
        return []
    return [
        Notice(
            "future_date",
            row.date.isoformat(),
            Message.of("import.future_date", line=row.lines[0], day=row.date.isoformat()),
            row.lines,
        )
        for row in rows
        if row.date > today
    ]


def _bad_times(plan: Plan) -> list[Notice]:
    found = []
    for table in plan.tables:
        place = table.columns.first("date")
        if place is None or not table.days.bad_times:
            continue
        for record in table.records:
            text = record.cells[place].strip() if place < len(record.cells) else ""
            if text and table.days[text].bad_time:
                message = Message.of("import.bad_time", line=record.lines[0], cell=text)
                found.append(Notice("bad_time", text, message, record.lines))
    return found
