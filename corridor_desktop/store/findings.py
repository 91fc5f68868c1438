"""The findings of the last review, kept because hysteresis asks where a limit stood before."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from corridor_desktop.domain.finding import Driver, Finding, State
from corridor_desktop.domain.message import Message
from corridor_desktop.store.cells import day, iso, pack
from corridor_desktop.store.database import Database

# What a finding no longer knows is left out, so that an older file still opens.
_KNOWN = frozenset(each.name for each in fields(Finding))


class LastFindings:
    """Keep and give back the findings of the last review."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, findings: tuple[Finding, ...], as_of: date) -> None:
        """Replace what was kept."""
        self._database.run(
            "INSERT INTO last_findings (id, as_of, content) VALUES (1, ?, ?) ON CONFLICT (id) "
            "DO UPDATE SET as_of = excluded.as_of, content = excluded.content",
            (as_of.isoformat(), pack([_cells(finding) for finding in findings])),
        )

    def get(self) -> tuple[Finding, ...]:
        """Return the kept findings, empty when there are none."""
        found = self._database.row("SELECT content FROM last_findings")
        return tuple(_finding(cells) for cells in json.loads(found[0])) if found else ()

    def as_of(self) -> date | None:
        """Return the day of the kept findings."""
        found = self._database.row("SELECT as_of FROM last_findings")
        return date.fromisoformat(found[0]) if found else None


def _cells(finding: Finding) -> dict[str, Any]:
    cells = asdict(finding)
    cells["since"], cells["until"] = iso(finding.since), iso(finding.until)
    return cells


def _finding(cells: dict[str, Any]) -> Finding:
    cells = {key: value for key, value in cells.items() if key in _KNOWN}
    cells.update(
        state=State(cells["state"]),
        remedy=_message(cells["remedy"]),
        why=_message(cells["why"]) if cells["why"] else None,
        drivers=tuple(Driver(**driver) for driver in cells["drivers"]),
        since=day(cells["since"]),
        until=day(cells["until"]),
        level=State(cells["level"]) if cells.get("level") else None,
    )
    return Finding(**cells)


def _message(cells: dict[str, Any]) -> Message:
    return Message(cells["code"], tuple((name, value) for name, value in cells["params"]))
