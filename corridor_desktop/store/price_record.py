"""Beside the closes: events of sessions, differing answers, and what was decided about faults."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from corridor_desktop.domain.fault import Difference, FaultDecision, Repair, RepairKind
from corridor_desktop.domain.prices import EventKind, SeriesEvent
from corridor_desktop.store.cells import iso, pack, text
from corridor_desktop.store.database import Database

MOST_DIFFERENCES = 500
"""So many differing closes are kept of one symbol, the latest; the count is told beside them."""


class PriceRecord:
    """Keep and give back what is known about closes beside the closes themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def events(self) -> dict[str, tuple[SeriesEvent, ...]]:
        """Return the events of every symbol, in the order of their sessions."""
        rows = self._database.rows("SELECT symbol, content FROM series_events ORDER BY symbol")
        return {symbol: _events(content) for symbol, content in rows}

    def events_of(self, symbol: str) -> tuple[SeriesEvent, ...]:
        """Return the events of one symbol."""
        found = self._database.row("SELECT content FROM series_events WHERE symbol = ?", (symbol,))
        return _events(found[0]) if found else ()

    def keep_events(
        self, symbol: str, events: Iterable[SeriesEvent], span: tuple[date, date]
    ) -> None:
        """Keep events in place of those between the two days of ``span``, both included."""
        first, last = span
        outside = [each for each in self.events_of(symbol) if not first <= each.session <= last]
        union = {(each.session, each.kind): each for each in (*outside, *events)}
        cells = pack([
            [each.session.isoformat(), str(each.kind), text(each.amount)]
            for _, each in sorted(union.items())
        ])  # fmt: skip
        if not union:
            self._database.run("DELETE FROM series_events WHERE symbol = ?", (symbol,))
            return
        self._database.run(
            "INSERT INTO series_events (symbol, content) VALUES (?, ?) "
            "ON CONFLICT (symbol) DO UPDATE SET content = excluded.content",
            (symbol, cells),
        )

    def differences(self) -> tuple[Difference, ...]:
        """Return every close that an answer had otherwise, by symbol and session."""
        rows = self._database.rows(
            "SELECT symbol, session, before, after, verdict, source_before, source_after, at, "
            "taken FROM price_differences ORDER BY symbol, session"
        )
        return tuple(
            Difference(
                symbol, date.fromisoformat(session), before, after, verdict, source_before,
                source_after, datetime.fromisoformat(at), bool(taken),
            )
            for symbol, session, before, after, verdict, source_before, source_after, at, taken
            in rows
        )  # fmt: skip

    def note_differences(self, differences: Iterable[Difference]) -> None:
        """Keep the latest differences; a session has one, the close it began with is kept."""
        for each in list(differences)[-MOST_DIFFERENCES:]:
            self._database.run(
                "INSERT INTO price_differences (symbol, session, before, after, verdict, "
                "source_before, source_after, at, taken) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (symbol, session) DO UPDATE SET after = excluded.after, "
                "verdict = excluded.verdict, source_after = excluded.source_after, "
                "at = excluded.at, taken = excluded.taken",
                (each.symbol, iso(each.session), each.before, each.after, each.verdict,
                 each.source_before, each.source_after, each.at.isoformat(), int(each.taken)),
            )  # fmt: skip

    def settle_refused(self, symbol: str) -> None:
        """Forget the answers that were refused: a later one agrees, or all was asked anew."""
        self._database.run(
            "DELETE FROM price_differences WHERE symbol = ? AND taken = 0 "
            "AND verdict <> 'disputed'",
            (symbol,),
        )

    def decisions(self) -> dict[str, FaultDecision]:
        """Return what was decided about faults, by key."""
        rows = self._database.rows("SELECT key, accepted, at, repair FROM price_decisions")
        return {
            row[0]: FaultDecision(
                row[0], bool(row[1]), datetime.fromisoformat(row[2]), _repair(row[3])
            )
            for row in rows
        }

    def decide(self, decision: FaultDecision) -> None:
        """Keep a decision in place of an earlier one about the same fault."""
        self._database.run(
            "INSERT INTO price_decisions (key, accepted, at, repair) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET accepted = excluded.accepted, at = excluded.at, "
            "repair = excluded.repair",
            (decision.key, int(decision.accepted), decision.at.isoformat(),
             _packed(decision.repair)),
        )  # fmt: skip

    def reopen(self, key: str) -> bool:
        """Take a decision back; tell whether there was one."""
        return bool(self._database.run("DELETE FROM price_decisions WHERE key = ?", (key,)))

    def forget(self, symbol: str) -> None:
        """Forget everything about a symbol's closes but what was decided."""
        for table in ("series_events", "price_differences"):
            self._database.run(f"DELETE FROM {table} WHERE symbol = ?", (symbol,))


def _events(content: str) -> tuple[SeriesEvent, ...]:
    return tuple(
        SeriesEvent(
            date.fromisoformat(session),
            EventKind(kind),
            None if amount is None else Decimal(amount),
        )
        for session, kind, amount in json.loads(content)
    )


def _packed(repair: Repair | None) -> str | None:
    if repair is None:
        return None
    return pack({
        "kind": str(repair.kind), "symbol": repair.symbol,
        "first": repair.first.isoformat(), "last": repair.last.isoformat(),
        "factor": text(repair.factor),
        "closes": [[day.isoformat(), close] for day, close in repair.closes],
    })  # fmt: skip


def _repair(content: str | None) -> Repair | None:
    if content is None:
        return None
    cell: dict[str, Any] = json.loads(content)
    return Repair(
        RepairKind(cell["kind"]),
        cell["symbol"],
        date.fromisoformat(cell["first"]),
        date.fromisoformat(cell["last"]),
        Decimal(cell["factor"]),
        tuple((date.fromisoformat(day), float(close)) for day, close in cell["closes"]),
    )
